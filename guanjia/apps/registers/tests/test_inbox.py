"""What waits for a signature at all sites of somebody, also from vacant posts; and signing many at once."""

import pytest

from guanjia.apps.organisations import services as organisations
from guanjia.apps.organisations.models import Appointment
from guanjia.apps.registers import queries, services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import DIARY, KEYS, PACK, facts, text
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from tests.cast import at

SLIP = """
[[register]]
key = "slip"
clause = "1"
title = { zh = "放行条", en = "Slip" }
signed_by = ["key_keeper"]
[[register.field]]
key = "what"
label = { zh = "物品", en = "What" }
required = true
"""


@pytest.fixture
def two_sites(house, adopt, tmp_path):
    """Wanxing keeps the ledgers at a second site, where Qian is the supervisor too; the desk enters at both."""
    adopt(KEYS + DIARY + SLIP)
    system = house.system
    house.second = organisations.open_site(by=system, code="W2", name="二期")
    posts = organisations.open_posts(house.second, by=system, pack="estate_desk")
    for login, post in (("qian", "cs_supervisor"), ("lin", "front_desk")):
        organisations.appoint(
            house.people[login], posts[post], by=system, at=at("00:00"), from_on=at("00:00").date()
        )
    folder = tmp_path / "ledgers"
    (folder / "pack.toml").write_text(PACK.replace("VERSION", "1") + KEYS + DIARY + SLIP, encoding="utf-8")
    pack, source = load_pack(folder)
    stored = rulebook.store_version(pack, source, at=at("00:00"))
    rulebook.adopt(house.second.pk, by=system, at=at("00:00"), pack="ledgers", version=stored)
    return house


@pytest.fixture
def slip(two_sites):
    """A slip for the key keeper to sign; no site has one, so it falls to the supervisor."""

    def make(site=None, what="空调一台"):
        return services.enter(
            by=two_sites.actor("lin"),
            at=at("09:00"),
            site_id=(site or two_sites.site).pk,
            pack="ledgers",
            register="slip",
            values={"what": what},
        )

    return make


def refs(actor, site_id=None):
    return set(queries.list_to_sign(actor, at("10:00"), site_id).values_list("ref", flat=True))


def test_the_inbox_holds_what_waits_at_every_site_also_for_a_vacant_post(two_sites, slip):
    here, there = slip(), slip(two_sites.second)
    qian = two_sites.actor("qian")
    assert refs(qian) == {here.ref, there.ref}
    assert refs(qian, two_sites.second.pk) == {there.ref}
    assert refs(two_sites.actor("zhou")) == set()


def test_a_vacant_post_whose_superior_is_vacant_too_falls_further_up(two_sites, slip):
    entry = slip()
    Appointment.objects.filter(post=two_sites.posts["cs_supervisor"]).delete()
    assert refs(two_sites.actor("zhou")) == {entry.ref}
    assert services.sign(entry, by=two_sites.actor("zhou"), at=at("10:00")).state == "SIGNED"


def test_what_the_inbox_holds_is_what_may_be_signed(two_sites, slip, act):
    entries = [slip(), slip(two_sites.second)]
    for who in (act.zhao, act.zhou, act.lin, two_sites.actor("qian")):
        for one in entries:
            may = who.id in queries.signing_ids(one, one.signer_due, at("10:00"))
            assert (one.ref in refs(who)) is (may and who.can("registers.sign", one.site_id))


def test_the_screen_filters_by_site_and_register_and_says_for_which_post(two_sites, slip, come_in, act):
    here, there = slip(), slip(two_sites.second)
    keys = services.enter(
        by=act.lin,
        at=at("09:00"),
        site_id=two_sites.site.pk,
        pack="ledgers",
        register="keys",
        values={"unit": two_sites.units[0].pk, "count": 1},
    )
    client = come_in("qian")
    whole = text(client.get("/registers/to-sign/"))
    assert all(one.ref in whole for one in (here, there, keys))
    assert "二期" in whole
    assert "钥匙员" in whole
    only = text(client.get(f"/registers/to-sign/?site={two_sites.second.pk}"))
    assert f">{there.ref}<" in only
    assert f">{here.ref}<" not in only
    only = text(client.get("/registers/to-sign/?register=ledgers.keys"))
    assert f">{keys.ref}<" in only
    assert f">{here.ref}<" not in only


def test_chosen_entries_are_signed_together_and_each_refused_one_is_named(two_sites, slip, come_in, act):
    first, second, gone, foreign = slip(), slip(two_sites.second), slip(), slip()
    services.strike(gone, by=two_sites.actor("qian"), at=at("09:10"), reason="写错")
    Entry.objects.filter(pk=foreign.pk).update(signer_due="cs_manager")
    chosen = [first.ref, second.ref, gone.ref, foreign.ref, "RG-2026-999999"]
    client = come_in("qian")
    asked = text(client.get("/registers/to-sign/sign/", {"chosen": chosen}))
    assert first.ref in asked
    answer = client.post("/registers/to-sign/sign/", {"chosen": chosen, "note": "同意"}, follow=True)
    said = text(answer)
    assert f"{gone.ref}:" in said
    assert f"{foreign.ref}:" in said
    assert "RG-2026-999999:" in said
    assert [Entry.objects.get(pk=one.pk).state for one in (first, second)] == ["SIGNED", "SIGNED"]
    assert first.signatures.get().note == "同意"
    assert Entry.objects.get(pk=gone.pk).state == "STRUCK"
    assert not foreign.signatures.exists()
    assert facts(foreign.ref) == ["registers.entered"]


def test_a_customer_is_never_signed_for_with_others(two_sites, act):
    entry = services.enter(
        by=act.lin,
        at=at("09:00"),
        site_id=two_sites.site.pk,
        pack="ledgers",
        register="keys",
        values={"unit": two_sites.units[0].pk, "count": 1},
    )
    qian = two_sites.actor("qian")
    assert services.sign_many([entry.ref, entry.ref], by=qian, at=at("10:00")).done == 1
    again = services.sign_many([entry.ref], by=qian, at=at("10:01"))
    assert again.done == 0
    assert "客户" in again.refused[0][1] or "customer" in again.refused[0][1]


def test_signing_together_needs_the_capability_for_each(two_sites, slip, act):
    entry = slip()
    said = services.sign_many([entry.ref], by=act.zhao, at=at("10:00"))
    assert said.done == 0
    assert not entry.signatures.exists()


def test_the_inbox_asks_the_same_however_much_waits(two_sites, slip, django_assert_max_num_queries):
    for _ in range(5):
        slip()
    qian = two_sites.actor("qian")
    refs(qian)
    with django_assert_max_num_queries(4):
        refs(qian)
