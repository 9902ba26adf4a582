"""What the palette finds and starts of ours."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.apps.archives import queries
from guanjia.apps.archives.terms import Can
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

_FEW = 6


def find(request: Request, text: str) -> Iterable[Hit]:
    """Files by number or shelf, then loans by number or borrower."""
    site_id = request.site.pk if request.site else None
    files = queries.list_files(request.actor, site_id).filter(Q(ref__icontains=text) | Q(box__icontains=text))
    for file in files.order_by("ref")[:_FEW]:
        yield Hit(f"{file.ref} {file.holder_name}", file.get_absolute_url(), file.box, "archive")
    loans = queries.list_loans(request.actor, site_id)
    for loan in loans.filter(Q(ref__icontains=text) | Q(borrower_name__icontains=text)).order_by("-id")[
        :_FEW
    ]:
        yield Hit(
            f"{loan.ref} {loan.borrower_name}", loan.get_absolute_url(), loan.state_label, loan.state_icon
        )


register(
    Provider(
        key="archives",
        label=_("Files of units and customers"),
        icon="archive",
        can=Can.SEE,
        find=find,
        order=48,
    )
)
register_verb(
    Verb(
        _("What is missing in the files"),
        "archives:missing",
        "archive",
        Can.SEE,
        words="档案 缺件 缺项 missing papers",
    )
)
register_verb(
    Verb(_("Originals lent"), "archives:loans", "archive", Can.SEE, words="档案 借阅 借出 未还 borrowed")
)
