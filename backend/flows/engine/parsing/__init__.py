"""Reads what people write (numbers, money, phones, dates, choices) in four languages."""
