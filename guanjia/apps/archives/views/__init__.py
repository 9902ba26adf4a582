"""The screens: files, papers, loans, binders on paper, the end of a file."""
