"""Which cases stand above a case."""

from guanjia.apps.cases.models import Case


def line_above(case: Case) -> tuple[str, ...]:
    """The references above a case, nearest first, without the case itself."""
    line: list[str] = []
    above = case.parent
    while above is not None and above.ref not in line:
        line.append(above.ref)
        above = above.parent
    return tuple(line)
