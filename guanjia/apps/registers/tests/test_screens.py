"""The screens: registers, their lists, a form made of a pack's fields, an entry with its steps, and its paper."""

from io import BytesIO

from openpyxl import load_workbook

from guanjia.apps.documents import queries as documents
from guanjia.apps.organisations.models import Account
from guanjia.apps.people import services as people
from guanjia.apps.registers import services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import DIARY, HTMX, STROKES, picture, text
from tests.cast import at

KEYS_URL = "/registers/books/ledgers/keys/"
DIARY_URL = "/registers/books/ledgers/diary/"


def url(entry, verb=""):
    return f"/registers/entries/{entry.ref}/" + (f"{verb}/" if verb else "")


def rows(answer):
    """The cells of a workbook, line by line."""
    sheet = load_workbook(BytesIO(b"".join(answer) if answer.streaming else answer.content)).active
    return [list(line) for line in sheet.iter_rows(values_only=True)]


# --- Lists -------------------------------------------------------------------------------------------------------------


def test_the_registers_of_the_site_stand_with_their_entries_of_the_month(come_in, enter):
    enter()
    enter("diary", {"what": "平安"})
    page = text(come_in("lin").get("/registers/"))
    for word in ("钥匙托管登记", "值班日志", "台账制度", "客服主管 → 业主", KEYS_URL):
        assert word in page
    found = text(come_in("lin").get("/registers/?q=日志&pack=ledgers"))
    assert "值班日志" in found
    assert "钥匙托管登记" not in found


def test_a_site_without_registers_says_where_they_come_from(come_in, house):
    assert "台账随项目采用的制度而来" in text(come_in("lin").get("/registers/"))


def test_a_register_shows_its_fields_as_columns_and_filters_by_state_and_period(house, act, come_in, enter):
    enter(values={"unit": house.units[0].pk, "count": 2, "sort": "door", "keeper": house.people["zhao"].pk})
    struck = services.strike(
        enter(values={"unit": house.units[1].pk, "count": 9}), by=act.qian, at=at("09:10"), reason="写错"
    )
    client = come_in("lin")
    page = text(client.get(KEYS_URL))
    for word in ("房号", "数量（把）", "A1-1-0301", "A1-1-0302", "RG-2026-000001", "已划销"):
        assert word in page
    assert struck.ref not in text(client.get(f"{KEYS_URL}?state=ENTERED"))
    assert struck.ref in text(client.get(f"{KEYS_URL}?q=0302"))
    assert "RG-2026-000001" not in text(client.get(f"{KEYS_URL}?q=0302"))
    assert "RG-2026-" not in text(client.get(f"{KEYS_URL}?entered_at=yesterday", **HTMX))


def test_an_empty_register_says_what_to_do(come_in, ledgers):
    page = text(come_in("lin").get(DIARY_URL))
    assert "没有登记" in page
    assert f"{DIARY_URL}new/" in page


def test_the_workbook_has_every_field_with_real_numbers_and_days(house, come_in, enter):
    enter(
        values={
            "unit": house.units[0].pk,
            "count": "2.5",
            "deposit": 5000,
            "until": "2026-12-31",
            "sealed": True,
            "reason": "=1+1",
        },
        photos={"photo": [picture()]},
    )
    head, line = rows(come_in("lin").get(f"{KEYS_URL}?format=xlsx"))
    found = dict(zip(head, line, strict=True))
    assert (found["房号"], found["数量（把）"], found["押金"], found["已封存"]) == (
        "A1-1-0301",
        2.5,
        50,
        "是",
    )
    assert f"{found['托管至']:%Y-%m-%d}" == "2026-12-31"
    assert (found["托管原因"], found["照片"]) == ("=1+1", "1")


def test_a_register_the_rulebook_dropped_stays_readable_and_takes_nothing_new(house, come_in, adopt, enter):
    entry = enter()
    adopt(DIARY, version="2", moment="09:20")
    client = come_in("lin")
    page = text(client.get(KEYS_URL))
    assert entry.ref in page
    assert f"{KEYS_URL}new/" not in page
    assert "已不再要求这本台账" in page
    assert client.get(f"{KEYS_URL}new/").status_code == 422
    assert client.get(url(entry)).status_code == 200


# --- Entering ----------------------------------------------------------------------------------------------------------


