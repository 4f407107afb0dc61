"""The tenant's own small list of questions, answers and products, found by what a person writes."""
