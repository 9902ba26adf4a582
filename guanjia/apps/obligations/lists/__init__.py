"""The lists: duties, breaches, proposed consequences."""
