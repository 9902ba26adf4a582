"""Fields that are not for everybody: kept from page, list, search, workbook, API, PDF, print and history; and masked ones."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from guanjia.apps.documents import queries as documents
from guanjia.apps.organisations import services as organisations
from guanjia.apps.registers import paper, queries, services, sight
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.services import bringing_in
from guanjia.apps.registers.tests.conftest import picture, text
from guanjia.kernel.journal import timeline
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, Refused
from tests.cast import at

SICK = """
[[register]]
key = "sick"
clause = "1"
title = { zh = "病假登记", en = "Sick leave" }
[[register.field]]
key = "day"
label = { zh = "日期", en = "Day" }
kind = "date"
required = true
[[register.field]]
key = "who"
label = { zh = "员工", en = "Who" }
kind = "staff"
seen_by = ["cs_manager"]
[[register.field]]
key = "illness"
label = { zh = "病情", en = "Illness" }
kind = "long text"
required = true
seen_by = ["cs_manager"]
[[register.field]]
key = "pay"
label = { zh = "病假工资", en = "Sick pay" }
kind = "money"
seen_by = ["cs_manager"]
[[register.field]]
key = "card"
label = { zh = "身份证号", en = "Identity number" }
masked = true
[[register.field]]
key = "slip"
label = { zh = "病假条", en = "Slip" }
kind = "photo"
seen_by = ["cs_manager"]
[[register.field]]
key = "half"
label = { zh = "半数", en = "Half" }
kind = "computed"
formula = "pay / 2"
in_yuan = true
seen_by = ["cs_manager"]
[[register.field]]
key = "note"
label = { zh = "备注", en = "Note" }
"""

CARD = "511500196412020778"


@pytest.fixture
def ill(house, act, adopt):
    """An entry of the desk with all of it filled in; the manager sees it, the supervisor does not."""
    adopt(SICK)

    def make(**values):
        return services.enter(
            by=act.lin,
            at=at("09:00"),
            site_id=house.site.pk,
            pack="ledgers",
            register="sick",
            values={
                "day": "2026-03-02",
                "who": house.people["sun"].pk,
                "illness": "急性阑尾炎",
                "pay": "1234.50",
                "card": CARD,
                "note": "已报备",
                **values,
            },
            photos={"slip": [picture("阑尾炎.png")]},
        )

    return make


SECRETS = ("阑尾", "1234.5", "1,234.5", "617.25", CARD)


def test_page_paper_and_list_keep_it_from_all_but_the_post_and_whoever_wrote_it(house, come_in, ill):
    entry = ill()
    addresses = (
        entry.get_absolute_url(),
        f"/registers/entries/{entry.ref}/print/",
        "/registers/books/ledgers/sick/",
    )
    for address in addresses:
        kept = text(come_in("qian").get(address))
        assert entry.ref in kept
        assert "2026-03-02" in kept
        assert sight.HIDDEN in kept
        assert not [one for one in SECRETS if one in kept], address
        assert house.people["sun"].name not in kept
        for login in ("zhou", "lin"):
            seen = text(come_in(login).get(address))
            assert "1,234.50" in seen or "1234.50" in seen
            assert CARD not in seen
            assert "5115**********0778" in seen
    assert "阑尾炎" in text(come_in("zhou").get(entry.get_absolute_url()))


def test_the_sum_of_a_column_is_for_those_who_see_the_column(come_in, ill):
    ill()
    ill(pay="1000.50")
    assert "2,235.00" in text(come_in("zhou").get("/registers/books/ledgers/sick/"))
    for login in ("qian", "lin"):
        assert "2,235.00" not in text(come_in(login).get("/registers/books/ledgers/sick/"))


def test_the_workbook_says_no_more_than_the_page(come_in, ill):
    ill()
    address = "/registers/books/ledgers/sick/?format=xlsx"

    def cells(login):
        book = load_workbook(BytesIO(come_in(login).get(address).getvalue()))
        return [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]

    assert not [one for one in cells("qian") if "阑尾" in one or "1234" in one or CARD in one]
    assert cells("qian").count(sight.HIDDEN) == 5
    assert "1234.5" in cells("zhou")
    assert CARD not in cells("zhou")


@pytest.mark.parametrize("words", ["阑尾", "1234.50", CARD, "5115"])
def test_nobody_finds_an_entry_by_what_is_hidden_in_it(house, come_in, act, ill, words):
    entry = ill()
    assert not queries.list_entries(act.zhou, house.site.pk).saying(words).exists()
    for login in ("qian", "zhou", "lin"):
        assert entry.ref not in text(come_in(login).get(f"/registers/books/ledgers/sick/?q={words}"))
    assert queries.list_entries(act.qian, house.site.pk).saying("报备").get() == entry


def test_the_history_and_the_journal_do_not_tell_it(come_in, ill):
    entry = ill()
    told = str(list(JournalEntry.objects.filter(ref=entry.ref).values_list("data", flat=True)))
    assert not [one for one in (*SECRETS, "123450") if one in told]
    assert entry.about == f"site:{entry.site_id}"
    assert "staff_id" in told
    assert not [fact for fact in timeline(entry.ref) if fact.data.get("staff_id")]


def test_the_pdf_has_it_only_for_those_who_see_it(act, ill):
    entry = queries.get_entry(act.qian, ill().ref)

    def said(login):
        actor = getattr(act, login)
        one = paper.of_entries([entry], root="https://x/", actor=actor, at=at("10:00"))[0]
        return str((one.pairs, one.texts, one.tables)), one.photos

    words, photos = said("qian")
    assert not [one for one in SECRETS if one in words]
    assert not photos
    words, photos = said("zhou")
    assert "阑尾炎" in words
    assert len(photos) == 1


def test_its_file_opens_for_nobody_else(house, come_in, act, ill):
    entry = ill()
    key = entry.values["slip"][0]
    with pytest.raises(NotFound):
        documents.stored(act.qian, key)
    assert documents.stored(act.zhou, key)
    assert documents.stored(act.lin, key)
    assert documents.list_for(entry.ref) == []
    assert not documents.list_attachments(act.qian, house.site.pk).exists()
    assert key not in text(come_in("qian").get(entry.get_absolute_url()))
    assert key in text(come_in("zhou").get(entry.get_absolute_url()))


def test_a_post_counts_at_the_site_of_the_entry_only(house, act, ill):
    entry = ill()
    field = queries.register_of(entry).field("pay")
    system = house.system
    other = organisations.open_site(by=system, code="W2", name="二期")
    post = organisations.open_posts(other, by=system, pack="estate_desk")["cs_manager"]
    organisations.appoint(house.people["qian"], post, by=system, at=at("00:00"), from_on=at("00:00").date())
    qian = house.actor("qian")
    assert "cs_manager" in qian.posts
    assert sight.is_hidden(field, entry, qian)
    assert not sight.is_hidden(field, entry, act.zhou)
    assert not sight.is_hidden(field, entry, house.system)


def test_whoever_corrects_an_entry_blindly_keeps_what_they_cannot_see_and_still_does_not_see_it(act, ill):
    entry = ill()
    corrected = services.rewrite(
        entry, by=act.qian, at=at("10:00"), reason="备注写错", values={"day": "2026-03-02", "note": "补报"}
    )
    assert corrected.values["pay"] == 123450
    assert corrected.values["half"] == 61725
    assert corrected.values["illness"] == "急性阑尾炎"
    assert corrected.values["card"] == CARD
    assert corrected.entered_by_id == act.qian.id
    values, hidden = queries.seen_values(corrected, act.qian)
    assert set(hidden) == {"illness", "pay", "half", "who", "slip"}
    assert values["card"] == "5115**********0778"
    assert queries.seen_values(corrected, act.zhou)[1] == []
    assert "illness" in queries.seen_values(corrected, act.lin)[0]


def test_the_form_of_a_correction_does_not_show_it(come_in, ill):
    entry = ill()
    form = text(come_in("qian").get(f"/registers/entries/{entry.ref}/rewrite/"))
    assert not [one for one in SECRETS if one in form]
    assert "data-private" in form
    form = text(come_in("zhou").get(f"/registers/entries/{entry.ref}/rewrite/"))
    assert "阑尾炎" in form
    assert CARD not in form


def test_a_masked_value_is_shown_for_a_reason_and_the_journal_says_who_looked(come_in, act, ill):
    entry = ill()
    with pytest.raises(Refused) as wrong:
        services.reveal(entry, "card", by=act.qian, at=at("10:00"), reason=" ")
    assert wrong.value.code == "reason_missing"
    for hidden in ("pay", "note", "illness"):
        with pytest.raises(NotFound):
            services.reveal(entry, hidden, by=act.qian, at=at("10:00"), reason="核对")
    client = come_in("qian")
    address = f"/registers/entries/{entry.ref}/reveal/card/"
    assert CARD not in text(client.get(address))
    assert CARD in text(client.post(address, {"reason": "核对身份"}))
    fact = timeline(entry.ref).filter(event="registers.revealed").get()
    assert (fact.actor_name, fact.data["field"], fact.data["reason"]) == ("钱芳", "card", "核对身份")
    assert CARD not in str(fact.data)
    assert "核对身份" in text(client.get(entry.get_absolute_url()))


def test_refused_rows_of_a_workbook_hide_it_from_all_but_the_sender_and_the_post(house, act, adopt):
    adopt(SICK.replace('key = "slip"', 'key = "slip"\nrequired = false'))
    book = Workbook()
    book.active.append(["日期", "病情", "身份证号", "备注"])
    book.active.append(["没有这天", "急性阑尾炎", CARD, "甲"])
    content = BytesIO()
    book.save(content)
    sent = bringing_in.bring_in(
        by=act.qian,
        at=at("09:00"),
        site_id=house.site.pk,
        pack="ledgers",
        register="sick",
        file_name="x.xlsx",
        content=content.getvalue(),
    )
    done = bringing_in.carry_out(sent, by=act.qian, at=at("09:01"))
    assert done.refused == 1

    def cells(who):
        return bringing_in.outcomes(done, done.refusals.all(), "zh", who, at("10:00"))[0][1]

    assert cells(act.qian)[1:3] == ["急性阑尾炎", CARD]
    assert cells(act.zhou)[1:3] == ["急性阑尾炎", None]
    assert cells(act.han)[1:] == [None, None, "甲"]


def test_what_an_action_adds_is_seen_by_whoever_added_it_and_not_by_whoever_began(house, act, adopt):
    adopt(
        SICK.replace('key = "note"', 'key = "verdict"\nat_action = "close"\nseen_by = ["key_keeper"]')
        + """