def test_a_form_has_a_field_for_each_kind_and_makes_an_entry(house, come_in, ledgers):
    person = people.register(by=house.system, at=at("08:00"), site_id=house.site.pk, name="王业主")
    client = come_in("lin")
    page = text(client.get(f"{KEYS_URL}new/"))
    for key in (
        "unit",
        "owner",
        "count",
        "deposit",
        "until",
        "given_at",
        "sort",
        "sealed",
        "keeper",
        "where",
    ):
        assert f'name="f_{key}"' in page
    sent = {
        "f_unit": house.units[0].pk,
        "f_owner": person.pk,
        "f_count": "２",
        "f_deposit": "1,234.50",
        "f_until": "2026-12-31",
        "f_given_at": "2026-03-02T09:15",
        "f_sort": "box",
        "f_sealed": "on",
        "f_keeper": house.people["zhao"].pk,
        "f_where": house.place.pk,
        "f_photo": [picture()],
        "f_reason": "出差\n三个月",
    }
    answer = client.post(f"{KEYS_URL}new/", sent)
    entry = Entry.objects.get()
    assert answer.headers["Location"] == url(entry)
    keys = [str(one.key) for one in documents.list_for(entry.ref)]
    assert entry.values == {
        "unit": house.units[0].pk,
        "owner": person.pk,
        "count": 2,
        "deposit": 123450,
        "until": "2026-12-31",
        "given_at": "2026-03-02T01:15:00+00:00",
        "sort": "box",
        "sealed": True,
        "keeper": house.people["zhao"].pk,
        "where": house.place.pk,
        "reason": "出差\n三个月",
        "photo": keys,
    }
    shown = text(client.get(url(entry)))
    for word in (
        "A1-1-0301",
        "王业主",
        "2 把",
        "¥1,234.50",
        "2026-03-02 09:15",
        "信箱",
        "赵敏",
        "东门岗",
        "三个月",
    ):
        assert word in shown
    assert "2031-03-02" in shown, "kept for five years"
    assert keys[0] in shown


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(house, come_in, ledgers):
    answer = come_in("lin").post(
        f"{KEYS_URL}new/", {"f_unit": 999_999, "f_count": "很多", "f_reason": "出差"}
    )
    page = text(answer)
    assert answer.status_code == 422
    for word in ("请填写数字", "本项目没有这一项", "很多", "出差"):
        assert word in page
    assert not Entry.objects.exists()


def test_a_double_click_makes_one_entry(house, come_in, ledgers):
    client = come_in("lin")
    for _click in range(2):
        client.post(f"{DIARY_URL}new/", {"f_what": "平安", "form_key": "twice-twice-twice"})
    assert Entry.objects.count() == 1


def test_a_form_begun_at_a_unit_has_it_filled_in_and_one_without_the_field_keeps_it(house, come_in, ledgers):
    client, pk = come_in("lin"), house.units[1].pk
    assert "A1-1-0302" in text(client.get(f"{KEYS_URL}new/?about=unit:{pk}"))
    client.post(f"{DIARY_URL}new/", {"f_what": "漏水", "about": f"unit:{pk}"})
    assert Entry.objects.get().about == f"unit:{pk}"


def test_a_place_is_found_by_typing(come_in, ledgers):
    assert "东门岗" in come_in("lin").get("/registers/lookup/places/?q=东门").json()["results"][0]["text"]


# --- One entry ---------------------------------------------------------------------------------------------------------


def test_the_page_offers_what_would_be_accepted_and_shows_whose_turn_it_is(come_in, enter):
    entry = enter()
    page = text(come_in("qian").get(url(entry)))
    for step in ("sign", "rewrite", "strike"):
        assert f'data-test="step-{step}"' in page
    assert "待签字" in page
    assert 'data-test="step-' not in text(come_in("zhao").get(url(entry)))


def test_whoever_is_to_sign_finds_what_waits_for_them(act, come_in, enter):
    first, second = enter(), enter()
    page = text(come_in("qian").get("/registers/to-sign/"))
    assert first.ref in page
    assert second.ref in page
    services.sign(first, by=act.qian, at=at("09:20"))
    services.strike(second, by=act.qian, at=at("09:21"), reason="写错")
    assert "没有待您签字的登记" in text(come_in("qian").get("/registers/to-sign/"))
    assert "没有待您签字的登记" in text(come_in("zhou").get("/registers/to-sign/"))


def test_a_post_signs_in_a_dialog_and_the_customer_on_the_screen(come_in, enter):
    entry = enter()
    form = text(come_in("qian").get(url(entry, "sign"), **HTMX))
    assert "您以“客服主管”的身份签字" in form
    come_in("qian").post(url(entry, "sign"), {"note": "属实"})
    assert 'data-test="step-sign"' in text(come_in("lin").get(url(entry)))
    answer = come_in("lin").post(url(entry, "sign"), {"signer_name": "王女士", "signature": STROKES})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.state == "SIGNED"
    page = text(come_in("lin").get(url(entry)))
    for word in ("签字齐全", "属实", "王女士", "<path"):
        assert word in page
    assert page.count("timeline-item") == 3, "entered, and signed by two"


def test_a_signature_out_of_turn_is_a_sentence(come_in, enter):
    answer = come_in("lin").post(url(enter(), "sign"), {"note": ""})
    assert answer.status_code == 422
    assert "现在应由“客服主管”签字" in text(answer)


def test_a_struck_entry_says_so(come_in, enter):
    entry = enter()
    assert come_in("qian").post(url(entry, "strike"), {"reason": ""}).status_code == 422
    assert come_in("qian").post(url(entry, "strike"), {"reason": "房号错"}).status_code == 302
    page = text(come_in("lin").get(url(entry)))
    assert "房号错" in page
    assert 'data-test="struck"' in page


