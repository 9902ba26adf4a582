"""The screens and verbs of work orders: a function each."""
