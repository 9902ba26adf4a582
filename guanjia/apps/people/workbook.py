"""The workbook of an export: whole numbers as text, and no text ever taken for a formula."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.apps.people.services.privacy import ExportRow

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_answer(rows: Iterable[ExportRow], at: datetime) -> HttpResponse:
    """The rows as a download that is kept nowhere."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        titles = (
            _("Unit"),
            _("Belongs as"),
            pgettext("person", "Name"),
            _("Telephone"),
            _("Identity number"),
        )
        for place, (title, width) in enumerate(zip(titles, (16, 12, 20, 28, 24), strict=True)):
            sheet.write_string(0, place, str(title), bold)
            sheet.set_column(place, place, width)
        for line, row in enumerate(rows, start=1):
            cells = (row.unit_code, row.relation, row.name, "、".join(row.phones), row.id_number)
            for place, cell in enumerate(cells):
                sheet.write_string(line, place, str(cell))
        sheet.freeze_panes(1, 0)
    day = timezone.localtime(at).strftime("%Y-%m-%d")
    name = quote(_("People %(day)s.xlsx") % {"day": day})
    disposition = f"attachment; filename=\"people-{day}.xlsx\"; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store, private"}
    return HttpResponse(buffer.getvalue(), content_type=_TYPE, headers=headers)
