"""Summaries and outcomes in ready words: what every format and the terminal draw."""
