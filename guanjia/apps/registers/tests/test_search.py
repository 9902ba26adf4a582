"""Finding entries by what they say: in Chinese and letters, in the scope of the reader, by list, palette and API alike."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.organisations import services as organisations
from guanjia.apps.registers import grams, models, queries, services
from guanjia.apps.registers.models import Entry, HoldsAll
from guanjia.apps.registers.tests.conftest import text
from tests.cast import at


@given(st.text(max_size=40), st.data())
def test_a_part_of_a_text_has_only_pairs_the_text_has(said, data):
    begin = data.draw(st.integers(0, len(said)))
    end = data.draw(st.integers(begin, len(said)))
    part = said[begin:end]
    if part == part.casefold() and said == said.casefold() and said.isprintable() and said.isascii():
        assert grams.asked(part.split()) <= grams.grams(said)


def test_pairs_come_in_one_spelling():
    assert grams.grams("Ａ1 水泵房") == {"a1", "水泵", "泵房"}
    assert grams.asked(["水", "泵房"]) == {"泵房"}


@pytest.mark.parametrize("words", ["水泵", "泵 停机", "a1-1-0301", "0301", "停", "林晓", "水泵已停机 林"])
def test_an_entry_is_found_by_any_part_of_what_it_says(house, act, enter, words):
    entry = enter(values={"unit": house.units[0].pk, "count": 2, "reason": "地下室水泵已停机"})
    enter(values={"unit": house.units[1].pk, "count": 2, "reason": "水 泵"})
    found = queries.search(act.qian, words, site_id=house.site.pk)
    assert entry in found
    in_book = queries.search(act.qian, words, site_id=house.site.pk, pack="ledgers", register="keys")
    assert set(in_book) == set(found)
    assert set(queries.search(act.qian, words)) == set(found)
    assert not queries.search(
        act.qian, words, site_id=house.site.pk, pack="ledgers", register="diary"
    ).exists()


def test_the_same_pairs_in_another_order_are_not_found(house, act, enter):
    enter(values={"unit": house.units[0].pk, "count": 1, "reason": "水泵泵水"})
    assert not queries.search(act.qian, "泵水泵").exists()


def test_nothing_is_found_beyond_the_sites_of_the_reader(house, act, enter):
    enter(values={"unit": house.units[0].pk, "count": 1, "reason": "消防水箱"})
    other = organisations.open_site(by=house.system, code="W2", name="二期")
    assert not queries.search(act.qian, "消防", site_id=other.pk).exists()
    Entry.objects.update(site_id=other.pk)
    assert not queries.search(act.qian, "消防").exists()


def test_the_list_and_the_palette_search_by_the_same_door(house, come_in, enter):
    entry = enter(values={"unit": house.units[0].pk, "count": 1, "reason": "消防水箱渗水"})
    client = come_in("qian")
    assert entry.ref in text(client.get("/registers/books/ledgers/keys/?q=水箱"))
    assert entry.ref not in text(client.get("/registers/books/ledgers/keys/?q=油箱"))
    assert entry.ref in text(client.get("/search/?q=水箱"))
    assert entry.ref not in text(client.get("/search/?q=油箱"))


def test_what_an_action_or_destruction_changes_is_found_no_more(house, act, enter):
    entry = enter(values={"unit": house.units[0].pk, "count": 1, "reason": "消防水箱"})
    assert "消防" in entry.grams.split()
    corrected = services.rewrite(
        entry,
        by=act.qian,
        at=at("10:00"),
        reason="写错",
        values={"unit": house.units[0].pk, "count": 1, "reason": "生活水箱"},
    )
    assert list(queries.search(act.qian, "生活水箱")) == [corrected]


@pytest.mark.postgres
def test_postgresql_looks_in_the_index(house, act, enter):
    enter()
    found = Entry._base_manager.filter(HoldsAll("grams", ["消防", "水箱"])).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert "entry_grams" in found.explain()
    assert queries.list_entries(act.qian).near("消防水箱") == []


def test_what_stands_in_very_many_entries_is_found_without_the_index(house, act, enter, monkeypatch, come_in):
    entries = [enter(values={"unit": house.units[0].pk, "count": 1, "reason": "消防水箱"}) for _ in range(3)]
    monkeypatch.setattr(models, "MOST_NEAR", 2)
    assert queries.list_entries(act.qian).near("消防水箱") is None
    assert set(queries.search(act.qian, "消防水箱", site_id=house.site.pk)) == set(entries)
    assert entries[0].ref in text(come_in("qian").get("/registers/books/ledgers/keys/?q=消防水箱"))
