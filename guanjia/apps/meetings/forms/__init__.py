"""The forms of the app."""
