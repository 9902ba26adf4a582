"""Versions of packs, and which site keeps which from when on; and the rules companies write for themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guanjia.apps.rulebook.terms.figures import CHANGE_STATES, ChangeState
from guanjia.apps.rulebook.terms.house import IN_WORK, RULE_STATES, RuleState
from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.kernel.scope import CompanyOwned


class PackVersion(models.Model):
    """One text of a pack, for good: what a site adopted stays readable and running after the files have changed.

    The text of a shipped pack is nobody's, the same for all. A company's own rules are its ``company``'s, and nobody else
    may see or adopt them. ``digest`` is the SHA-256 of ``content``.
    """

    company = models.ForeignKey(
        settings.GUANJIA_COMPANY_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    key = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "stored_at"], name="pack_version_latest")]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(company=None), name="pack_version_once"),
            models.UniqueConstraint(fields=["company", "digest"], name="pack_version_once_of_company"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version} ({self.digest[:8]})"


class Adoption(CompanyOwned):
    """From ``from_at`` on, a site keeps a pack in this version with these figures. Rows are only ever added.

    ``figures`` are the site's own numbers by duty key (``{"arrive": {"deadline": "20 minutes"}}``); ``version`` is
    None where the site gave the pack up. An obligation points at the row it began under, and so keeps its rules.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    version = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField(default=dict)
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["site", "from_at"], name="adoption_site_from")]

    def __str__(self) -> str:
        return f"{self.pack} at site {self.site_id} from {self.from_at:%Y-%m-%d %H:%M}"


class FigureChange(CompanyOwned):
    """Figures somebody proposes to keep differently, at one site or (``site`` is None) at all sites of the company.

    ``entries`` are lists of ``{"pack", "part", "name", "value"}``; a value of None takes a figure back. One that decides a
    conflict names its ``topic``, which party ``rules`` (or that ``both`` stay), and the ``parties`` it was made about.
    Approved, it holds from ``from_at`` on; the adoptions of the sites then say what follows from all of them together.
    """

    site = models.ForeignKey("organisations.Site", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(one.value, label) for one, label in CHANGE_STATES.items()],
        default=ChangeState.PROPOSED.value,
    )
    entries = models.JSONField(default=list)
    topic = models.CharField(max_length=60, blank=True)
    rules = models.CharField(max_length=200, blank=True)
    parties = models.JSONField(default=list)
    from_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    proposed_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["company", "state", "from_at"], name="figure_change_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ChangeState.PROPOSED.value, decided_at=None)
                | (~models.Q(state=ChangeState.PROPOSED.value) & models.Q(decided_at__isnull=False)),
                name="figure_change_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def number(self) -> str:
        """Its reference in journal and addresses."""
        return f"FC-{self.pk}"


class GuardRefusal(CompanyOwned):
    """How often a guard has refused in a company, and when last: noted at the doors, outside of what was undone."""

    guard = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "guard"], name="guard_refusal_once")]

    def __str__(self) -> str:
        return f"{self.guard}: {self.times}"


def _one_of_each(name: str) -> list[models.BaseConstraint]:
    """Of each number: every edition once, one in work, one approved."""
    return [
        models.UniqueConstraint(fields=["company", "number", "edition"], name=f"{name}_edition_once"),
        models.UniqueConstraint(
            fields=["company", "number"],
            condition=Q(state__in=[one.value for one in IN_WORK]),
            name=f"{name}_one_in_work",
        ),
        models.UniqueConstraint(
            fields=["company", "number"],
            condition=Q(state=RuleState.APPROVED.value),
            name=f"{name}_one_approved",
        ),
    ]


class HouseEdition(CompanyOwned):
    """One edition of what a company writes for itself, with who wrote, proposed and decided it.

    ``number`` is the rule's or form's, for good; ``edition`` counts from 1. ``replaces`` names the duty or register of a
    shipped pack it is to stand in place of ("estate_desk.arrive"). A draft may hold anything; from PROPOSED on what it says
    never changes.
    """

    number = models.PositiveIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=list(RULE_STATES.items()), default=RuleState.DRAFT.value)
    replaces = models.CharField(max_length=101, blank=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)
    written_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    proposed_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.ref} edition {self.edition}"

    @property
    def ref(self) -> str:
        """The reference in the journal, the same for all editions."""
        raise NotImplementedError

    @property
    def title(self) -> Bilingual:
        """What it is called, one language standing in for the other; empty while a draft has no title yet."""
        raise NotImplementedError


class HouseRule(HouseEdition):
    """An edition of a rule: what was chosen and typed in the designer of duties, as it was."""

    answers = models.JSONField(default=dict)

    class Meta:
        constraints = _one_of_each("house_rule")

    @property
    def ref(self) -> str:
        return f"house:{self.number}"

    @property
    def title(self) -> Bilingual:
        return _title(self.answers.get("title_zh"), self.answers.get("title_en"))


class HouseForm(HouseEdition):
    """An edition of a form or ledger: the ``[[register]]`` as it would stand in TOML."""

    declared = models.JSONField(default=dict)

    class Meta:
        constraints = _one_of_each("house_form")

    @property
    def ref(self) -> str:
        return f"form:{self.number}"

    @property
    def title(self) -> Bilingual:
        title = self.declared.get("title") or {}
        return _title(title.get("zh"), title.get("en"))


def _title(zh: object, en: object) -> Bilingual:
    return Bilingual(str(zh or en or "")[:200], str(en or zh or "")[:200])
