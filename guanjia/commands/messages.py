"""``guanjia messages``: compile the translations, and tell which sentences still lack one."""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings

HELP = "compile the translations; --check lists sentences without a Chinese text"

_CODE = Path(settings.CODE)
_CALLS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
_COUNTED = frozenset({"ngettext", "ngettext_lazy"})
_IN_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
_TAG = re.compile(
    r"""{%\s*(?:translate|trans)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')(.*?)%}""", re.DOTALL
)
_FILTERED = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")
_BLOCK = re.compile(
    r"{%\s*(?:blocktranslate|blocktrans)\b(.*?)%}(.*?){%\s*end(?:blocktranslate|blocktrans)\s*%}", re.DOTALL
)
_CONTEXT = re.compile(r"""context\s+["']([^"']+)["']""")
_PLACE = re.compile(r"{{\s*([\w.]+).*?}}")
Key = tuple[str, str, str]  # context, sentence, and its plural ("" for one that counts nothing)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--check``, ``--app`` and ``--extract``."""
    parser.add_argument(
        "--check", action="store_true", help="list sentences without zh_Hans text; exit code 1 if any"
    )
    parser.add_argument("--app", help="only this app (cases, ui, kernel, ...)")
    parser.add_argument(
        "--extract", action="store_true", help="add missing sentences to the .po files, without a text"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(args: argparse.Namespace) -> int:
    """Compile every ``.po`` file; with ``--check`` or ``--extract`` compare them with the sources."""
    parts = [part for part in _parts() if args.app in (None, part.name)]
    if args.app and not parts:
        print(f"guanjia: there is no app {args.app!r}.", file=sys.stderr)
        return 2
    if args.extract:
        added = sum(_extract(part) for part in parts)
        print(f"{added} sentences added.")
    if args.check:
        return _check(parts)
    compiled = sum(_compile(po) for part in parts for po in sorted(part.glob("locale/*/LC_MESSAGES/*.po")))
    if not args.quiet:
        print(f"{compiled} translation files compiled.")
    return 0


def _parts() -> list[Path]:
    """Return the folders that have translations of their own: every app, the screens, the kernel."""
    tops = [_CODE / name for name in ("kernel", "ui", "shell", "api")]
    apps = sorted(folder for folder in (_CODE / "apps").iterdir() if (folder / "apps.py").exists())
    return [part for part in (*tops, *apps) if part.is_dir()]


def _compile(po: Path) -> int:
    """Write the ``.mo`` beside ``po`` when it is older; return how many were written."""
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return 0
    _book(po).save_as_mofile(str(mo))
    return 1


def _check(parts: list[Path]) -> int:
    # Django looks a sentence up in the catalogues of all apps at once, so a text anywhere is a text everywhere.
    known = {key for part in _parts() for key in _translated(part)}
    missing = [(part, key, where) for part in parts for key, where in _sentences(part) if key not in known]
    for part, (context, sentence, _plural), where in missing:
        shown = f"{sentence!r} (context {context})" if context else repr(sentence)
        print(f"{part.relative_to(_CODE.parent)}: no zh_Hans text for {shown}, first used in {where}")
    return 1 if missing else 0


def _po(part: Path) -> Path:
    return part / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def _book(po: Path) -> polib.POFile:
    # Given a path, polib leaves the file open; given the text, it has nothing to leave.
    return polib.pofile(po.read_text(encoding="utf-8"))


def _translated(part: Path) -> Iterator[Key]:
    file = _po(part)
    if file.exists():
        for entry in _book(file):
            if entry.translated() and not entry.obsolete:
                yield entry.msgctxt or "", entry.msgid, entry.msgid_plural


def _extract(part: Path) -> int:
    file = _po(part)
    book = _book(file) if file.exists() else polib.POFile()
    if not book.metadata:
        book.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "zh_Hans",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
    have = {(entry.msgctxt or "", entry.msgid): entry for entry in book}
    new = []
    for (context, sentence, plural), where in _sentences(part):
        entry = have.get((context, sentence))
        if entry is None:
            entry = polib.POEntry(msgid=sentence, msgctxt=context or None, occurrences=[(where, "")])
            have[context, sentence] = entry
            book.append(entry)
        elif not plural or entry.msgid_plural:
            continue
        if plural:  # a text of an entry that counted nothing so far is its one plural form in Chinese
            entry.msgid_plural, entry.msgstr_plural, entry.msgstr = plural, {0: entry.msgstr}, ""
        new.append(entry)
    if new:
        file.parent.mkdir(parents=True, exist_ok=True)
        book.save(str(file))
    return len(new)


def _sentences(part: Path) -> Iterator[tuple[Key, str]]:
    """Yield every translatable sentence of an app once, with the file it is first seen in."""
    seen: set[Key] = set()
    for file in sorted(part.rglob("*")):
        if "tests" in file.parts or "migrations" in file.parts or file.suffix not in {".py", ".html", ".txt"}:
            continue
        find = _in_python if file.suffix == ".py" else _in_template
        for key in find(file.read_text(encoding="utf-8")):
            if key[1] and key not in seen:
                seen.add(key)
                yield key, file.relative_to(_CODE).as_posix()


def _in_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if name in _CALLS and len(texts) == 1:
            yield "", texts[0], ""
        elif name in _COUNTED and len(texts) >= 2:
            yield "", texts[0], texts[1]
        elif name in _IN_CONTEXT and len(texts) == 2:
            yield texts[0], texts[1], ""


def _in_template(source: str) -> Iterator[Key]:
    for match in _TAG.finditer(source):
        context = _CONTEXT.search(match[3])
        yield context[1] if context else "", match[1] or match[2] or "", ""
    for match in _FILTERED.finditer(source):
        yield "", match[1] or match[2] or "", ""
    for match in _BLOCK.finditer(source):
        context = _CONTEXT.search(match[1])
        one, _tag, many = match[2].partition("{% plural %}")
        trimmed = "trimmed" in match[1]
        yield context[1] if context else "", _as_looked_up(one, trimmed), _as_looked_up(many, trimmed)


def _as_looked_up(body: str, trimmed: bool) -> str:
    """The text of a block as Django asks the catalogue for it."""
    if trimmed:
        body = " ".join(line.strip() for line in body.strip().splitlines() if line.strip())
    return _PLACE.sub(r"%(\1)s", body)
