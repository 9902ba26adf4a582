"""The command line: ``guanjia <command> [options]``.

A command is a module in ``guanjia/commands``; an underscore in its name is a space on the command line, so
``import_units.py`` answers to ``guanjia import units``. A command offers ``HELP``, ``arguments(parser)`` and
``run(args) -> int``. It opens the scope it works in itself.

Exit codes: 0 done · 1 done, and something was found wrong · 2 refused or misused, nothing changed · 3 the machine is
in the way (no database, a taken port) · 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from guanjia import __version__

DONE, FOUND_WRONG, REFUSED, MACHINE, INTERRUPTED = 0, 1, 2, 3, 130


class Command(Protocol):
    """What a module in ``guanjia/commands`` offers."""

    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return the exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every expected trouble is one sentence on standard error."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in (["--version"], ["-V"]):
        print(f"guanjia {__version__}")
        return DONE
    try:
        return _run(words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, `less`) has gone; leave nothing for the interpreter to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def command_names() -> list[str]:
    """Return every command as typed: ``["doctor", "import units", ...]``."""
    folder = importlib.import_module("guanjia.commands").__path__
    names = (module.name for module in pkgutil.iter_modules(folder) if not module.ispkg)
    return sorted(name.replace("_", " ") for name in names if not name.startswith("_"))


def _run(words: list[str]) -> int:
    names = command_names()
    name, rest = _pick(words, names)
    if not name:
        return _usage(words, names)
    trouble = _set_up_django()
    if trouble:
        return _say(trouble, MACHINE)
    command = _load(name)
    parser = argparse.ArgumentParser(prog=f"guanjia {name}", description=command.HELP, allow_abbrev=False)
    command.arguments(parser)
    try:
        args = parser.parse_args(rest)
    except SystemExit as end:  # argparse has already said what is wrong, or printed the help
        return int(end.code or 0)
    return _guarded(command, args)


def _pick(words: list[str], names: list[str]) -> tuple[str, list[str]]:
    """Return the command with the most words that ``words`` begin with, and the words after it."""
    for length in (3, 2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in names:
            return name, words[length:]
    return "", words


def _usage(words: list[str], names: list[str]) -> int:
    asked = not words or words[0] in {"help", "-h", "--help"}
    if not asked:
        typed = " ".join(words[:2])
        known = [name for name in names if name.split()[0] == words[0]]
        hint = f"did you mean: {', '.join(known)}?" if known else "`guanjia help` lists the commands."
        return _say(f"guanjia: there is no command {typed!r}; {hint}", REFUSED)
    trouble = _set_up_django()
    if trouble:
        return _say(trouble, MACHINE)
    width = max(len(name) for name in names)
    lines = [f"  {name:<{width}}  {_load(name).HELP}" for name in names]
    print(
        "\n".join(
            ["usage: guanjia <command> [options]", "", *lines, "", "`guanjia <command> --help` tells more."]
        )
    )
    return DONE if words else REFUSED


def _load(name: str) -> Command:
    return cast(Command, importlib.import_module(f"guanjia.commands.{name.replace(' ', '_')}"))


def _set_up_django() -> str:
    """Start Django; return a sentence when the settings cannot be understood."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return f"guanjia: the settings cannot be used. {error}"
    except OSError as error:
        return f"guanjia: the folder GUANJIA_HOME cannot be used. {error}"
    return ""


def _guarded(command: Command, args: argparse.Namespace) -> int:
    """Run the command; refusals and an absent database become sentences."""
    from django.db import InterfaceError, OperationalError, ProgrammingError

    from guanjia.kernel.refusals import Refused

    try:
        return command.run(args)
    except Refused as refused:
        for refusal in refused.refusals:
            print(refusal, file=sys.stderr)
        return REFUSED
    except (OperationalError, ProgrammingError, InterfaceError) as error:
        logging.getLogger("guanjia.cli").debug("database trouble", exc_info=True)
        return _say(f"guanjia: {_database_sentence(error)}", MACHINE)


def _database_sentence(error: Exception) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    missing = ("no such table", "no such column", "does not exist")
    if any(sign in reason for sign in missing) and "database" not in reason:
        return f"the database is not up to date; run `guanjia migrate` first. ({reason})"
    return f"the database does not answer; see GUANJIA_DATABASE_URL and `guanjia doctor`. ({reason})"


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
