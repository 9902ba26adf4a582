"""What lies in the demo's archive: a complete file, one with an expired lease, an original nobody brought back, a file past its time."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from guanjia.apps.archives import queries, services
from guanjia.apps.archives.terms import Sheet
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.demo.estate import Estate

_WHOLE = (
    "owner_form",
    "owner_id",
    "title_deed",
    "service_agreement",
    "covenant",
    "acceptance",
    "fitout_permit",
)


def stock(estate: Estate, now: datetime) -> None:
    """Everything by the verbs, at moments before now."""
    archive = _Archive(estate, now)
    deed = archive.whole("LAN1-0101", box="A柜-1-01")
    archive.lend(deed, days_out=4, days_late=1)
    archive.let("LAN1-0201", "陈雨", box="A柜-1-03")
    archive.half("LAN1-0202")
    archive.past_its_time("LAN2-0301", "郭涛")


class _Archive:
    """What is done in the archive."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now = estate, now

    def who(self, login: str) -> Any:
        """Somebody of the staff."""
        return self.estate.actor(login, self.now)

    def unit(self, home: str) -> Any:
        """A unit as the holder of a file."""
        return queries.get_unit(self.estate.system, self.estate.units[home].pk)

    def file(self, whose: Any, item: str, *, days: int = 20, login: str = "lin", **more: Any) -> Any:
        """File a paper so many days ago."""
        at = self.now - timedelta(days=days)
        sheet = Sheet(item=item, dated_on=more.pop("dated_on", at.date() - timedelta(days=2)), **more)
        return services.file_paper(whose, by=self.who(login), at=at, sheet=sheet, scans=[_scan(item)])

    def whole(self, home: str, *, box: str) -> Any:
        """The papers an owner brings at move-in; answers the title deed, whose original we hold."""
        whose = self.unit(home)
        services.place(whose, by=self.who("lin"), at=self.now - timedelta(days=21), box=box)
        papers = [
            self.file(whose, item, pages=2 + place % 3, is_original=item == "title_deed", place=box)
            for place, item in enumerate(_WHOLE)
        ]
        services.waive(
            whose,
            by=self.who("qian"),
            at=self.now - timedelta(days=19),
            item="keys",
            reason="钥匙在系统启用前已领取，台账另存",
        )
        return papers[_WHOLE.index("title_deed")]

    def lend(self, paper: Any, *, days_out: int, days_late: int) -> None:
        """Its original went to the steward and should be back."""
        at = self.now - timedelta(days=days_out)
        loan = services.ask_loan(
            paper.file,
            by=self.who("zhao"),
            at=at,
            paper=paper,
            staff_id=self.estate.staff["zhao"].pk,
            reason="陪同业主到不动产中心核对面积",
            due_at=self.now - timedelta(days=days_late),
        )
        services.approve_loan(loan, by=self.who("qian"), at=at + timedelta(minutes=20))
        services.hand_out(loan, by=self.who("lin"), at=at + timedelta(minutes=30))

    def tenant(self, home: str, name: str, *, days: int) -> tuple[Any, Any]:
        """Somebody rents a home."""
        both: dict[str, Any] = {"by": self.estate.system, "at": self.now - timedelta(days=days)}
        person = people.register(site_id=self.estate.site.pk, name=name, phones=("13900008888",), **both)
        since = (self.now - timedelta(days=days)).date()
        unit = self.estate.units[home]
        return person, people.move_in(person, unit, relation=Relation.TENANT, from_on=since, **both)

    def let(self, home: str, name: str, *, box: str) -> None:
        """A let home: the owner's papers are there, the lease has run out; the tenant's file is nearly whole."""
        person, _home = self.tenant(home, name, days=50)
        whose = self.unit(home)
        services.place(whose, by=self.who("lin"), at=self.now - timedelta(days=21), box=box)
        for item in ("owner_form", "owner_id", "service_agreement", "covenant", "acceptance"):
            self.file(whose, item, place=box)
        ended = self.now.date() - timedelta(days=6)
        begun = ended - timedelta(days=365)
        self.file(whose, "lease", dated_on=begun, expires_on=ended, pages=4, place=box)
        renter = queries.get_person(self.estate.system, self.estate.site.pk, person.pk)
        for item in ("tenant_form", "tenant_id"):
            self.file(renter, item, login="zhao", days=15, place="B柜-2-01")

    def half(self, home: str) -> None:
        """A file in which only the form lies."""
        self.file(self.unit(home), "owner_form", login="zhao", days=8, place="A柜-1-04")

    def past_its_time(self, home: str, name: str) -> None:
        """A tenant who left four years ago: the file is closed, and its time is over."""
        long_ago = self.now - timedelta(days=4 * 366)
        both: dict[str, Any] = {"by": self.estate.system, "at": long_ago}
        person = people.register(site_id=self.estate.site.pk, name=name, **both)
        unit = self.estate.units[home]
        began = (long_ago - timedelta(days=400)).date()
        lived = people.move_in(person, unit, relation=Relation.TENANT, from_on=began, **both)
        renter = queries.get_person(self.estate.system, self.estate.site.pk, person.pk)
        sheet = Sheet(item="tenant_form", dated_on=began, pages=2, is_original=True, place="C柜-旧档-07")
        services.file_paper(renter, sheet=sheet, scans=[_scan("tenant_form")], **both)
        people.move_out(lived, until_on=long_ago.date(), today=long_ago.date(), **both)
        services.close(renter, reason="退租迁出", **both)


def _scan(name: str) -> Any:
    """A page with lines on it, as a scanner sends it."""
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((180, 60, 440, 84), fill="#333333")
    for line in range(20):
        pen.rectangle((70, 140 + line * 32, 540 - (line % 4) * 60, 146 + line * 32), fill="#9a9a9a")
    pen.ellipse((400, 740, 520, 830), outline="#b03030", width=5)
    out = BytesIO()
    page.save(out, "PNG")
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), "image/png")
