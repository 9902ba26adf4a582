"""What the screens of rulebook documents ask."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.queries import PackClause
from guanjia.apps.manuals.terms import (
    DEEPEST,
    DOCUMENT_KINDS,
    HOLDERS,
    LONGEST_HEADING,
    LONGEST_NUMBER,
    USUAL_DAYS,
    Can,
    Holder,
)
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.forms import Choice, Choices, Day, File, Form, Line, Number
from guanjia.ui.http import Request

_LEVELS = [(str(level), str(level)) for level in range(1, DEEPEST + 1)]
_LONGEST_TEXT = 20_000


def called(thing: Any) -> str:
    """The name of a post, department or site in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str((english and thing.name_en) or thing.name)


def posts_at(request: Request) -> list[tuple[str, str]]:
    """The posts of the site chosen in the top bar, by key."""
    return (
        [(post.key, called(post)) for post in organisations.list_posts(request.site.pk)]
        if request.site
        else []
    )


def _with(options: Iterable[tuple[str, str]], kept: Iterable[str]) -> list[tuple[str, str]]:
    """Options, and what was chosen before even if it is not among them any more."""
    known = list(options)
    return [*known, *((one, one) for one in kept if one and one not in dict(known))]


class DocumentForm(Form):
    """What a document is called, whose it is, where it holds, and who must read it."""

    draft = "manual"
    number = Line(_("Number"), max_length=40, placeholder="JH-KF-01")
    title = Line(_("Title"), max_length=120)
    kind = Choice(_("Kind"), [(one.value, label) for one, label in DOCUMENT_KINDS.items()])
    owner_department = Choice(_("Department that looks after it"), shown="pick", required=False)
    owner_post = Choice(_("Post that looks after it"), shown="pick", required=False)
    site_ids = Choices(
        _("Holds at"), required=False, help_text=_("Choose none for a document of the whole company.")
    )
    posts = Choices(
        _("Posts that must read it"),
        required=False,
        shown="pick",
        help_text=_("Choose none when everybody must read it."),
    )

    def __init__(
        self, *args: Any, sites: Sequence[int] = (), readers: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        request = self.request
        assert request is not None
        posts, initial = posts_at(request), kwargs.get("initial") or {}
        departments = organisations.list_departments(request.site.pk) if request.site else []
        names = _with(
            [(called(one), called(one)) for one in departments], [initial.get("owner_department", "")]
        )
        chosen = {
            "owner_department": [("", "—"), *names],
            "owner_post": [("", "—"), *_with(posts, [initial.get("owner_post", "")])],
            "posts": _with(posts, readers),
            "site_ids": [
                (str(one.pk), called(one))
                for one in organisations.list_sites(request.actor)
                if request.actor.can(Can.EDIT, one.pk) or one.pk in sites
            ],
        }
        for name, options in chosen.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean_site_ids(self) -> list[int]:
        """The sites as numbers."""
        return [int(one) for one in self.cleaned_data["site_ids"]]


class BeginForm(Form):
    """A new edition: its name, what is new, how long staff have to read it."""

    draft = "manual-edition"
    label = Line(_("Edition"), max_length=20, placeholder="2026-1")
    changes = Line(_("What is new"), rows=3, max_length=500, required=False)
    read_within = Number(_("Working days to read it"), initial=USUAL_DAYS, min_value=1, max_value=60)


class TakeInForm(BeginForm):
    """The same, with the file it is read from."""

    file = File(
        _("Document"),
        endings=(".docx", ".md", ".markdown", ".txt"),
        help_text=_(
            "Word (.docx), Markdown or plain text, up to 10 MB. You see what is made of it before anything is saved."
        ),
    )
    field_order = ("file", "label", "changes", "read_within")


class ClauseForm(Form):
    """A chapter, section or clause."""

    draft = "manual-clause"
    level = Choice(_("Level"), _LEVELS, shown="buttons", initial="1")
    number = Line(_("Number"), max_length=LONGEST_NUMBER, required=False, placeholder="第一条")
    heading = Line(_("Heading"), max_length=LONGEST_HEADING, required=False)
    text = Line(_("Text"), rows=10, max_length=_LONGEST_TEXT, required=False)
    posts = Choices(_("Concerns these posts"), required=False, shown="pick")

    def __init__(self, *args: Any, readers: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.request is not None
        self.fields["posts"].choices = _with(posts_at(self.request), readers)  # type: ignore[attr-defined]

    def clean_level(self) -> int:
        """The level as a number."""
        return int(self.cleaned_data["level"])


class SignForm(Form):
    """A word beside a signature."""

    note = Line(_("Remark"), rows=2, max_length=500, required=False)


class ApproveForm(SignForm):
    """From which day it holds."""

    effective_on = Day(
        _("In force from"),
        help_text=_(
            "Today means at once; a later day, from midnight on. The former edition ends in the same moment."
        ),
    )
    field_order = ("effective_on", "note")


class ReasonForm(Form):
    """Why."""

    reason = Line(_("Reason"), rows=3, max_length=500)


class LinkForm(Form):
    """Which clause of the rulebook makes it run."""

    rule = Choice(
        _("Clause of the rulebook"),
        shown="pick",
        help_text=_("Proposed by number and words; any other can be found by typing."),
    )

    def __init__(
        self, *args: Any, proposed: Sequence[PackClause], known: Iterable[PackClause], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = [(one.name, one.label) for one in proposed]
        names = {name for name, _label in first}
        rest = [(one.name, one.label) for one in known if one.name not in names]
        self.fields["rule"].choices = [*first, *rest]  # type: ignore[attr-defined]


class IssueForm(Form):
    """Who gets the next copy."""

    holder = Choice(_("Holder"), shown="pick")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.request
        assert request is not None
        site_id = request.site.pk if request.site else None
        rows: list[tuple[Holder, str, str]] = []
        if site_id is not None:
            rows += [
                (Holder.DEPARTMENT, one.key, called(one)) for one in organisations.list_departments(site_id)
            ]
            rows += [(Holder.POST, key, name) for key, name in posts_at(request)]
        rows += [
            (Holder.PERSON, str(one.pk), called(one))
            for one in organisations.list_staff(request.actor, site_id)
        ]
        self.names = {f"{kind}|{key}": name for kind, key, name in rows}
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (f"{kind}|{key}", f"{name} · {HOLDERS[kind]}") for kind, key, name in rows
        ]

    @property
    def chosen(self) -> dict[str, Any]:
        """The holder as the verb takes it."""
        found = self.cleaned_data["holder"]
        kind, _bar, key = found.partition("|")
        staff_id = int(key) if kind == Holder.PERSON else None
        return {"holder_kind": kind, "holder_name": self.names[found], "staff_id": staff_id}


class DivideForm(Form):
    """Where a line is divided."""

    text = Line(_("Put a line break where a new line begins"), rows=8, max_length=_LONGEST_TEXT)
