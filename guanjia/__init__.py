"""Guanjia (管家): the service desk of a property company, run by its own rulebook."""

__version__ = "0.1.0"
