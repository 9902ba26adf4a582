"""The stage: Wanxing's estate, a document, and the three people who sign: 钱芳 prepares, 韩立 reviews, 吴强 approves."""

import pytest

from guanjia.apps.manuals import services
from guanjia.apps.manuals.arranging import Node
from guanjia.apps.obligations.tests.conftest import house, trial, wired  # noqa: F401
from guanjia.apps.organisations import services as organisations
from guanjia.apps.rulebook import services as rulebook
from tests.cast import at

RULES = (
    Node(1, "第一章", "总则", "", "aaa"),
    Node(2, "第一条", "", "为规范投诉处理，制定本规定。", "bbb"),
    Node(1, "第二章", "受理", "", "ccc"),
    Node(2, "第二条", "登记", "接到投诉后十五分钟内到场，并登记姓名与房号。", "ddd"),
)
DAY = at("09:00").date()


@pytest.fixture
def library(house):  # noqa: F811
    """The site keeps the rulebook that has staff read."""
    return rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="rule_library")


@pytest.fixture
def document(house):  # noqa: F811
    """Rules of the estate that everybody must read."""
    return services.open_document(
        by=house.actor("qian"),
        at=at("08:00"),
        number="WX-KF-01",
        title="投诉处理规定",
        site_ids=[house.site.pk],
    )


@pytest.fixture
def begin(house, document):  # noqa: F811
    """Begin a version with a text."""

    def start(label="2026-1", nodes=RULES, moment="08:10", of=None, **more):
        return services.begin(
            of or document, by=house.actor("qian"), at=at(moment), label=label, nodes=nodes, **more
        )

    return start


@pytest.fixture
def sign(house):  # noqa: F811
    """Bring a draft through all three signatures."""

    def through(version, moment="09:00", on=DAY):
        version = services.prepare(version, by=house.actor("qian"), at=at("08:30"))
        version = services.review(version, by=house.actor("han"), at=at("08:40"))
        return services.approve(version, by=house.actor("wu"), at=at(moment), effective_on=on)

    return through


@pytest.fixture
def held(begin, sign):
    """A version in force since nine."""
    return sign(begin())


@pytest.fixture
def outsider(house):  # noqa: F811
    """蔡会, whose post may not look into the library."""
    organisations.set_capabilities(
        house.posts["cashier"], by=house.system, at=at("07:00"), capabilities=["documents.see"]
    )
    return "cai"
