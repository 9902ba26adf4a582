"""``guanjia lifecycles``: draw every lifecycle from its table, as the page ``docs/lifecycles.md``."""

import argparse
from pathlib import Path

from django.utils.translation import override

from guanjia.kernel.lifecycle import ALL_LIFECYCLES, Lifecycle

HELP = "draw every lifecycle as Mermaid, for docs/lifecycles.md"

_HEAD = """# Lifecycles

Drawn from the tables in the code (`guanjia lifecycles --write docs/lifecycles.md`); a test compares the two. A button on a page
exists only when its step is in the table, is permitted, and would not be refused.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page instead of printing it")


def run(args: argparse.Namespace) -> int:
    page = draw_page()
    if args.write:
        args.write.write_text(page, encoding="utf-8")
    else:
        print(page, end="")
    return 0


def draw_page() -> str:
    """The whole page, in English with the Chinese names beside the states."""
    drawn = [_section(ALL_LIFECYCLES[name]) for name in sorted(ALL_LIFECYCLES)]
    return "\n".join([_HEAD, *drawn])


def _section(lifecycle: Lifecycle) -> str:
    rows = []
    for state in lifecycle.states:
        label = lifecycle.states[state]
        with override("en"):
            english = str(label)
        with override("zh-hans"):
            chinese = str(label)
        rows.append(f"| `{state}` | {english} | {chinese} |")
    table = "\n".join(["| state | meaning | 含义 |", "|---|---|---|", *rows])
    return f"## {lifecycle.name}\n\n```mermaid\n{lifecycle.mermaid()}\n```\n\n{table}\n"
