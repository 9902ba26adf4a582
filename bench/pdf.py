"""Pages per second of our paper forms: one paper a file, and 100 papers in one file.

Each paper is a form with twelve fields, a long text, two signatures and its own QR code. Needs the font of set-up, no
database. The last line is JSON: ``pages_per_second_single`` and ``pages_per_second_bulk``.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")

SINGLE = 100
BULK = 100
ROUNDS = 5


def main() -> None:
    """Measure, and print."""
    import django

    django.setup()
    from guanjia.ui.paper import as_pdf

    as_pdf([_paper(0)])  # the font is read once
    single = [_seconds(lambda: [as_pdf([_paper(number)]) for number in range(SINGLE)]) for _ in range(ROUNDS)]
    bulk = [_seconds(lambda: as_pdf([_paper(number) for number in range(BULK)])) for _ in range(ROUNDS)]
    found = {
        "pages_per_second_single": round(SINGLE / sorted(single)[ROUNDS // 2]),
        "pages_per_second_bulk": round(BULK / sorted(bulk)[ROUNDS // 2]),
    }
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; median of {ROUNDS}"
    )
    print(json.dumps(found))


def _paper(number: int) -> object:
    from guanjia.ui.paper import Paper, Signed

    return Paper(
        title="钥匙托管登记",
        company="万兴物业",
        site="一期",
        number=f"RG-2026-{number:06}",
        address=f"https://desk.example.cn/registers/entries/RG-2026-{number:06}/",
        printed="林晓 打印于 2026-03-02 09:30",
        pairs=[(f"项目{place}", f"内容 {number}-{place}") for place in range(12)],
        texts=[("原因", "业主出差，委托前台代管入户门钥匙，用于空调检修。" * 3)],
        signed=[Signed("客服主管", "钱主管", "2026-03-02 10:00", "同意")],
        blanks=["业主"],
    )


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