def test_a_correction_begins_with_what_was_written_and_leads_to_the_right_entry(house, come_in, enter):
    wrong = enter(
        values={
            "unit": house.units[0].pk,
            "count": 2,
            "deposit": 5000,
            "given_at": at("09:00"),
            "keeper": house.people["zhao"].pk,
        }
    )
    client = come_in("qian")
    form = text(client.get(url(wrong, "rewrite")))
    for word in ("A1-1-0301", 'value="2"', 'value="50.00"', 'value="2026-03-02T09:00"'):
        assert word in form
    sent = {"reason": "数量错", "f_unit": house.units[0].pk, "f_count": "3"}
    answer = client.post(url(wrong, "rewrite"), sent)
    right = Entry.objects.get(replaces=wrong)
    assert answer.headers["Location"] == url(right)
    assert wrong.ref in text(client.get(url(right)))
    assert right.ref in text(client.get(url(wrong)))


def test_whoever_may_not_see_registers_sees_none(come_in, enter):
    entry = enter()
    for address in ("/registers/", KEYS_URL, url(entry), url(entry, "print")):
        assert come_in("cai").get(address).status_code == 403


def test_the_paper_has_values_signatures_and_lines_for_the_missing_ones(act, come_in, enter):
    entry = services.sign(enter(), by=act.qian, at=at("09:20"), note="属实")
    page = text(come_in("lin").get(url(entry, "print")))
    for word in ("钥匙托管登记", entry.ref, "A1-1-0301", "钱芳", "属实", "paper-signatures", "业主", "<svg"):
        assert word in page
    services.strike(entry, by=act.qian, at=at("09:25"), reason="作废")
    assert "作废" in text(come_in("lin").get(url(entry, "print")))


def test_both_languages(come_in, enter):
    entry = enter()
    client = come_in("qian")
    Account.objects.filter(login="qian").update(language="en")
    for address, word in (
        ("/registers/", "Keys in custody"),
        (KEYS_URL, "Keys (把)"),
        (url(entry), "To sign now"),
        (url(entry, "sign"), "You sign as CS supervisor."),
    ):
        assert word in text(client.get(address))


def test_the_palette_finds_registers_and_entries(come_in, enter):
    entry = enter()
    client = come_in("lin")
    assert KEYS_URL in text(client.get("/search/hits/?q=钥匙托管"))
    assert url(entry) in text(client.get(f"/search/hits/?q={entry.ref.lower()}"))


def test_an_entry_is_a_pdf_with_its_photo_and_many_are_one_pdf(house, act, come_in, enter):
    entries = [
        enter(
            values={"unit": house.units[0].pk, "count": 2, "reason": "#panic()"},
            photos={"photo": [picture()]},
        ),
        services.sign(enter(), by=act.qian, at=at("09:20"), note="同意"),
        services.strike(enter(), by=act.qian, at=at("09:10"), reason="写错"),
    ]
    client = come_in("lin")
    for one in entries:
        pdf = client.get(url(one, "pdf"))
        assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    together = client.get("/registers/entries/pdf/", {"chosen": [one.ref for one in entries]})
    assert len(together.content) > len(pdf.content) > 10_000
    assert "registers/entries/pdf/" in text(client.get(KEYS_URL))
    assert client.get("/registers/entries/pdf/").status_code == 422
    assert client.get("/registers/entries/pdf/", {"chosen": "RG-2026-999999"}).status_code == 404


def test_without_the_font_the_paper_is_still_printed_from_the_browser(come_in, enter, settings, tmp_path):
    entry = enter()
    settings.VENDOR = tmp_path
    client = come_in("lin")
    refused = client.get(url(entry, "pdf"))
    assert (refused.status_code, "PDF" in text(refused)) == (422, True)
    assert client.get(url(entry, "print")).status_code == 200


def test_a_register_adds_up_its_figures_over_what_counts_and_keeps_views(house, act, come_in, enter):
    for count, deposit in ((2, "50"), (3.5, "100.25")):
        enter(values={"unit": house.units[0].pk, "count": count, "deposit": deposit})
    services.strike(
        enter(values={"unit": house.units[0].pk, "count": 100}), by=act.qian, at=at("09:10"), reason="写错"
    )
    page = text(come_in("lin").get(KEYS_URL))
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    assert "5.5" in foot
    assert "150.25" in foot
    assert "view-name" in text(come_in("lin").get(f"{KEYS_URL}?state=ENTERED"))


def test_the_next_entry_can_begin_with_what_the_last_one_says(house, come_in, enter):
    client = come_in("lin")
    assert "like=last" not in text(client.get(f"{KEYS_URL}new/"))
    enter(values={"unit": house.units[0].pk, "count": 7, "reason": "代管通风"})
    assert "like=last" in text(client.get(f"{KEYS_URL}new/"))
    page = text(client.get(f"{KEYS_URL}new/?like=last"))
    assert "代管通风" in page
    assert 'value="7"' in page


def test_today_shows_what_waits_for_the_signature_of_a_post_i_hold(come_in, enter):
    entry = enter()
    assert "待我签字的登记" in text(come_in("qian").get("/today/"))
    assert entry.ref in text(come_in("qian").get("/today/"))
    assert "待我签字的登记" not in text(come_in("sun").get("/today/"))
