"""Numbers: WO-2026-000123, per site and year, without gaps.

The number is drawn in the transaction of the verb that uses it, so a verb that fails gives it back; the row of the
series makes the drawers of one site stand in line until commit.
"""

from django.db import connection

from guanjia.kernel.plain import plain_cursor

_DRAW = """
    INSERT INTO kernel_numberseries (company_id, site_id, series, year, latest) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (site_id, series, year) DO UPDATE SET latest = kernel_numberseries.latest + excluded.latest
    RETURNING latest
"""


def next_ref(series: str, *, company_id: int, site_id: int, year: int, prefix: str = "") -> str:
    """Draw the next number of a series.

    ``prefix`` sets the numbers of a company's further sites apart ("GD-"), so that a reference is unique in a company.
    """
    return next_refs(series, 1, company_id=company_id, site_id=site_id, year=year, prefix=prefix)[0]


def next_refs(
    series: str, count: int, *, company_id: int, site_id: int, year: int, prefix: str = ""
) -> list[str]:
    """Draw the next ``count`` numbers of a series at once, at least one; they follow one another."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is drawn in the transaction of the thing it names")
    with plain_cursor() as cursor:
        cursor.execute(_DRAW, [company_id, site_id, series, year, count])
        (latest,) = cursor.fetchone()
    return [f"{prefix}{series}-{year}-{number:06d}" for number in range(latest - count + 1, latest + 1)]
