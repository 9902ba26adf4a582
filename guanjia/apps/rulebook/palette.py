"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook import queries
from guanjia.apps.rulebook.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb


def find(request: Request, text: str) -> Iterable[Hit]:
    """Clauses by number or heading."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return
    wanted = text.casefold()
    page = reverse("rulebook:clauses")
    for here, rows in queries.list_clauses(request.actor, request.site.pk, request.now):
        for row in rows:
            heading = row.clause.heading
            if (
                row.clause.number.startswith(wanted)
                or wanted in heading.zh
                or wanted in heading.en.casefold()
            ):
                yield Hit(
                    f"{row.clause.number} {heading}",
                    f"{page}#c-{row.clause.number}",
                    str(here.pack.title),
                    "book",
                )


register(Provider(key="clauses", label=_("Clauses"), icon="book", can=Can.SEE, find=find, order=60))
register_verb(Verb(_("Rulebook"), "rulebook:clauses", "book", Can.SEE, words="制度 条款 clauses rules"))
