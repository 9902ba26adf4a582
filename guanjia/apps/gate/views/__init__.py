"""The screens and verbs of the gate: a function each."""
