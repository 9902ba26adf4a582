"""The screens of the rulebook: reading and searching clauses, setting figures, what was decided."""

import io

import openpyxl
import pytest
import time_machine
from django.test import Client

from guanjia.apps.organisations.models import Post
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import services
from guanjia.apps.rulebook.models import Adoption, FigureChange, PackVersion
from guanjia.apps.rulebook.tests.versions import store_another
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import company_scope
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db
FIGURE = "/rulebook/figures/estate_desk/arrive/deadline/propose/"
SENT = {"figure": "20 minutes", "reason": "路远", "whom": "site"}


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    house = cast.wanxing()
    with company_scope(house.company.pk), time_machine.travel(at("09:30"), tick=False):
        services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_desk")
        yield house
    cached_site.cache_clear()


def browser(house, login="zhou", language="en"):
    client = Client()
    account = house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_clause_shows_its_text_its_sources_and_its_duty(house):
    html = get(browser(house), "/rulebook/")
    assert "There within fifteen minutes" in html
    assert "住户报修或求助" in html
    assert "C-RULE-039" in html
    assert "15 minutes" in html
    assert 'data-test="duty-arrive"' in html


def test_clauses_are_searched_in_both_languages(house):
    client = browser(house)
    for words in ("十五分钟到场", "There within", "C-RULE-039"):
        html = get(client, f"/rulebook/?q={words}")
        assert 'data-test="clause-1.1"' in html
        assert 'data-test="clause-5.1"' not in html


def approve(house, login="han"):
    """Somebody else approves what was proposed last."""
    change = FigureChange.objects.latest("id")
    return browser(house, login).post(f"/rulebook/changes/{change.pk}/approve/", {"note": ""})


def test_a_figure_is_proposed_approved_and_marked(house):
    client = browser(house)
    assert client.post(FIGURE, {**SENT, "figure": "soonish"}).status_code == 422
    assert client.post(FIGURE, {**SENT, "reason": ""}).status_code == 422
    assert client.post(FIGURE, SENT).status_code == 302
    assert "20 minutes" not in get(client, "/rulebook/?show=own"), "nobody has approved it yet"
    assert approve(house).status_code == 302
    own = get(client, "/rulebook/?show=own")
    assert "20 minutes" in own
    assert "the rulebook says 15 minutes" in own
    assert 'data-test="clause-5.1"' not in own
    assert "路远" in get(client, "/rulebook/decisions/")
    assert client.post(FIGURE, {**SENT, "figure": "", "reason": "恢复"}).status_code == 302
    assert approve(house).status_code == 302
    assert Adoption.objects.latest("id").figures == {}


def test_what_was_typed_stays_when_it_is_refused(house):
    html = browser(house).post(FIGURE, {**SENT, "figure": "soonish"}).content.decode()
    assert 'value="soonish"' in html
    assert "is not a length of time" in html


def test_nobody_approves_their_own_figure(house):
    client = browser(house)
    client.post(FIGURE, SENT)
    assert "Ask somebody else" in approve(house, "zhou").content.decode()
    page = get(client, "/rulebook/changes/")
    assert 'data-test="approve"' not in page, "no button offers what would be refused"
    assert 'data-test="withdraw"' in page
    assert 'data-test="approve"' in get(browser(house, "han"), "/rulebook/changes/")


def test_a_proposal_is_declined_with_a_word_or_taken_back(house):
    client, other = browser(house), browser(house, "han")
    client.post(FIGURE, SENT)
    address = f"/rulebook/changes/{FigureChange.objects.latest('id').pk}/"
    assert other.post(f"{address}decline/", {"note": ""}).status_code == 422
    assert other.post(f"{address}decline/", {"note": "不必"}).status_code == 302
    assert "不必" in get(client, "/rulebook/changes/")
    client.post(FIGURE, SENT)
    address = f"/rulebook/changes/{FigureChange.objects.latest('id').pk}/"
    assert client.post(f"{address}withdraw/").status_code == 302
    assert client.post(f"{address}withdraw/").status_code == 422
    assert [row.state for row in FigureChange.objects.order_by("id")] == ["DECLINED", "WITHDRAWN"]


def test_a_rule_never_begins_in_the_past(house):
    sent = {**SENT, "from_at": "2026-03-01T00:00"}
    assert "cannot begin in the past" in browser(house).post(FIGURE, sent).content.decode()


def test_a_duty_is_switched_off_and_on(house):
    client = browser(house)
    switch = "/rulebook/figures/estate_desk/arrive/off/propose/"
    assert "switched off" in get(client, switch)
    assert client.post(switch, {**SENT, "figure": "off", "reason": "停用"}).status_code == 302
    approve(house)
    assert "Switched off" in get(client, "/rulebook/")
    assert client.post(switch, {**SENT, "figure": "on", "reason": "启用"}).status_code == 302
    approve(house)
    assert 'data-test="duty-arrive"' in get(client, "/rulebook/")
    assert "Switched off" not in get(client, "/rulebook/")


def test_readers_change_nothing(house):
    client = browser(house, "lin")
    assert 'data-test="set-figure"' not in get(client, "/rulebook/")
    assert 'data-test="propose"' not in get(client, "/rulebook/figures/estate_desk/arrive/deadline/")
    assert client.post(FIGURE, SENT).status_code == 403


