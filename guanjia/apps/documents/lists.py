"""The list of files."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.models import Attachment
from guanjia.apps.documents.terms import KINDS
from guanjia.ui.lists import Column, Empty, Filter, List, Period


class AttachmentList(List):
    """Photos and files of a site, the newest first."""

    key = "files"
    columns = (
        Column("about_ref", _("Number"), sort="about_ref"),
        Column("name", _("Name"), link=True, wide=True, sort="name"),
        Column("kind", _("Kind"), kind="badge", value=lambda one: KINDS[one.kind]),
        Column(
            "size",
            _("Size (KB)"),
            kind="number",
            value=lambda one: -(-one.size // 1024),
            sort="size",
            phone=False,
        ),
        Column("by_name", _("Added by"), sort="by_name"),
        Column("at", _("Added"), kind="moment", sort="at"),
    )
    filters = (Filter("kind", _("Kind"), options=KINDS.items()), Period("at", _("Added")))
    search = ("about_ref", "name", "by_name")
    order = "-at"
    empty = Empty(
        _("No files yet"),
        _("Photos and files appear here once they are added to a case or a work order."),
        icon="photo",
    )

    def row_url(self, thing: Attachment) -> str:
        return reverse("documents:file", args=[thing.key])
