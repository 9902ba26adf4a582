"""Files: a unit's and a tenant's, papers plain and sensitive, loans in every state, a closed volume, a list for destruction."""

from datetime import date, timedelta
from typing import Any

from guanjia.apps.archives import queries, services
from guanjia.apps.archives.models import File
from guanjia.apps.archives.terms import Sheet
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from tests.cast import TODAY, at
from tests.matrix.stage.company import Estate
from tests.matrix.stage.files import picture


def tell_archives(estate: Estate) -> None:
    """One of everything, in the words of the estate."""
    things = estate.things
    things["archive tenant"] = _tenant(estate, "租户", since=TODAY - timedelta(days=30))
    unit, tenant = _unit(estate), _person(estate, things["archive tenant"])
    who: dict[str, Any] = {"by": estate.who("zhou"), "at": at("09:10")}
    services.place(unit, box=f"{estate.word}A柜-1", **who)
    things["archive paper"] = _file(estate, unit, "", title=f"{estate.word}登记表")
    things["archive secret"] = _file(estate, tenant, "tenant_id", sensitive=True)
    things["archive expired"] = _file(estate, tenant, "tenant_lease", expires_on=TODAY)
    out = _file(estate, unit, "", title=f"{estate.word}图纸")
    things["archive withdrawn"] = services.withdraw_paper(
        _file(estate, unit, "", title=f"{estate.word}错件"), reason="放错", **who
    )
    services.waive(tenant, item="tenant_form", reason=f"{estate.word}免收", **who)
    for state in ("asked", "approved", "out", "back", "declined", "withdrawn"):
        things[f"archive loan {state}"] = _loan(
            estate, out if state == "out" else things["archive paper"], state
        )
    gone = _person(estate, _tenant(estate, "旧租户", since=TODAY - timedelta(days=900)))
    _file(estate, gone, "tenant_form")
    things["archive closed"] = services.close(gone, reason=f"{estate.word}退租", **who)
    File.objects.filter(pk=things["archive closed"].pk).update(keep_until=TODAY - timedelta(days=1))
    things["archive run"] = services.ask_destruction(estate.house.site.pk, **who)


def grow_archives(estate: Estate, number: int) -> None:
    """One more of what lists show: a paper, a loan that is out, a tenant with a file, a closed volume."""
    who: dict[str, Any] = {"by": estate.who("zhou"), "at": at("09:20")}
    paper = _file(estate, _unit(estate), "", title=f"{estate.word}第{number}件")
    _loan(estate, paper, "out")
    tenant = _person(estate, _tenant(estate, f"又一租户{number}", since=TODAY))
    _file(estate, tenant, "tenant_lease", expires_on=TODAY)
    gone = _person(estate, _tenant(estate, f"又一旧租户{number}", since=TODAY))
    _file(estate, gone, "tenant_form")
    services.close(gone, reason="退租", **who)


def _tenant(estate: Estate, name: str, *, since: date) -> Any:
    both: dict[str, Any] = {"by": estate.house.system, "at": at("00:10")}
    person = people.register(site_id=estate.house.site.pk, name=f"{estate.word}{name}", **both)
    people.move_in(person, estate.things["unit"], relation=Relation.TENANT, from_on=since, **both)
    return person


def _unit(estate: Estate) -> queries.Whose:
    return queries.get_unit(estate.house.system, estate.things["unit"].pk)


def _person(estate: Estate, person: Any) -> queries.Whose:
    return queries.get_person(estate.house.system, estate.house.site.pk, person.pk)


def _file(estate: Estate, whose: queries.Whose, item: str, **more: Any) -> Any:
    dated = {"dated_on": TODAY - timedelta(days=400), "pages": 2, "place": "A柜-1", "is_original": True}
    sheet = Sheet(item=item, **{**dated, **more})
    return services.file_paper(whose, by=estate.who("lin"), at=at("09:12"), sheet=sheet, scans=[picture()])


def _loan(estate: Estate, paper: Any, state: str) -> Any:
    who: dict[str, Any] = {"by": estate.who("zhou"), "at": at("09:15")}
    loan = services.ask_loan(
        paper.file,
        paper=paper,
        name=f"{estate.word}张律师",
        party="律师事务所",
        reason=f"{estate.word}举证",
        due_at=at("11:00"),
        **who,
    )
    if state == "declined":
        return services.decline_loan(loan, reason="看扫描件", **who)
    if state == "withdrawn":
        return services.withdraw_loan(loan, **who)
    if state != "asked":
        loan = services.approve_loan(loan, **who)
    if state in ("out", "back"):
        loan = services.hand_out(loan, **who)
    return services.take_back(loan, pages_back=2, **who) if state == "back" else loan
