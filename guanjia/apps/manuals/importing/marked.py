"""Markdown: headings by their level, lists with their numbers, tables row by row, everything else as it is written."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from guanjia.apps.manuals.arranging import Raw

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def read_markdown(text: str) -> list[Raw]:
    """The lines of a Markdown text, with the numbers they have in the file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return list(_Reader(_PARSER.parse(text), text.split("\n")).lines())


class _Reader:
    """One walk over the tokens; lists know their number and depth."""

    def __init__(self, tokens: Sequence[Token], source: list[str]) -> None:
        self.tokens, self.source = tokens, source
        self.lists: list[list[int | str]] = []  # the next number of an ordered list; "-" of the others
        self.mark = ""
        self.row: list[str] | None = None
        self.row_at = 1
        self.style: int | None = None

    def lines(self) -> Iterator[Raw]:
        for token in self.tokens:
            yield from self._token(token)

    def _token(self, token: Token) -> Iterator[Raw]:
        kind = token.type
        if kind == "heading_open":
            self.style = int(token.tag[1:])
        elif kind == "heading_close":
            self.style = None
        elif kind == "ordered_list_open":
            self.lists.append([int(token.attrGet("start") or 1)])
        elif kind == "bullet_list_open":
            self.lists.append(["-"])
        elif kind.endswith("_list_close"):
            self.lists.pop()
        elif kind == "list_item_open":
            self._item(token)
        elif kind == "tr_open":
            self.row = []
        elif kind == "tr_close":
            yield Raw(_line(token, self.row_at), " | ".join(self.row or ()))
            self.row = None
        elif kind == "inline":
            yield from self._inline(token)
        elif kind in {"fence", "code_block"}:
            first = (token.map or [0, 0])[0] + (2 if kind == "fence" else 1)
            yield from (Raw(first + n, line) for n, line in enumerate(token.content.split("\n")))
        if kind == "tr_open":
            self.row_at = _line(token, 1)

    def _item(self, token: Token) -> None:
        own = self.lists[-1]
        if isinstance(own[0], int):
            self.mark, own[0] = f"{own[0]}{token.markup} ", own[0] + 1
        else:
            self.mark = "- "

    def _inline(self, token: Token) -> Iterator[Raw]:
        first = _line(token, 1)
        for offset, text in enumerate(_texts(token)):
            mark, self.mark = self.mark, ""
            if self.row is not None:
                self.row.append(f"{mark}{text}")
            else:
                yield Raw(first + offset, f"{mark}{text}", self.style)


def _line(token: Token, default: int) -> int:
    return token.map[0] + 1 if token.map else default


def _texts(token: Token) -> list[str]:
    """The text of a paragraph line by line: emphasis and links are read, not shown; an address stays in brackets."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "image":
            parts.append(f"[{child.content}]({child.attrGet('src')})")
        elif child.type == "link_close":
            parts.append("")
        elif child.content:
            parts.append(child.content)
    return "".join(parts).split("\n")
