"""``guanjia explain REF``: the duties of a case or work order, or one obligation, in words: why is it due when it is?"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime

from django.utils import translation

from guanjia.apps.obligations import queries
from guanjia.apps.obligations.queries import Explanation
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope

HELP = "say why the duties of a case, a work order or an obligation are due when they are"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the reference, the company and the form of the answer."""
    parser.add_argument("ref", help="CS-2026-000012, WO-2026-000034, or OB-56 for one obligation")
    parser.add_argument("--company", help="its code, where several have the same number")
    parser.add_argument("--language", choices=("zh-hans", "en"), help="the language of the answer")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    """Print one explanation for each obligation; exit code 1 when there is none."""
    at = clock.now()
    with translation.override(args.language or translation.get_language()):
        found = [one for company in _companies(args.company) for one in _explanations(company, args.ref, at)]
        if args.json:
            rows = [queries.as_json(one) for one in found]
            print(json.dumps({"ref": args.ref, "obligations": rows}, ensure_ascii=False))
        elif found:
            print("\n\n".join("\n".join(queries.in_words(one)) for one in found))
        else:
            print(f"guanjia: no duty runs or ran for {args.ref}.", file=sys.stderr)
    return 0 if found else 1


def _companies(code: str | None) -> list[int]:
    return [one.pk for one in organisations.list_companies() if code in (None, one.code)]


def _explanations(company_id: int, ref: str, at: datetime) -> list[Explanation]:
    actor = Actor.system(company_id)
    with company_scope(company_id):
        one = queries.by_number(ref)
        rows = [one] if one else queries.for_ref(actor, ref)
        return [queries.explain(actor, row.pk, at) for row in rows]
