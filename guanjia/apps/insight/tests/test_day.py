"""The day's matters: what is due by post and who is there, what nobody owns, what rings, what was broken, and the machine."""

from datetime import timedelta
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.apps.insight import queries
from guanjia.apps.insight.rules import Tally
from guanjia.apps.insight.terms import JOBS
from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.models import Obligation
from guanjia.config import wiring
from guanjia.kernel import pulse
from guanjia.kernel.beat import run_due
from guanjia.kernel.seals import seal_new_entries
from tests.cast import at

from .conftest import NOW


def test_what_is_due_stands_by_post_with_who_is_there(month):
    found = queries.day_of(month.system, month.site.pk, at("08:00"))
    (post,) = found.posts
    assert (post.key, post.on_duty) == ("cs_supervisor", ("钱芳",))
    assert post.whole == Tally(kept=1)
    assert [one.owner for one in post.owed] == ["post:cs_supervisor"]


def test_what_was_broken_yesterday_stands_by_clause(month):
    found = queries.day_of(month.system, month.site.pk, NOW)
    assert (found.missed, found.broken[0].clause.number) == (1, "1")
    assert queries.day_of(month.system, month.site.pk, NOW + timedelta(days=9)).broken == ()


def test_the_oldest_alarm_nobody_answered_stands_until_somebody_does(month):
    moment = at("09:30") + timedelta(days=3)
    obligations.sweep(at=moment)
    found = queries.day_of(month.system, month.site.pk, moment)
    row = found.oldest_unanswered.obligation
    assert (found.unanswered, row.state) == (1, "OPEN")
    obligations.acknowledge(row, by=month.actor("zhou"), at=moment)
    found = queries.day_of(month.system, month.site.pk, moment)
    assert (found.unanswered, found.oldest_unanswered) == (0, None)


def test_what_nobody_owns_is_counted_and_named(month):
    Obligation.objects.filter(state="OPEN").update(owner_post="")
    found = queries.day_of(month.system, month.site.pk, NOW)
    assert found.unowned == len(found.first_unowned) == 1
    assert found.posts[-1].key == ""


def test_the_machine_tells_its_own_lag(month):
    found = queries.machine(month.system, month.site.pk, NOW)
    assert found.beat_at is None
    assert not found.is_well(NOW)
    run_due(wiring.BEAT, at=NOW)
    seal_new_entries(at=NOW)
    found = queries.machine(month.system, month.site.pk, NOW)
    assert (found.beat_at, found.lag, found.waiting) == (NOW, 0, 0)
    assert found.is_well(NOW)
    assert found.planned_to > NOW
    assert found.sealed_to == NOW
    assert found.seals
    later = NOW + timedelta(hours=3)
    found = queries.machine(month.system, month.site.pk, later)
    assert found.lag > 0
    assert found.waiting > pulse.LAG_LIMIT
    assert not found.is_well(later)


def test_every_job_of_the_worker_has_its_words():
    missing = {job.name for job in wiring.BEAT} - set(JOBS)
    assert not missing, f"say in JOBS of insight/terms.py what people call {missing}"


def test_every_number_of_the_page_opens_the_records_behind_it(month, browse):
    page = browse(reverse("insight:day")).content.decode()
    duties = reverse("obligations:list")
    for asked in (
        f"{duties}?state=ALL&amp;due_on=2026-03-05",
        f"{duties}?unassigned=1",
        f"{duties}?unanswered=1",
        f"{duties}?state=ALL&amp;due_on=2026-03-05&amp;owner=post%3Acs_supervisor",
        f"{reverse('insight:clause', args=[month.site.pk, 'trial', '1'])}?from=2026-03-04&amp;until=2026-03-04&amp;stood=broken",
        reverse("insight:machine"),
    ):
        assert asked in page, asked
        browse(asked.replace("&amp;", "&"))
    assert (
        "1 entry" in browse(f"{duties}?state=ALL&due_on=2026-03-05&owner=post:cs_supervisor").content.decode()
    )


def test_the_day_goes_to_a_workbook_and_to_paper(month, browse):
    answer = browse(f"{reverse('insight:day')}?format=xlsx")
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert lines[1][2:4] == ["whoever is on duty", 1.0]
    assert "broken yesterday: 1" in browse(f"{reverse('insight:day')}?format=paper").content.decode()
    for name in ("board", "company", "measures"):
        address = reverse(f"insight:{name}")
        book = CalamineWorkbook.from_filelike(BytesIO(browse(f"{address}?format=xlsx").content))
        assert len(book.get_sheet_by_index(0).to_python()) > 1
        assert "paper-sheet" in browse(f"{address}?format=paper").content.decode()


def test_the_day_asks_a_fixed_number_of_questions(month, browse):
    address = reverse("insight:day")
    row = Obligation.objects.get(state="OPEN")
    row.owner_id = month.people["zhou"].pk
    row.save(update_fields=["owner"])
    browse(address)
    with CaptureQueriesContext(connection) as few:
        browse(address)
    for number, person in enumerate(month.people.values()):
        row.pk, row.ref, row.owner_id = None, f"site:{1000 + number}", person.pk
        row.save(force_insert=True)
    browse(address)
    with CaptureQueriesContext(connection) as many:
        browse(address)
    assert len(many) == len(few)
