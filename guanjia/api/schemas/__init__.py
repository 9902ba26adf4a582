"""What is sent and given, per noun."""
