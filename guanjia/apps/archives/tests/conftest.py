"""The stage: Wanxing's estate under the rulebook of the estate desk, a unit with its owner, one that is let, one nobody has."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanjia.apps.archives import queries, services
from guanjia.apps.archives.terms import Holder, Sheet
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.apps.places import services as places
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.scope import company_scope
from tests.cast import TODAY, at, wanxing

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
COPY = Sheet(
    item="owner_form", dated_on=TODAY - timedelta(days=3), pages=2, place="A柜-1-3", is_original=True
)


def scan(name="scan.pdf"):
    """A scan as it is sent."""
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


class Archive:
    """A house with its units and people, and short ways to the verbs."""

    def __init__(self, house):
        self.house, by, begun = house, house.system, at("00:00", date(2026, 1, 5))
        self.site = house.site
        both = {"by": by, "at": begun}
        rulebook.adopt(house.site.pk, pack="estate_desk", from_at=begun, **both)
        self.units, self.people = {}, {}
        for code, rooms in (("A", ("A1-101", "A1-102", "A1-103")), ("B", ("B1-101",))):
            group = places.add_group(house.site, code=code, name=f"{code}组团", **both)
            building = places.add_building(house.site, name=f"{code}1栋", group=group, **both)
            for room in rooms:
                self.units[room] = places.add_unit(building, code=room, area=Decimal(90), **both)
        handed = {"delivered_on": date(2025, 6, 1)}
        self.units["A1-101"] = places.change_unit(self.units["A1-101"], by=by, at=begun, changes=handed)
        self.homes = {
            "owner": self.live("王女士", "A1-101", Relation.OWNER),
            "landlord": self.live("李先生", "A1-102", Relation.OWNER),
            "tenant": self.live("陈小姐", "A1-102", Relation.TENANT),
            "other": self.live("周先生", "B1-101", Relation.OWNER),
        }

    def live(self, name, room, relation, since=date(2026, 1, 6)):
        """Somebody belongs to a unit."""
        both = {"by": self.house.system, "at": at("00:00", date(2026, 1, 6))}
        if name not in self.people:
            self.people[name] = people.register(site_id=self.site.pk, name=name, **both)
        return people.move_in(self.people[name], self.units[room], relation=relation, from_on=since, **both)

    def actor(self, login="lin", clock="09:00"):
        """Somebody of the staff."""
        return self.house.actor(login, at(clock))

    def whose(self, name="A1-101", login="lin"):
        """A unit by its room number, or a customer by name."""
        if name in self.units:
            return queries.get_unit(self.actor(login), self.units[name].pk)
        return queries.get_person(self.actor(login), self.site.pk, self.people[name].pk)

    def dossier(self, name="A1-101", login="lin", moment=None):
        """A file as it stands."""
        return queries.dossier_of(self.actor(login), self.whose(name, login), moment or at("12:00"))

    def slot(self, item, name="A1-101", **more):
        """One item of a file."""
        return self.dossier(name, **more).slot(item)

    def file(self, item="owner_form", name="A1-101", by="lin", scans=(), moment="09:30", **more):
        """File a paper by hand; without a scan it is an original with its place."""
        sheet = replace(COPY, item=item, **more)
        return services.file_paper(
            self.whose(name, by), by=self.actor(by), at=at(moment), sheet=sheet, scans=scans
        )

    def ask(self, paper, by="lin", to="zhao", due="18:00", moment="10:00", **more):
        """Ask for an original for somebody of the staff."""
        more.setdefault("reason", "核对产权")
        return services.ask_loan(
            paper.file,
            by=self.actor(by),
            at=at(moment),
            paper=paper,
            staff_id=self.house.people[to].pk if to else None,
            due_at=at(due) if isinstance(due, str) else due,
            **more,
        )

    def lent(self, paper, **more):
        """An original that is out."""
        loan = self.ask(paper, **more)
        services.approve_loan(loan, by=self.actor("qian"), at=at("10:10"))
        return services.hand_out(loan, by=self.actor("lin"), at=at("10:20"))

    def all(self, of=Holder.UNIT, login="lin"):
        """All files of a kind."""
        return queries.dossiers(self.actor(login), self.site.pk, at("12:00"), of)


@pytest.fixture
def house(db):
    """The house of the stories; its scope is open."""
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        yield house


@pytest.fixture
def archive(house):
    """The files of the house."""
    return Archive(house)
