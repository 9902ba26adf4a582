"""The screens: board and counter, loans, the list, losses, counts."""