def test_every_figure_is_listed_and_what_differs_is_found(house):
    client = browser(house)
    assert "Be there within 15 minutes" in get(client, "/rulebook/figures/?size=100&q=15")
    assert 'data-test="row"' not in get(client, "/rulebook/figures/?differs=1")
    client.post(FIGURE, SENT)
    assert "Be there within 15 minutes" in get(client, "/rulebook/figures/?has_proposal=1")
    approve(house)
    differs = get(client, "/rulebook/figures/?differs=1")
    assert "20 minutes" in differs
    assert "looser than the rulebook" in differs
    assert "路远" in differs
    open_points = get(client, "/rulebook/figures/?is_undecided=1")
    assert "Does the promise of fifteen minutes hold at night" in open_points
    assert "Be there within" not in open_points.split("<tbody>")[1]


def test_the_manager_answers_what_the_source_leaves_open(house):
    client = browser(house)
    address = "/rulebook/figures/estate_desk/open_point:ed_night/taken/"
    assert "Day and night" in get(client, address)
    sent = {**SENT, "figure": "夜间三十分钟"}
    assert client.post(f"{address}propose/", sent).status_code == 302
    approve(house)
    assert "夜间三十分钟" in get(client, address)
    assert "ed_night" not in get(client, "/rulebook/figures/?is_undecided=1&size=100")


def test_figures_go_to_a_workbook_and_to_paper(house):
    client = browser(house)
    client.post(FIGURE, SENT)
    approve(house)
    answer = client.get("/rulebook/figures/?format=xlsx&differs=1")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "20 minutes" in rows[1]
    assert "路远" in rows[1]
    paper = get(client, "/rulebook/figures/print/?differs=1")
    assert "20 minutes" in paper
    assert "万兴物业" in paper


def test_a_figure_shows_its_whole_history(house):
    client = browser(house)
    client.post(FIGURE, SENT)
    approve(house)
    page = get(client, "/rulebook/figures/estate_desk/arrive/deadline/")
    assert "proposed by 周明" in page
    assert "韩立" in page
    assert page.count('data-test="history"') == 1


def test_reading_needs_its_capability(house):
    Post.objects.filter(pk=house.posts["front_desk"].pk).update(capabilities=[])
    client = browser(house, "lin")
    assert client.get("/rulebook/").status_code == 403
    assert client.get("/rulebook/decisions/").status_code == 403


def test_unknown_duties_are_not_found(house):
    for address in ("estate_desk/nothing/deadline", "nothing/arrive/deadline", "estate_desk/arrive/colour"):
        assert browser(house).get(f"/rulebook/figures/{address}/").status_code == 404
        assert browser(house).get(f"/rulebook/figures/{address}/propose/").status_code == 404


def test_a_version_is_adopted_after_its_changes_were_shown(house):
    newer = store_another(at("09:00"))
    client = browser(house)
    address = f"/rulebook/estate_desk/adopt/{newer.digest}/"
    listed = get(client, "/rulebook/decisions/")
    assert listed.count("/rulebook/estate_desk/adopt/") == 1
    assert address in listed
    shown = get(client, address)
    assert "<del>15 minutes</del> → <ins>25 minutes</ins>" in shown
    assert "<ins>Worded anew.</ins>" in shown
    assert shown.count("No longer there") == 1
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "新版", "from_at": "2026-03-01T00:00"}).status_code == 422
    assert client.post(address, {"reason": "新版制度"}).status_code == 302
    row = Adoption.objects.latest("id")
    assert (row.version, row.reason, row.decided_by) == (newer, "新版制度", "周明")
    told = JournalEntry.objects.filter(event="rulebook.adopted").last()
    assert (told.data["version"], told.data["reason"]) == ("2099.1", "新版制度")
    assert "25 minutes" in get(client, "/rulebook/")
    back = get(client, "/rulebook/decisions/")
    assert address not in back, "what is in force is not offered again"
    assert back.count("/rulebook/estate_desk/adopt/") == 1, "the shipped text can be taken up again"


def test_the_figures_of_the_site_outlive_another_version(house):
    client = browser(house)
    assert client.post(FIGURE, SENT).status_code == 302
    approve(house)
    newer = store_another(at("09:00"))
    client.post(f"/rulebook/estate_desk/adopt/{newer.digest}/", {"reason": "新版"})
    assert "20 minutes" in get(client, "/rulebook/?show=own")


def test_a_site_without_a_rulebook_adopts_its_first(house):
    services.give_up(house.site.pk, by=house.system, at=at("09:10"), pack="estate_desk", reason="停用")
    client = browser(house)
    assert "/rulebook/decisions/" in get(client, "/rulebook/").split("This site keeps no rulebook yet")[1]
    digest = PackVersion.objects.get().digest
    assert "does not keep this rulebook yet" in get(client, f"/rulebook/estate_desk/adopt/{digest}/")
    assert client.post(f"/rulebook/estate_desk/adopt/{digest}/", {"reason": "启用"}).status_code == 302
    assert 'data-test="duty-arrive"' in get(client, "/rulebook/")


def test_adopting_needs_its_capability_and_a_text_that_is_offered(house):
    digest = PackVersion.objects.get().digest
    assert 'data-test="adopt"' not in get(browser(house, "lin"), "/rulebook/decisions/")
    assert (
        browser(house, "lin").post(f"/rulebook/estate_desk/adopt/{digest}/", {"reason": "x"}).status_code
        == 403
    )
    assert browser(house).get(f"/rulebook/estate_desk/adopt/{'0' * 64}/").status_code == 404
    assert browser(house).get(f"/rulebook/nothing/adopt/{digest}/").status_code == 404
