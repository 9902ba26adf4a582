"""The company board: every site the actor may watch, the worst first, with rulebooks or the clauses of one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.apps.insight import queries
from guanjia.apps.insight.rules import Tally, days_to
from guanjia.apps.obligations.models import TallyLine
from guanjia.apps.organisations import services as organisations
from guanjia.kernel.refusals import NotFound
from tests.cast import at

from .conftest import NOW

WEEK = days_to(date(2026, 3, 5), 7)


def line(site, **numbers):
    """What another site's duties became, straight in the tally."""
    return TallyLine.objects.create(
        site=site, day=date(2026, 3, 3), pack="trial", clause="1", duty="look", is_folded=True, **numbers
    )


def test_sites_stand_in_order_of_what_was_broken(month, second):
    line(second["EA"], kept=5, missed=3)
    zhou = month.actor("zhou", NOW)
    found = queries.company_board(zhou, WEEK, NOW)
    assert [row.site.name for row in found.rows] == ["东园", "万兴现代城"]
    assert found.columns == ("trial",)
    assert found.packs["trial"].title.en == "Trial"
    assert [row.whole for row in found.rows] == [Tally(5, 0, 3, 0), Tally(1, 1, 1, 1)]
    assert found.whole == Tally(6, 1, 4, 1)
    assert found.below == (Tally(6, 1, 4, 1),)


def test_a_rulebook_opens_to_its_clauses(month, second):
    line(second["EA"], kept=5, missed=3)
    found = queries.company_board(month.actor("zhou", NOW), WEEK, NOW, "trial")
    assert found.columns == ("1",)
    assert found.pack is not None
    assert found.pack.key == "trial"
    assert [row.cells for row in found.rows] == [(Tally(5, 0, 3, 0),), (Tally(1, 1, 1, 1),)]
    with pytest.raises(NotFound):
        queries.company_board(month.actor("zhou", NOW), WEEK, NOW, "nothing")


def test_a_site_that_is_not_the_actors_is_not_on_their_board(month, second):
    line(second["WE"], missed=9)
    found = queries.company_board(month.actor("zhou", NOW), WEEK, NOW)
    assert second["WE"].pk not in {row.site.pk for row in found.rows}
    assert queries.company_board(month.system, WEEK, NOW).rows[0].site == second["WE"]


def test_the_board_asks_the_same_number_of_questions_for_many_sites(month, second, browse):
    browse(reverse("insight:company"))
    with CaptureQueriesContext(connection) as few:
        browse(reverse("insight:company"))
    for number in range(60):
        site = organisations.open_site(by=month.system, code=f"S{number}", name=f"第{number}园")
        posts = organisations.open_posts(site, by=month.system, pack="estate_desk")
        organisations.appoint(
            month.people["zhou"],
            posts["cs_manager"],
            by=month.system,
            at=at("00:00"),
            from_on=at("00:00").date(),
        )
        line(site, kept=number, missed=1)
    browse(reverse("insight:company"))
    with CaptureQueriesContext(connection) as many:
        answer = browse(reverse("insight:company"))
    assert len(many) == len(few)
    assert "1–50 of 62" in answer.content.decode()


def test_the_board_leads_to_the_site_the_clause_and_the_duty(month, browse):
    page = browse(reverse("insight:company")).content.decode()
    site = f"{reverse('insight:board')}?site={month.site.pk}&amp;last=2026-03-05&amp;pack=trial"
    assert site in page
    page = browse(site.replace("&amp;", "&")).content.decode()
    clause = f"{reverse('insight:clause', args=[month.site.pk, 'trial', '1'])}?from=2026-03-03&amp;until=2026-03-03"
    assert clause in page
    page = browse(clause.replace("&amp;", "&")).content.decode()
    assert "/obligations/" in page
    assert "IS-2026-000001" in page
    assert "钱芳" in page


def test_a_site_is_found_by_its_name(month, second, browse):
    line(second["EA"], kept=5)
    page = browse(f"{reverse('insight:company')}?q=东").content.decode()
    assert "东园</a>" in page
    assert "万兴现代城</a>" not in page
    assert "No site is called that." in browse(f"{reverse('insight:company')}?q=xyz").content.decode()


@pytest.mark.parametrize("name", ["company", "board", "day", "measures"])
def test_another_companys_site_answers_like_none(month, second, browse, name):
    address = reverse(f"insight:{name}")
    browse(f"{address}?site={second['WE'].pk}", status=200 if name == "company" else 404)
    browse(f"{address}?site=987654321", status=200 if name == "company" else 404)
