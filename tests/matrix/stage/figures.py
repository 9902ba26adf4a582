"""Figures and house rules in each state of their approval."""

from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.services import house as house_rules
from guanjia.apps.rulebook.services import house_forms
from tests.cast import at
from tests.matrix.stage.company import Estate

PACK = "estate_desk"


def tell_figures(estate: Estate) -> None:
    """Figures of the rulebook: one that waits for approval, one that holds, one that was declined."""
    boss, system, site_id = estate.who("zhou"), estate.house.system, estate.house.site.pk
    arrive = [{"pack": PACK, "part": "arrive", "name": "deadline", "value": "20 minutes"}]
    told = {"entries": arrive, "reason": f"{estate.word}路远"}
    for key in ("change declined", "change approved", "change"):
        estate.things[key] = rulebook.propose(site_id, by=boss, at=at("09:25"), from_at=at("23:00"), **told)
    rulebook.decline(estate.things["change declined"], by=system, at=at("09:26"), note=f"{estate.word}不必")
    rulebook.approve(estate.things["change approved"], by=system, at=at("09:26"))


def tell_house_rules(estate: Estate) -> None:
    """Rules of Wanxing's own: one drafted, one proposed, one approved; nobody else may know there are any."""
    answers = {
        "title_zh": f"{estate.word}回复表扬",
        "text_zh": "收到表扬，两个工作日内回复。",
        "trigger": "event",
        "event": "cases.received",
        "kind": ["praise"],
        "owner": "handler",
        "deadline": "working days",
        "amount": "2",
        "proof": "event",
        "met_by": ["cases.answered"],
    }
    boss, director = estate.who("zhou"), estate.who("han")
    approved, proposed, drafted = (
        house_rules.draft(by=boss, at=at("09:00"), answers=answers) for _number in range(3)
    )
    for rule in (approved, proposed):
        house_rules.propose(rule, by=boss, at=at("09:05"))
    house_rules.approve(approved, by=director, at=at("09:10"))
    estate.things |= {"rule approved": approved, "rule proposed": proposed, "rule draft": drafted}


def tell_house_forms(estate: Estate) -> None:
    """Forms of Wanxing's own: one drafted with mistakes, one proposed, one approved; nobody else may know there are any."""
    declared = {
        "title": {"zh": f"{estate.word}借用登记", "en": f"{estate.word} tools lent"},
        "signed_by": ["cs_supervisor"],
        "field": [
            {"key": "what", "label": {"zh": "物品", "en": "What"}, "required": True},
            {"key": "why", "label": {"zh": "用途", "en": "Why"}, "kind": "long text"},
            {
                "key": "lines",
                "label": {"zh": "明细", "en": "Lines"},
                "kind": "rows",
                "column": [{"key": "name", "label": {"zh": "名称", "en": "Name"}}],
            },
        ],
    }
    boss, director = estate.who("zhou"), estate.who("han")
    approved, proposed = (
        house_forms.draft(by=boss, at=at("09:00"), declared=declared) for _number in range(2)
    )
    drafted = house_forms.draft(
        by=boss, at=at("09:00"), declared={**declared, "signed_by": ["nobody"], "field": [{}, {"key": "a"}]}
    )
    for form in (approved, proposed):
        house_forms.propose(form, by=boss, at=at("09:05"))
    house_forms.approve(approved, by=director, at=at("09:10"))
    estate.things |= {"form approved": approved, "form proposed": proposed, "form draft": drafted}
