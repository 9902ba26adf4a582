"""Tables, formulas, conditions, states of a register's own, levels of which any one signs, standing in, declining."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanjia.apps.organisations import services as organisations
from guanjia.apps.registers import queries, services
from guanjia.apps.registers.tests.conftest import STROKES, facts, text
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, Refused
from tests.cast import at

LOAN = """
[[register]]
key = "loan"
clause = "1"
title = { zh = "工具借用", en = "Tools on loan" }
signed_by = ["cs_supervisor|key_keeper", "cs_manager"]
[[register.field]]
key = "sort"
label = { zh = "种类", en = "Sort" }
kind = "choice"
required = true
choice = [{ key = "tool", label = { zh = "工具", en = "Tool" } }, { key = "cart", label = { zh = "推车", en = "Cart" } }]
[[register.field]]
key = "deposit"
label = { zh = "押金", en = "Deposit" }
kind = "money"
required_when = { sort = "cart" }
[[register.field]]
key = "lent_at"
label = { zh = "借出时刻", en = "Lent at" }
kind = "time"
[[register.field]]
key = "stay"
label = { zh = "借用时段", en = "For" }
kind = "period"
[[register.field]]
key = "post"
label = { zh = "用于岗位", en = "For the post" }
kind = "post"
[[register.field]]
key = "firm"
label = { zh = "承包商", en = "Contractor" }
kind = "contractor"
[[register.field]]
key = "machine"
label = { zh = "设备", en = "Equipment" }
kind = "equipment"
[[register.field]]
key = "code"
label = { zh = "扫码", en = "Code" }
kind = "scan"
[[register.field]]
key = "paper"
label = { zh = "附件", en = "Paper" }
kind = "file"
[[register.field]]
key = "sign"
label = { zh = "领用人签字", en = "Borrower's signature" }
kind = "signature"
[[register.field]]
key = "lines"
label = { zh = "明细", en = "Items" }
kind = "rows"
[[register.field.column]]
key = "name"
label = { zh = "名称", en = "Name" }
required = true
[[register.field.column]]
key = "price"
label = { zh = "单价", en = "Price" }
kind = "money"
[[register.field.column]]
key = "count"
label = { zh = "数量", en = "Count" }
kind = "number"
[[register.field.column]]
key = "amount"
label = { zh = "金额", en = "Amount" }
kind = "computed"
formula = "price * count"
in_yuan = true
[[register.field]]
key = "total"
label = { zh = "合计", en = "Total" }
kind = "computed"
formula = "sum(lines.amount)"
in_yuan = true
[[register.field]]
key = "hours"
label = { zh = "时长", en = "Hours" }
kind = "computed"
formula = "round(hours(stay), 1)"
unit = "h"
[[register.field]]
key = "back_at"
label = { zh = "归还时间", en = "Back at" }
kind = "moment"
required = true
at_action = "give_back"
[[register.check]]
holds = "total <= 10000"
message = { zh = "合计超过一万元，请另行审批。", en = "More than 10,000 yuan needs its own approval." }
field = "lines"
[[register.check]]
holds = "back_at >= opened_at"
message = { zh = "归还早于借出。", en = "Back before it was lent." }
[[register.field]]
key = "opened_at"
label = { zh = "借出时间", en = "Opened at" }
kind = "moment"
[[register.state]]
key = "out"
label = { zh = "借出", en = "Out" }
[[register.state]]
key = "back"
label = { zh = "已归还", en = "Back" }
end = true
[[register.action]]
key = "give_back"
label = { zh = "归还", en = "Give back" }
from = ["out"]
to = "back"
by = ["cs_supervisor"]
"""

LINES = [
    {"name": "冲击钻", "price": "120.50", "count": "2"},
    {"name": "梯子", "price": "30", "count": 3},
    {"name": "", "price": "", "count": ""},
]


@pytest.fixture
def lend(house, act, adopt):
    adopt(LOAN)

    def make(values=None, **more):
        arguments = {"by": act.lin, "at": at("09:00"), "site_id": house.site.pk, "pack": "ledgers", **more}
        return services.enter(register="loan", values={"sort": "tool", **(values or {})}, **arguments)

    return make


def refused(deed):
    with pytest.raises(Refused) as why:
        deed()
    return [(one.code, one.field) for one in why.value.refusals]


# --- Kinds -------------------------------------------------------------------------------------------------------------


def test_a_table_is_kept_line_by_line_and_added_up_in_fen(lend):
    entry = lend({"lines": LINES})
    assert [line["amount"] for line in entry.values["lines"]] == [24100, 9000]
    assert entry.values["total"] == 33100
    assert "冲击钻" in entry.text


def test_what_is_wrong_in_a_table_is_named_with_its_line(lend):
    with pytest.raises(Refused) as why:
        lend({"lines": [LINES[0], {"name": "", "price": "viel", "count": 1}]})
    assert {one.field for one in why.value.refusals} == {"lines"}
    assert "2" in str(why.value)
    assert "单价" in str(why.value)


def test_every_other_kind_is_read_and_shown(house, lend, come_in):
    entry = lend(
        {
            "lent_at": "09:05",
            "stay": {"from": "2026-03-02T08:00:00+08:00", "until": "2026-03-02T20:30:00+08:00"},
            "post": "cs_supervisor",
            "firm": "春江机电",
            "machine": "水泵 3 号",
            "code": "QR-77",
            "sign": STROKES,
        },
        photos={"paper": [SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")]},
    )
    assert entry.values["hours"] == 12.5
    assert isinstance(entry.values["sign"], int)
    page = text(come_in("lin").get(f"/registers/entries/{entry.ref}/"))
    for word in (
        "09:05",
        "08:00 – 2026-03-02 20:30",
        "客服主管",
        "春江机电",
        "水泵 3 号",
        "QR-77",
        "领用人签字",
        "12.5 h",
        "a.pdf",
    ):
        assert word in page
    paper = come_in("lin").get(f"/registers/entries/{entry.ref}/pdf/")
    assert paper.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"lent_at": "25:00"}, "not_a_time"),
        (
            {"stay": {"from": "2026-03-02T20:00:00+08:00", "until": "2026-03-02T08:00:00+08:00"}},
            "period_backwards",
        ),
        ({"stay": "morgens"}, "not_a_period"),
        ({"post": "nobody"}, "not_a_choice"),
        ({"lines": "x"}, "not_rows"),
        ({"lines": [{"name": "x", "odd": 1}]}, "field_unknown"),
        ({"lines": [{"name": "x"}] * 201}, "too_many_rows"),
        ({"sign": "[[[1,1]]]"}, "short_signature"),
        ({"back_at": "2026-03-02T08:00:00+08:00"}, "field_unknown"),
    ],
)
def test_what_no_kind_takes_is_refused_beside_its_field(lend, values, code):
    found = refused(lambda: lend(values))
    assert {field for _code, field in found} == set(values)
    assert code in {one for one, _field in found} or code == "short_signature"


def test_an_executable_called_a_picture_is_no_file(lend):
    assert refused(lambda: lend(photos={"paper": [SimpleUploadedFile("a.jpg", b"MZ\x90\x00 program")]}))


def test_a_field_is_asked_for_when_its_condition_holds(lend):
    assert refused(lambda: lend({"sort": "cart"})) == [("field_missing", "deposit")]
    assert lend({"sort": "cart", "deposit": "50"}).values["deposit"] == 5000


def test_a_check_that_does_not_hold_is_said_in_the_words_of_the_rulebook(lend):
    with pytest.raises(Refused, match="一万元"):
        lend({"lines": [{"name": "机床", "price": "9999", "count": 2}]})


# --- Signing -----------------------------------------------------------------------------------------------------------


def test_of_a_level_with_several_posts_any_one_signs_and_levels_come_in_order(house, act, lend):
    entry = lend()
    assert entry.signer_due == "cs_supervisor|key_keeper"
    assert refused(lambda: services.sign(entry, by=act.zhao, at=at("09:10")))[0][0] == "not_your_turn"
    assert list(queries.list_to_sign(act.qian, at("10:00"))) == [entry]
    signed = services.sign(entry, by=act.qian, at=at("09:10"))
    assert signed.signatures.get().signed_as == "cs_supervisor"
    assert (signed.state, signed.signer_due) == ("ENTERED", "cs_manager")


def test_a_stand_in_signs_for_whoever_is_away(house, act, lend):
    post = house.posts["cs_supervisor"]
    organisations.stand_in(
        post,
        absent=house.people["qian"],
        substitute=house.people["zhao"],
        by=house.system,
        at=at("08:00"),
        from_at=at("08:00"),
        until_at=at("18:00"),
        reason="年假",
    )
    entry, stand_in = lend(), house.actor("zhao", at("09:10"))
    assert list(queries.list_to_sign(stand_in, at("10:00"))) == [entry]
    assert refused(lambda: services.sign(entry, by=act.qian, at=at("09:10")))[0][0] == "not_your_turn"
    assert services.sign(entry, by=stand_in, at=at("09:10")).signatures.get().name == "赵敏"


def test_who_is_due_may_decline_with_a_reason_and_then_nobody_signs(act, lend):
    entry = lend()
    assert refused(lambda: services.decline(entry, by=act.qian, at=at("09:10"), reason=" ")) == [
        ("reason_missing", "reason")
    ]
    declined = services.decline(entry, by=act.qian, at=at("09:10"), reason="押金未收")
    assert (declined.state, declined.signer_due) == ("DECLINED", "")
    assert refused(lambda: services.sign(declined, by=act.qian, at=at("09:20")))[0][0] == "illegal_step"
    assert facts(entry.ref)[-1] == "registers.declined"


def test_a_signature_on_a_page_that_is_out_of_date_is_refused(act, lend):
    entry = lend()
    services.sign(entry, by=act.qian, at=at("09:10"))
    assert refused(lambda: services.sign(entry, by=act.qian, at=at("09:11")))[0][0] == "signed_meanwhile"


# --- States of its own -------------------------------------------------------------------------------------------------


@pytest.fixture
def signed(house, act, lend):
    """A loan signed by all."""
    entry = lend({"opened_at": "2026-03-02T09:00:00+08:00"})
    entry = services.sign(entry, by=act.qian, at=at("09:10"))
    return services.sign(entry, by=act.zhou, at=at("09:12"))


def test_an_action_waits_for_the_last_signature(act, lend):
    back = {"back_at": "2026-03-02T17:00:00+08:00"}
    assert refused(lambda: services.act(lend(), "give_back", by=act.qian, at=at("10:00"), values=back)) == [
        ("not_signed_yet", None)
    ]


def test_an_action_adds_what_it_asks_for_and_leads_on_once(act, signed):
    back = {"back_at": "2026-03-02T17:00:00+08:00"}
    assert signed.stage == "out"
    assert refused(lambda: services.act(signed, "give_back", by=act.lin, at=at("10:00"), values=back)) == [
        ("not_your_step", None)
    ]
    assert refused(lambda: services.act(signed, "give_back", by=act.qian, at=at("10:00"), values={})) == [
        ("field_missing", "back_at")
    ]
    with pytest.raises(NotFound):
        services.act(signed, "lose", by=act.qian, at=at("10:00"), values={})
    done = services.act(signed, "give_back", by=act.qian, at=at("10:00"), values=back)
    assert (done.stage, done.state) == ("back", "SIGNED")
    assert done.values["back_at"].startswith("2026-03-02T09:00")
    assert (
        refused(lambda: services.act(done, "give_back", by=act.qian, at=at("10:01"), values=back))[0][0]
        == "illegal_step"
    )
    fact = JournalEntry.objects.filter(ref=signed.ref).latest("id")
    assert (fact.event, fact.data["action"], fact.data["to_stage"]) == (
        "registers.acted",
        "give_back",
        "back",
    )


def test_a_check_over_what_was_written_before_and_what_an_action_brings_must_hold(act, signed):
    early = {"back_at": "2026-03-01T17:00:00+08:00"}
    assert (
        refused(lambda: services.act(signed, "give_back", by=act.qian, at=at("10:00"), values=early))[0][0]
        == "check_failed"
    )


def test_the_page_offers_the_action_and_its_form_takes_it(signed, come_in):
    client = come_in("qian")
    page = text(client.get(f"/registers/entries/{signed.ref}/"))
    address = f"/registers/entries/{signed.ref}/steps/give_back/"
    assert address in page
    form = text(client.get(address))
    assert "f_back_at" in form
    assert "f_sort" not in form
    answer = client.post(address, {"f_back_at": "2026-03-02T17:00", "form_key": "k" * 24})
    assert answer.status_code == 302
    page = text(client.get(f"/registers/entries/{signed.ref}/"))
    assert "已归还" in page
    assert "归还 → 已归还" in page


def test_the_form_has_tables_periods_and_codes_and_keeps_what_was_typed(house, lend, come_in):
    client = come_in("lin")
    address = "/registers/books/ledgers/loan/new/"
    page = text(client.get(address))
    for name in (
        "f_lines-name",
        "f_lines-price",
        "f_stay_from",
        "f_code",
        "f_post",
        "f_paper",
        "f_sign",
        "f_lent_at",
    ):
        assert name in page
    assert "f_lines-amount" not in page
    assert "f_total" not in page
    typed = {
        "f_sort": "cart",
        "f_lines-name": ["冲击钻", ""],
        "f_lines-price": ["120.50", ""],
        "f_lines-count": ["2", ""],
        "f_stay_from": "2026-03-02T08:00",
        "f_stay_until": "2026-03-02T20:00",
        "f_lent_at": "09:05",
        "f_post": "cs_supervisor",
        "form_key": "k" * 24,
    }
    again = client.post(address, typed)
    assert again.status_code == 422
    assert "冲击钻" in text(again)
    good = client.post(address, {**typed, "f_deposit": "50", "form_key": "l" * 24})
    assert good.status_code == 302, text(good)
    page = text(client.get(good["Location"]))
    assert "¥241" in page
    assert "2026-03-02 08:00" in page


def test_declining_from_the_page(lend, come_in):
    entry = lend()
    client = come_in("qian")
    address = f"/registers/entries/{entry.ref}/decline/"
    assert address in text(client.get(f"/registers/entries/{entry.ref}/"))
    assert client.post(address, {"reason": "押金未收", "form_key": "k" * 24}).status_code == 302
    assert "押金未收" in text(client.get(f"/registers/entries/{entry.ref}/"))
