"""Reading files into lines: Word, Markdown and plain text."""

from guanjia.apps.manuals.importing.opening import read_lines

__all__ = ["read_lines"]
