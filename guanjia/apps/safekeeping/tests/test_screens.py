"""The screens: the counter, taking in, handing out, on to the steward, losses, newspapers, papers; who may not."""

import pytest
import time_machine
from django.test import Client

from guanjia.apps.organisations.queries import site as kept_site
from guanjia.apps.safekeeping import services
from guanjia.apps.safekeeping.models import KeptItem, LossReport, PaperDay, Subscription, TurnedAway
from guanjia.apps.safekeeping.tests.conftest import BAG, PHONE, PURSE, STROKES
from guanjia.kernel.journal import timeline
from tests.cast import at

MAIL = "/safekeeping/new/mail/"


@pytest.fixture(autouse=True)
def at_noon(house):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def browser(house, login="lin", language="en"):
    client = Client()
    account = house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def post(client, path, status=302, **data):
    answer = client.post(path, data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def test_mail_is_taken_in_and_the_form_comes_back_with_what_is_repeated(house):
    client = browser(house)
    sent = {
        "tracking": "sf1001",
        "unit_id": house.units["1-101"].pk,
        "for_name": "王芳",
        "sort": "express",
        "shelf": "A7",
        "count": 1,
        "delivery": "door",
        "carrier": "顺丰",
    }
    assert post(client, MAIL, **sent)["Location"] == MAIL
    item = KeptItem.objects.get()
    assert (item.tracking, item.what, item.delivery) == ("SF1001", "Express mail", "door")
    html = get(client, MAIL)
    assert 'value="A7"' in html
    assert 'value="顺丰"' in html
    assert 'value="王芳"' not in html
    assert 'value="王芳"' in get(client, f"{MAIL}?again=1")


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(house):
    html = post(
        browser(house), MAIL, 422, sort="parcel", shelf="A7", count=1, delivery="desk"
    ).content.decode()
    assert "Say for which unit or for whom the mail is" in html
    assert 'value="A7"' in html
    assert (
        "请填写收件房号或收件人"
        in post(
            browser(house, language="zh-hans"), MAIL, 422, sort="parcel", shelf="A7", count=1, delivery="desk"
        ).content.decode()
    )


def test_the_counter_finds_and_the_thing_is_handed_out(house, take):
    item = take(tracking="SF77", moment="11:00")
    client = browser(house)
    assert f'data-test="give-{item.ref}"' in get(client, "/safekeeping/counter/?q=sf77")
    assert "Nothing is here under this" in get(client, "/safekeeping/counter/?q=nothing")
    path = f"/safekeeping/{item.ref}/hand-out/"
    assert 'value="王芳"' in get(client, path)
    refused = post(client, path, 422, how="signed", taken_by="张三", signature=STROKES).content.decode()
    assert "张三 is neither its owner nor named" in refused
    post(client, path, how="signed", taken_by="王芳", signature=STROKES)
    html = get(client, f"/safekeeping/{item.ref}/")
    assert 'data-test="signature"' in html
    assert 'data-test="handing"' in html
    get(client, path, 422)
    again = post(client, path, 422, how="signed", taken_by="王芳", signature=STROKES).content.decode()
    assert "It is not here any more" in again


def test_somethings_left_is_checked_and_its_receipt_printed(house):
    client = browser(house)
    sent = {
        "what": "行李箱",
        "sort": "bag",
        "count": 2,
        "for_name": "王芳",
        "phone": "13800138000",
        "shelf": "B1",
        "delivery": "desk",
        "condition": "完好",
        "inspected": "on",
        "value_fen": "500",
    }
    html = post(client, "/safekeeping/new/storage/", 422, **sent).content.decode()
    assert "First see that it is none of the refused classes" in html
    assert "Live animals" in html
    post(client, "/safekeeping/new/storage/", in_scope="on", reminded="on", **sent)
    item = KeptItem.objects.get()
    paper = get(client, f"/safekeeping/{item.ref}/print/")
    assert item.code in paper
    assert "138****8000" in paper
    assert "13800138000" not in paper
    assert client.get(f"/safekeeping/{item.ref}/pdf/").content.startswith(b"%PDF")
    assert item.ref in get(client, f"/safekeeping/labels/?chosen={item.ref}")
    page = get(client, f"/safekeeping/{item.ref}/")
    assert "13800138000" not in page
    assert item.code not in page


def test_a_find_shows_its_secret_only_to_who_hands_out_and_is_claimed(house, take, miss):
    item, loss = take(PHONE, moment="11:00"), miss()
    assert "壁纸是猫" in get(browser(house), f"/safekeeping/{item.ref}/")
    assert "壁纸是猫" not in get(browser(house, "bao"), f"/safekeeping/{item.ref}/")
    assert loss.ref in get(browser(house), f"/safekeeping/{item.ref}/")
    assert item.ref in get(browser(house), f"/safekeeping/losses/{loss.ref}/")
    path = f"/safekeeping/{item.ref}/hand-out/"
    client = browser(house)
    assert "Ask what marks" in post(client, path, 422, taken_by="赵六", signature=STROKES).content.decode()
    post(
        client,
        path,
        taken_by="赵六",
        proof="壁纸是猫",
        identity="110101199001011234",
        loss_ref=loss.ref,
        signature=STROKES,
    )
    assert LossReport.objects.get().state == "FOUND"


def test_valuables_found_ask_for_the_second_person(house):
    client = browser(house)
    sent = {
        "what": "钱包",
        "sort": "cash",
        "count": 1,
        "found_where": "大堂",
        "found_by": "刘姐",
        "found_at": "2026-03-02T09:00",
        "shelf": "S1",
    }
    assert (
        "Two people do this together" in post(client, "/safekeeping/new/found/", 422, **sent).content.decode()
    )
    post(client, "/safekeeping/new/found/", counted_with_id=house.people["qian"].pk, **sent)
    assert KeptItem.objects.get().counted_with == house.people["qian"]


def test_chosen_things_go_to_a_steward_and_from_there_to_the_door(house, take):
    items = [take(moment="11:00"), take(unit="1-102", moment="11:05")]
    client = browser(house)
    html = get(client, "/safekeeping/hand-on/?" + "&".join(f"chosen={one.ref}" for one in items))
    assert html.index("赵敏") < html.index("乔安")  # the steward of the group comes first
    post(
        client,
        "/safekeeping/hand-on/",
        chosen=[one.ref for one in items],
        steward_id=house.people["zhao"].pk,
        signature=STROKES,
    )
    batch = KeptItem.objects.first().batch
    steward = browser(house, "zhao")
    assert f'data-test="give-{items[0].ref}"' in get(steward, f"/safekeeping/batches/{batch.ref}/")
    assert client.get(f"/safekeeping/batches/{batch.ref}/pdf/").content.startswith(b"%PDF")
    post(steward, f"/safekeeping/{items[0].ref}/hand-out/", how="door", agreed="王芳电话同意")
    post(steward, f"/safekeeping/{items[1].ref}/bring-back/", note="无人在家", shelf="A2")
    assert sorted(KeptItem.objects.values_list("state", flat=True)) == ["HANDED_OUT", "KEPT"]


def test_an_empty_choice_says_what_to_do(house):
    assert "Nothing is chosen" in get(browser(house), "/safekeeping/hand-on/")


def test_the_shelf_is_narrowed_summed_and_exported(house, take):
    take(BAG, moment="11:00")
    take(moment="11:01")
    client = browser(house)
    assert "KP-2026-000001" not in get(client, "/safekeeping/?kind=mail")
    assert "KP-2026-000001" in get(client, "/safekeeping/?kind=storage")
    assert client.get("/safekeeping/?format=xlsx").content.startswith(b"PK")


def test_an_empty_shelf_leads_to_the_counter(house):
    assert "架上没有物品" in get(browser(house, language="zh-hans"), "/safekeeping/")


def test_refusing_is_entered_and_listed(house):
    client = browser(house)
    post(client, "/safekeeping/refused/new/", reason="animals", what="一只猫", offered_by="王芳")
    assert TurnedAway.objects.get().reason == "animals"
    assert "Live animals" in get(client, "/safekeeping/refused/")


def test_the_owner_is_told_with_the_code_and_a_number_is_shown_for_a_reason(house, take):
    item = take(BAG, moment="11:00")
    client = browser(house)
    assert item.code in get(client, f"/safekeeping/{item.ref}/tell/")
    post(client, f"/safekeeping/{item.ref}/tell/", how="phone")
    answer = post(client, f"/safekeeping/{item.ref}/phone/", 200, reason="通知领取")
    assert "13800138000" in answer.content.decode()
    events = [one.event for one in timeline(item.ref)]
    assert {"safekeeping.told", "safekeeping.phone_shown"} <= set(events)


def test_moving_prolonging_and_sending_back(house, take):
    item, client = take(moment="11:00"), browser(house)
    post(client, f"/safekeeping/{item.ref}/move/", shelf="C3")
    post(client, f"/safekeeping/{item.ref}/prolong/", due_at="2026-03-05T18:00")
    post(client, f"/safekeeping/{item.ref}/send-back/", note="查无此人")
    item.refresh_from_db()
    assert (item.shelf, item.state) == ("C3", "RETURNED")


def test_what_nobody_claims_is_decided_and_disposed_of(house, take):
    item = take(BAG, moment="11:00", due_at=at("11:30"))
    services.set_rules(house.site.pk, by=house.system, at=at("11:00"), refused=[], own=[], unclaimed_days=1)
    services.look_over(at=item.keep_until)
    qian, lin = browser(house, "qian"), browser(house)
    assert "Unclaimed" in get(qian, "/safekeeping/?state=UNCLAIMED")
    post(qian, f"/safekeeping/{item.ref}/keep-on/", keep_until="2026-03-20T18:00", note="业主出国")
    services.look_over(at=at("12:00").replace(month=4))
    post(qian, f"/safekeeping/{item.ref}/release/", note="捐赠")
    post(lin, f"/safekeeping/{item.ref}/dispose/", note="已捐赠", witness_id=house.people["bao"].pk)
    item.refresh_from_db()
    assert item.state == "DISPOSED"


def test_a_find_goes_to_the_police(house, take):
    item = take(PURSE, moment="11:00")
    post(browser(house), f"/safekeeping/{item.ref}/police/", station="城东派出所", receipt="2026-17")
    assert KeptItem.objects.get().state == "POLICE"


def test_a_loss_is_reported_and_given_up(house):
    client = browser(house)
    sent = {
        "what": "白色手机",
        "sort": "phone",
        "name": "赵六",
        "phone": "13900139000",
        "lost_on": "2026-03-02",
    }
    post(client, "/safekeeping/losses/new/", **sent)
    loss = LossReport.objects.get()
    assert loss.ref in get(client, "/safekeeping/losses/")
    assert (
        "13900139000"
        in post(client, f"/safekeeping/losses/{loss.ref}/phone/", 200, reason="来认领").content.decode()
    )
    post(client, f"/safekeeping/losses/{loss.ref}/close/", note="自己找到")
    assert LossReport.objects.get().state == "CLOSED"


def test_newspapers_are_subscribed_counted_made_good_and_ended(house):
    client = browser(house)
    for code in ("1-101", "2-201"):
        post(
            client,
            "/safekeeping/newspapers/subscribe/",
            unit_id=house.units[code].pk,
            paper="人民日报",
            copies=2,
            from_on="2026-03-01",
        )
    assert 'data-test="coming"' in get(client, "/safekeeping/newspapers/")
    short = Subscription.objects.first()
    path = "/safekeeping/newspapers/count/?paper=人民日报"
    assert "4 copies should come today" in get(client, path)
    post(client, path, shelf="报架", missing=[short.pk])
    day = PaperDay.objects.get()
    assert (day.expected, day.arrived) == (4, 2)
    assert 'data-test="papers-good"' in get(client, "/safekeeping/newspapers/")
    post(client, f"/safekeeping/newspapers/days/{day.pk}/good/", note="下午补到")
    post(client, f"/safekeeping/newspapers/subscriptions/{short.pk}/end/", until_on="2026-03-03")
    assert PaperDay.objects.get().short == 0
    get(client, "/safekeeping/newspapers/count/?paper=没有", 422)


def test_the_rules_of_a_site_are_for_its_managers(house):
    sent = {"refused": ["cash"], "own": "电动车电池\n", "storage_days": 2, "unclaimed_days": 20}
    sent |= {"found_days": 90, "mail_days": 10}
    assert browser(house).get("/safekeeping/rules/").status_code == 403
    client = browser(house, "zhou")
    post(client, "/safekeeping/rules/", **sent)
    assert "电动车电池" in get(client, "/safekeeping/rules/")
    assert "电动车电池" in get(browser(house), "/safekeeping/new/storage/")


def test_today_and_the_page_of_a_unit_say_what_is_here(house, take, pass_on):
    item = take(moment="11:00")
    assert item.ref in get(browser(house), f"/places/units/{house.units['1-101'].pk}/")
    assert item.ref not in get(browser(house), f"/places/units/{house.units['2-201'].pk}/")
    assert 'data-test="kept-waits"' not in get(browser(house, "zhao"), "/today/")
    pass_on(item)
    assert 'data-test="kept-waits"' in get(browser(house, "zhao"), "/today/")


def test_a_strange_kind_is_not_there_and_a_technician_sees_nothing(house, take):
    get(browser(house), "/safekeeping/new/weapons/", 404)
    assert browser(house, "sun").get("/safekeeping/").status_code == 403


def test_the_palette_finds_things_and_losses(house, take, miss):
    item, loss = take(moment="11:00"), miss()
    client = browser(house)
    assert item.ref in get(client, f"/search/?q={item.ref}")
    assert loss.ref in get(client, "/search/?q=手机")
