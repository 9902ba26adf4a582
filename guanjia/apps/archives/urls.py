"""The addresses of files."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from guanjia.apps.archives.views import binders, ends, files, loans, papers

app_name = "archives"


def _both(tail: str, view: Callable[..., Any], name: str = "") -> list[URLPattern]:
    """The same screen for the file of a unit and of a customer."""
    return [
        path(f"units/<int:unit_id>/{tail}", view, name=f"unit{name}"),
        path(f"people/<int:person_id>/{tail}", view, name=f"person{name}"),
    ]


urlpatterns = [
    path("", files.list_units, name="units"),
    path("people/", files.list_people, name="people"),
    path("missing/", files.list_missing, name="missing"),
    path("labels/", binders.show_labels, name="labels"),
    path("loans/", loans.list_loans, name="loans"),
    path("loans/<str:ref>/", loans.show_loan, name="loan"),
    path("loans/<str:ref>/approve/", loans.approve, name="approve"),
    path("loans/<str:ref>/decline/", loans.decline, name="decline"),
    path("loans/<str:ref>/withdraw/", loans.withdraw, name="withdraw_loan"),
    path("loans/<str:ref>/hand-out/", loans.hand_out, name="hand_out"),
    path("loans/<str:ref>/back/", loans.take_back, name="take_back"),
    *_both("", files.show_file),
    *_both("file/", files.file_paper, "_file"),
    *_both("waive/<str:item>/", files.waive, "_waive"),
    *_both("need/<str:item>/", files.lift_waiver, "_need"),
    *_both("place/", files.place, "_place"),
    *_both("close/", ends.close, "_close"),
    *_both("borrow/", loans.borrow_binder, "_borrow"),
    *_both("contents/", binders.show_contents, "_contents"),
    *_both("contents/pdf/", binders.show_pdf, "_pdf"),
    path("papers/<str:ref>/", papers.show_paper, name="paper"),
    path("papers/<str:ref>/withdraw/", papers.withdraw, name="withdraw"),
    path("papers/<str:ref>/open/", papers.reveal, name="reveal"),
    path("papers/<str:ref>/scans/", papers.show_opened, name="opened"),
    path("papers/<str:ref>/scans/<uuid:key>/", papers.show_scan, name="scan"),
    path("papers/<str:ref>/borrow/", loans.borrow, name="borrow"),
    path("closed/", ends.list_closed, name="closed"),
    path("volumes/<str:ref>/", ends.show_volume, name="volume"),
    path("volumes/<str:ref>/hold/", ends.hold, name="hold"),
    path("destruction/", ends.ask_destruction, name="ask_destruction"),
    path("destruction/<str:ref>/", ends.show_run, name="run"),
    path("destruction/<str:ref>/approve/", ends.approve, name="approve_run"),
    path("destruction/<str:ref>/drop/", ends.drop, name="drop_run"),
    path("destruction/<str:ref>/destroy/", ends.destroy, name="destroy_run"),
    path("destruction/<str:ref>/witness/", ends.witness, name="witness_run"),
]
