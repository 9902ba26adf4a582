"""``guanjia journal verify``: walk the chain of seals and every entry; name whatever was altered."""

import argparse
import json

from guanjia.kernel import seals

HELP = "check that nobody has altered the journal"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the journal is whole, 1 when anything was altered."""
    report = seals.verify()
    if args.json:
        findings = [{"kind": finding.kind, "where": finding.where} for finding in report.findings]
        print(
            json.dumps(
                {"entries": report.entries, "seals": report.seals, "head": report.head, "findings": findings}
            )
        )
    else:
        for finding in report.findings:
            print(finding)
        verdict = "whole" if not report.findings else f"{len(report.findings)} findings"
        print(f"{report.entries} entries, {report.seals} seals: {verdict}")
        print(f"head {report.head}")
    return 1 if report.findings else 0
