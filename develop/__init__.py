"""What ``dev.py`` does, with the standard library only: set-up, running, testing, measuring."""
