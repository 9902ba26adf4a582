"""What the steps ask."""
