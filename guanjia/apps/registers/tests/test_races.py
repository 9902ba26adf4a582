"""Two people at once over one entry: one wins, the other is told so. Real threads on PostgreSQL."""

import threading
from functools import partial

import pytest
from django.db import connection, connections

from guanjia.apps.organisations import services as organisations
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.registers import services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import PACK
from guanjia.apps.registers.tests.test_deep import LOAN
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(tmp_path):
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        system = house.system
        folder = tmp_path / "ledgers"
        folder.mkdir()
        (folder / "pack.toml").write_text(PACK.replace("VERSION", "1") + LOAN, encoding="utf-8")
        pack, source = load_pack(folder)
        stored = rulebook.store_version(pack, source, at=at("00:00"))
        rulebook.adopt(house.site.pk, by=system, at=at("00:00"), pack="ledgers", version=stored)
        post = house.posts["cs_supervisor"]
        organisations.appoint(
            house.people["han"], post, by=system, at=at("00:00"), from_on=at("00:00").date()
        )
        yield house


def lend(house):
    return services.enter(
        by=house.actor("lin"),
        at=at("09:00"),
        site_id=house.site.pk,
        pack="ledgers",
        register="loan",
        values={"sort": "tool"},
    )


def at_once(house, *deeds):
    """Run the deeds at the same moment, each on a connection of its own; answers "done" or the code of the refusal."""
    gate, answers = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place, deed):
        try:
            with company_scope(house.company.pk):
                gate.wait(5)
                deed()
            answers[place] = "done"
        except Refused as refused:
            answers[place] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert connection.vendor == "postgresql"
    return answers


def test_of_two_who_approve_at_once_one_signs_and_the_other_is_told(house):
    both = [house.actor("qian"), house.actor("han")]
    for _ in range(4):
        entry = lend(house)
        answers = at_once(house, *[partial(services.sign, entry, by=who, at=at("09:10")) for who in both])
        assert sorted(answers) == ["done", "signed_meanwhile"]
        assert entry.signatures.get().staff_id == both[answers.index("done")].id
        assert Entry.objects.get(pk=entry.pk).signer_due == "cs_manager"
        assert [fact.event for fact in timeline(entry.ref)].count("registers.signed") == 1


def test_of_one_who_approves_and_one_who_declines_only_one_is_heard(house):
    for _ in range(4):
        entry = lend(house)
        answers = at_once(
            house,
            partial(services.sign, entry, by=house.actor("qian"), at=at("09:10")),
            partial(services.decline, entry, by=house.actor("han"), at=at("09:10"), reason="押金未收"),
        )
        assert sorted(answers) == ["done", "signed_meanwhile"]
        fresh = Entry.objects.get(pk=entry.pk)
        assert (fresh.state == "DECLINED") is (answers[1] == "done")
        assert fresh.signatures.count() == (1 if answers[0] == "done" else 0)
