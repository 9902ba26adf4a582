"""Screens: how a request becomes a screen or a verb, and what screens are made of. Knows no business noun."""
