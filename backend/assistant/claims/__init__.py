"""Finds what a sentence claims in figures: prices, days, hours, percentages, measures, numbers and addresses."""
