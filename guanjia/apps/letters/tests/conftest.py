"""The stage: Wanxing's estate with two groups, a building and two lifts, and a short way to each verb."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.apps.letters import queries, services
from guanjia.apps.letters.services.notices import Content
from guanjia.apps.letters.terms import Kind
from guanjia.apps.obligations.tests.conftest import house, trial, wired  # noqa: F401
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from tests.cast import at

STROKES = "[[[10,10],[120,90],[200,40],[260,120],[320,60],[400,140],[480,70]]]"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


def picture(name="photo.png"):
    """A small picture as it arrives."""
    sheet = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sheet, "PNG")
    return SimpleUploadedFile(name, sheet.getvalue(), "image/png")


@pytest.fixture
def lifts(house):  # noqa: F811
    """Two places a notice can hang at."""
    return [
        places.add_place(
            house.site, by=house.system, at=at("00:00"), kind=PlaceKind.LIFT, code=code, name=name
        )
        for code, name in (("L1", "一号电梯"), ("L2", "二号电梯"))
    ]


class Desk:
    """Short ways to the verbs; each takes a login and a clock time."""

    def __init__(self, house):  # noqa: F811
        self.house, self.site_id = house, house.site.pk

    def who(self, login, moment):
        """An actor and a moment, as verbs take them."""
        return {"by": self.house.actor(login, at(moment)), "at": at(moment)}

    def register(self, login="lin", moment="09:00", handler="zhao", **more):
        """A letter that came in."""
        given = {
            "party": "1-302 王女士",
            "party_kind": "RESIDENT",
            "subject": "关于电梯噪声",
            "way": "HAND",
            "answer_due_at": at(moment) + timedelta(days=3),
            **more,
        }
        handler_id = self.house.people[handler].pk
        return services.register(self.site_id, **self.who(login, moment), handler_id=handler_id, **given)

    def draft(self, login="zhao", moment="09:30", **more):
        """A letter of ours."""
        given = {
            "party": "1-302 王女士",
            "party_kind": "RESIDENT",
            "subject": "关于电梯噪声的复函",
            "text": "来函收悉，已安排检修。",
            **more,
        }
        return services.draft_letter(self.site_id, **self.who(login, moment), **given)

    def approved(self, letter, *, posts=("cs_supervisor",), logins=("qian",), moment="10:00"):
        """The letter or notice handed in and agreed to by all."""
        letter = services.submit(letter, **self.who("zhao", moment), posts=list(posts))
        for login in logins:
            letter = services.review(letter, **self.who(login, moment), agreed=True)
        return letter

    def sheet(self, login="qian", moment="09:00", **more):
        """A contact sheet."""
        given = {
            "subject": "地库照明",
            "text": "请检修地库照明。",
            "wanted_by": at(moment) + timedelta(days=1),
            "to_post": "engineering_head",
            **more,
        }
        if given.get("party"):
            given["to_post"] = ""
        return services.issue_sheet(self.site_id, **self.who(login, moment), **given)

    def rectification(self, login="zhao", moment="09:00", **more):
        """A rectification notice, drafted."""
        given = {
            "party": "1-302 业主",
            "party_kind": "RESIDENT",
            "subject": "阳台违规封闭",
            "text": "阳台搭建阳光房。",
            "demand": "三日内拆除并恢复原状。",
            "correct_by": at(moment) + timedelta(days=3),
            "clause": "装修协议第十二条",
            **more,
        }
        return services.draft_rectification(self.site_id, **self.who(login, moment), **given)

    def delivered(self, moment="09:10", **more):
        """A notice posted on the door."""
        row = services.issue_rectification(self.rectification(**more), **self.who("qian", moment))
        return services.deliver(row, **self.who("zhao", moment), how="DOOR", files=[picture()])

    def notice(self, login="zhao", moment="09:00", **more):
        """A notice, drafted."""
        given = {
            "subject": "关于停水的通知",
            "text": "因{事项}，{范围}停水至{结束}。",
            "topic": "WATER",
            "what": "清洗水箱",
            "where": "1至3栋",
            "from_at": at(moment),
            "until_at": at(moment) + timedelta(hours=8),
            "copies": 12,
            **more,
        }
        return services.draft_notice(self.site_id, **self.who(login, moment), content=Content(**given))

    def again(self, paper):
        """The paper as it is now."""
        return queries.get_paper(self.house.system, Kind(paper.kind), paper.ref)


@pytest.fixture
def desk(house):  # noqa: F811
    """Short ways to the verbs."""
    return Desk(house)
