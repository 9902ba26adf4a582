"""The addresses of letters and notices: the same shape for each kind."""

from django.urls import URLPattern, path

from guanjia.apps.letters.terms import Kind
from guanjia.apps.letters.views import papers, prints, texts
from guanjia.apps.letters.views.deeds import DEEDS, view_of

app_name = "letters"

REFS = {
    Kind.INCOMING: "in_ref",
    Kind.OUTGOING: "out_ref",
    Kind.CONTACT: "contact_ref",
    Kind.RECTIFICATION: "rectify_ref",
    Kind.NOTICE: "notice_ref",
}
"""What the number of each kind is called in an address."""
_EDITED = (Kind.OUTGOING, Kind.RECTIFICATION, Kind.NOTICE)


def _of(kind: Kind) -> list[URLPattern]:
    key, one = kind.value, f"{kind.value}/<str:{REFS[kind]}>/"
    found = [
        path(f"{key}/", papers.list_of(kind), name=f"{key}_list"),
        path(f"{key}/new/", papers.writing_of(kind), name=f"{key}_new"),
        path(f"{key}/pdf/", prints.pdfs_of(kind), name=f"{key}_pdfs"),
        path(one, papers.page_of(kind), name=key),
        path(f"{one}print/", prints.print_of(kind), name=f"{key}_print"),
        path(f"{one}pdf/", prints.pdf_of(kind), name=f"{key}_pdf"),
    ]
    if kind in _EDITED:
        found.append(path(f"{one}edit/", papers.editing_of(kind), name=f"{key}_edit"))
    found += [
        path(f"{one}{deed.name}/", view_of(deed), name=f"{key}_{deed.name}")
        for deed in DEEDS
        if deed.kind is kind
    ]
    return found


urlpatterns = [
    path("", papers.begin, name="home"),
    path("seals/", papers.list_seals, name="seals"),
    path("texts/", texts.list_texts, name="texts"),
    path("texts/new/", texts.write_text, name="text_new"),
    path("texts/<int:text_id>/edit/", texts.edit_text, name="text_edit"),
    path("texts/<int:text_id>/retire/", texts.retire_text, name="text_retire"),
    path("texts/<str:key>/", texts.show_text, name="text"),
    path("notice/<str:notice_ref>/down/<int:posting_id>/", papers.take_one_down, name="notice_down"),
    *(pattern for kind in Kind for pattern in _of(kind)),
]
