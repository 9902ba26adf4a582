"""Plain text: a line is a line. A table drawn with tabs becomes cells between bars."""

from guanjia.apps.manuals.arranging import Raw


def read_plain(text: str) -> list[Raw]:
    """The lines of a text, numbered from 1 as an editor shows them."""
    return [Raw(number, _cells(line)) for number, line in enumerate(_lines(text), 1)]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")


def _cells(line: str) -> str:
    parts = [part.strip() for part in line.strip().split("\t")]
    return (
        " | ".join(parts)
        if len([part for part in parts if part]) > 1 and len(parts) > 1 and parts[1]
        else line.replace("\t", " ")
    )
