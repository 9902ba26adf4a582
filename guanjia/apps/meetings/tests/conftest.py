"""The stage: Wanxing's estate on a Monday morning, everybody on duty, and short ways to each verb."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.apps.calendars import services as calendars
from guanjia.apps.cases import services as cases
from guanjia.apps.meetings import queries, services
from guanjia.apps.meetings.services import Notice
from guanjia.apps.obligations.tests.conftest import house, trial, wired  # noqa: F401
from guanjia.apps.organisations import services as organisations
from guanjia.apps.places import services as places
from tests.cast import at

STROKES = "[[[10,10],[120,90],[200,40],[260,120],[320,60],[400,140],[480,70]]]"
TOMORROW = at("08:00") + timedelta(days=1)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


def picture(name="photo.png"):
    """A small picture as it arrives."""
    sheet = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sheet, "PNG")
    return SimpleUploadedFile(name, sheet.getvalue(), "image/png")


class Desk:
    """Short ways to the verbs; each takes a login and a clock time."""

    def __init__(self, house):  # noqa: F811
        self.house, self.site_id = house, house.site.pk

    def who(self, login, moment):
        """An actor and a moment, as verbs take them."""
        moment = at(moment) if isinstance(moment, str) else moment
        by = self.house.system if login == "system" else self.house.actor(login, moment)
        return {"by": by, "at": moment}

    def pk(self, login):
        """The id of a person."""
        return self.house.people[login].pk

    def notice(self, moment="10:00", **more):
        """What a meeting is called with."""
        begins = at(moment) if isinstance(moment, str) else moment
        given = {
            "title": "客服部周例会",
            "kind": "WEEKLY",
            "place": "会议室",
            "from_at": begins,
            "until_at": begins + timedelta(hours=1),
            "chair_id": self.pk("zhou"),
            "recorder_id": self.pk("zhao"),
            "staff_ids": [self.pk(one) for one in ("lin", "qian", "gao")],
            "agenda": ["上周投诉回顾", "电梯年检安排"],
            "guests": [("陈女士", "业委会")],
            **more,
        }
        return Notice(**given)

    def call(self, login="qian", moment="09:00", follows=None, **more):
        """A meeting, called by the supervisor."""
        return services.call(
            self.site_id, **self.who(login, moment), notice=self.notice(**more), follows=follows
        )

    def held(self, meeting=None, moment="10:05", **marks):
        """The meeting with attendance: everybody there unless said otherwise."""
        meeting = meeting or self.call()
        people = queries.attendees_of(meeting)
        by_staff = {self.pk(login): mark for login, mark in marks.items()}
        given = {one.pk: by_staff.get(one.staff_id, "PRESENT") for one in people}
        return services.take_attendance(meeting, **self.who("zhao", moment), marks=given)

    def decide(self, meeting, owner="gao", what="周五前完成电梯年检报验", due_at=None, **more):
        """A decision in its minutes."""
        who = {"owner_id": self.pk(owner)} if owner else {}
        return services.decide(
            meeting,
            **self.who("zhao", "10:40"),
            what=what,
            due_at=due_at or at("18:00") + timedelta(days=4),
            **{**who, **more},
        )

    def written(self, meeting, moment="11:00"):
        """Every point of the minutes filled in."""
        texts = {one.pk: "已讨论，同意。" for one in queries.points_of(meeting)}
        return services.write_minutes(meeting, **self.who("zhao", moment), texts=texts)

    def approved(self, meeting):
        """The minutes approved by the chair."""
        meeting = services.submit(self.written(meeting), **self.who("zhao", "11:10"))
        return services.approve(meeting, **self.who("zhou", "11:30"), agreed=True, strokes=STROKES)

    def published(self, meeting=None, *decisions, login="qian"):
        """Published minutes with these decisions (as keywords of ``decide``)."""
        meeting = meeting or self.held()
        for one in decisions:
            self.decide(meeting, **one)
        return services.publish(self.approved(meeting), **self.who(login, "11:40"))

    def log(self, login="lin", moment="08:00", **more):
        """The duty log of somebody's turn."""
        return services.open_log(self.site_id, **self.who(login, moment), **more)

    def line(self, log, line="报修 3-502 厨房漏水", login="lin", moment="09:00", **more):
        """A line of it."""
        return services.write(log, **self.who(login, moment), line=line, **more)

    def handed(self, log, login="lin", moment="17:50", **more):
        """The log handed over with everything looked at."""
        given = {"checks": ["ROUND", "RECORDS", "TOOLS", "CLEAN", "RELIEF"], **more}
        return services.hand_over(log, **self.who(login, moment), **given)

    def again(self, row):
        """The row as it is now."""
        row.refresh_from_db()
        return row


@pytest.fixture
def desk(house):  # noqa: F811
    """Short ways to the verbs, the desk ready for cases, and the duty officer of the customer service on night duty."""
    system, begun = house.system, at("00:00")
    calendars.open_calendar(
        house.site.pk, by=system, at=begun, key="office", hours="office-week", is_default=True
    )
    calendars.open_calendar(
        house.site.pk, by=system, at=begun, key="desk", hours="estate-desk", is_default=False
    )
    cases.load_classification(by=system, at=begun)
    building = places.add_building(house.site, by=system, at=begun, name="3")
    places.add_unit(building, by=system, at=begun, code="3-502", area=Decimal(90))
    for login in ("lin", "qiao"):
        post = "front_desk" if login == "lin" else "steward"
        organisations.plan_shift(
            house.posts[post],
            house.people[login],
            by=system,
            at=begun,
            from_at=at("07:50") + timedelta(days=1),
            until_at=at("18:00") + timedelta(days=1),
        )
    return Desk(house)
