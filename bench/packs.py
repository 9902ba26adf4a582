"""Reading and checking all packs that are shipped, cold: in a new process each time, nothing kept from before.

Beside it stands what nobody can go below in Python: parsing the same files with ``tomllib`` and throwing the values away. The last
line is JSON: ``load_s`` for all packs, ``ratio_to_bare_toml``, and ``systems_s`` for what the product has for each system.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
TRIAL = """
import json, os, sys, time, tomllib
sys.path.insert(0, sys.argv[1])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
begun = time.perf_counter()
import django
django.setup()
from guanjia.apps.rulebook.queries import load_pack, load_systems, names_of_product, pack_folders
ready = time.perf_counter()
texts = [file.read_text("utf-8") for folder in pack_folders() for file in sorted(folder.glob("*.toml"))]
read = time.perf_counter()
for text in texts:
    tomllib.loads(text)
parsed = time.perf_counter()
worked = time.process_time()
packs = [load_pack(folder)[0] for folder in pack_folders()]
loaded = time.perf_counter()
worked = time.process_time() - worked
again = [load_pack(folder)[0] for folder in pack_folders()]
warm = time.perf_counter()
systems = load_systems(names_of_product(packs))
done = time.perf_counter()
parts = ("clauses", "duties", "registers", "checklists", "measures")
print(json.dumps({
    "setup_s": ready - begun,
    "bare_toml_s": parsed - read,
    "load_s": loaded - parsed,
    "load_cpu_s": worked,
    "again_s": warm - loaded,
    "systems_s": done - warm,
    "packs": len(packs),
    "lines": sum(text.count("\\n") for text in texts),
    **{name: sum(len(getattr(pack, name)) for pack in packs) for name in parts},
    "systems": len(systems),
}))
"""


def measured() -> dict[str, float]:
    """The median of each figure over some new processes."""
    runs = []
    for _round in range(ROUNDS):
        command = [sys.executable, "-c", TRIAL, str(ROOT)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # our own program
        runs.append(json.loads(answer.stdout.splitlines()[-1]))
    return {name: median(run[name] for run in runs) for name in runs[0]}


def main() -> int:
    """Measure, print the machine, a table and one JSON line."""
    found = measured()
    counts = ("packs", "lines", "clauses", "duties", "registers", "checklists", "measures", "systems")
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    )
    print(", ".join(f"{found[name]:,.0f} {name}" for name in counts))
    rows = {
        "setting up Django": "setup_s",
        "bare tomllib, values thrown away": "bare_toml_s",
        "all packs, read and checked, cold": "load_s",
        "  of that, at work on the processor": "load_cpu_s",
        "all packs once more": "again_s",
        "systems against all names": "systems_s",
    }
    for label, name in rows.items():
        print(f"  {label:<36}{found[name]:>8.3f} s")
    found["ratio_to_bare_toml"] = found["load_s"] / found["bare_toml_s"]
    print(json.dumps({name: round(value, 3) for name, value in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
