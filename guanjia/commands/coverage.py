"""``guanjia coverage --against DIR``: which ids of a catalogue of rules run here, how, and which are still to come."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from guanjia.apps.rulebook.queries import (
    counted,
    covered,
    load_pack,
    load_systems,
    names_of_product,
    pack_folders,
    read_catalogue,
)

HELP = "count which rules, forms and systems of a catalogue the packs cover, and how"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the catalogue, what to list, and the form of the answer."""
    parser.add_argument(
        "--against", type=Path, required=True, help="a folder with rules.csv, forms.csv, systems.csv"
    )
    parser.add_argument("--list", action="store_true", help="one line for every id, with what covers it")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON line, last")


def run(args: argparse.Namespace) -> int:
    """Print the figures, and every id if asked; exit code 1 when a rule is uncovered, 2 for a folder that is no catalogue."""
    try:
        catalogue = read_catalogue(args.against)
    except (OSError, KeyError) as error:
        print(f"There is no catalogue in {args.against}: {error}.", file=sys.stderr)
        return 2
    packs = [load_pack(folder)[0] for folder in pack_folders()]
    systems = load_systems(names_of_product(packs))
    figures = {}
    for name, ids in catalogue.items():
        found = covered(ids, packs, systems)
        figures[name] = counted(found)
        if args.list:
            for one in found:
                print(f"{one.id}\t{one.state}\t{'; '.join(binding.words for binding in one.bindings)}")
    if args.json:
        print(json.dumps(figures))
    else:
        for name, numbers in figures.items():
            total = sum(numbers.values())
            words = ", ".join(f"{number} {state}" for state, number in numbers.items())
            print(f"{name}: {words} of {total}")
    return 1 if figures["rules"]["uncovered"] else 0