[[register.state]]
key = "open"
label = { zh = "在办", en = "Open" }
[[register.state]]
key = "closed"
label = { zh = "已办", en = "Closed" }
end = true
[[register.action]]
key = "close"
label = { zh = "办结", en = "Close" }
from = ["open"]
to = "closed"
"""
    )
    entry = services.enter(
        by=act.lin,
        at=at("09:00"),
        site_id=house.site.pk,
        pack="ledgers",
        register="sick",
        values={"day": "2026-03-02", "illness": "感冒"},
    )
    entry = services.act(entry, "close", by=act.qian, at=at("10:00"), values={"verdict": "不予报销"})
    assert queries.seen_values(entry, act.qian)[0]["verdict"] == "不予报销"
    assert "verdict" in queries.seen_values(entry, act.lin)[1]
    assert "不予报销" not in Entry.objects.get(pk=entry.pk).text


def test_a_file_of_any_kind_keeps_its_name_to_itself(house, act, adopt):
    adopt(SICK.replace('kind = "photo"', 'kind = "file"'))
    entry = services.enter(
        by=act.lin,
        at=at("09:00"),
        site_id=house.site.pk,
        pack="ledgers",
        register="sick",
        values={"day": "2026-03-02", "illness": "感冒"},
        photos={"slip": [SimpleUploadedFile("乙肝报告.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")]},
    )
    assert "乙肝" not in str([fact.data for fact in timeline(entry.ref)])
