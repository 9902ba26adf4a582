"""The screens of registers and their entries."""
