"""The agent: understands what a person wrote on a channel and says what the business would, with the reasons why."""
