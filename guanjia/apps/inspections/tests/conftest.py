"""The stage: Wanxing's estate, and a small pack with one checklist of each sort.

``room`` is looked at item by item (a floor, a temperature, a remark), ``call`` goes step by step and is about a person.
"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.apps.inspections import queries, services
from guanjia.apps.inspections.terms import Given
from guanjia.apps.obligations.tests.conftest import house, trial, wired  # noqa: F401
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from tests.cast import at

ROOM = """
[[checklist]]
key = "room"
clause = "1"
title = { zh = "房间检查", en = "Room check" }
about = "place"
passes_at = 60
correction = 3
[[checklist.item]]
key = "floor"
text = { zh = "地面干净", en = "The floor is clean" }
points = 2
photo = true
[[checklist.item]]
key = "warmth"
text = { zh = "室温", en = "Temperature" }
answer = "number"
unit = "°C"
least = 18
most = 24.5
[[checklist.item]]
key = "remark"
text = { zh = "备注", en = "Remarks" }
answer = "text"
points = 0
"""
CALL = """
[[checklist]]
key = "call"
clause = "1"
title = { zh = "接听步骤", en = "Steps of a call" }
about = "staff"
in_order = true
passes_at = 85
[[checklist.item]]
key = "greet"
text = { zh = "问候", en = "Greets" }
[[checklist.item]]
key = "listen"
text = { zh = "倾听", en = "Listens" }
[[checklist.item]]
key = "thank"
text = { zh = "致谢", en = "Thanks" }
"""


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def pack(trial):  # noqa: F811
    """Both checklists, adopted at midnight."""
    return trial(ROOM + CALL)


@pytest.fixture
def hall(house):  # noqa: F811
    """A place to look at."""
    return add_place(house, "H1", "一号大厅")


def add_place(house, code, name):  # noqa: F811
    """One more place of the site."""
    return places.add_place(
        house.site, by=house.system, at=at("00:00"), kind=PlaceKind.LIFT, code=code, name=name
    )


def picture(name="photo.png"):
    """A small picture as it arrives."""
    sheet = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sheet, "PNG")
    return SimpleUploadedFile(name, sheet.getvalue(), "image/png")


def good(**changes):
    """Answers of a room in which everything is right, but for the changes."""
    answers = {"floor": Given("pass"), "warmth": Given("21.5"), "remark": Given("两盏灯新换")}
    return {**answers, **changes}


def bad_floor():
    """The answer of a floor that does not pass, complete."""
    return Given("fail", "水渍，门口一米", [picture()])


@pytest.fixture
def look(house, pack, hall):  # noqa: F811
    """Fill a sheet about the hall."""

    def fill(moment="10:00", login="qian", about="", checklist="room", answers=None, **changes):
        moment = at(moment) if isinstance(moment, str) else moment
        return services.fill(
            house.site.pk,
            by=house.actor(login, moment),
            at=moment,
            pack="trial",
            checklist=checklist,
            about=about or f"place:{hall.pk}",
            answers=answers or good(**changes),
        )

    return fill


@pytest.fixture
def found(look):
    """The finding of a dirty floor, open since ten."""
    return queries.findings_of(look(floor=bad_floor()))[0]
