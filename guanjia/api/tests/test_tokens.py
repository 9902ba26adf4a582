"""Tokens: what they may do, when they work, and that nobody reads them twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management.utils import get_random_secret_key
from hypothesis import given
from hypothesis import strategies as st

from guanjia import cli
from guanjia.api import limits, queries, rules, secrets, services
from guanjia.api.models import Token
from guanjia.apps.organisations.terms import Can
from guanjia.kernel.actor import ActorKind
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at

from .conftest import grant

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def lin(house):
    with company_scope(house.company.pk):
        yield house.actor("lin")


def made(lin, **more):
    return services.make_token(lin, by=lin, at=NOW, **{"name": "mail gateway", **more})


def test_a_token_stands_for_its_owner_with_nothing_beyond_its_scopes(house, lin):
    token, text = made(lin, scopes=[Can.SEE_STAFF])
    actor = queries.actor_of(queries.token_with(text, NOW), NOW)
    assert (actor.kind, actor.id, actor.name) == (ActorKind.TOKEN, house.people["lin"].pk, "林晓")
    assert actor.can(Can.SEE_STAFF, house.site.pk)
    assert not actor.can(Can.MANAGE_STAFF)
    assert timeline(f"token:{token.pk}").get().data["scopes"] == [Can.SEE_STAFF]


def test_what_the_owner_loses_the_token_loses_too(house, lin):
    _token, text = made(lin, scopes=[Can.SEE_STAFF])
    grant(house, "front_desk")
    assert not queries.actor_of(queries.token_with(text, NOW), NOW).can(Can.SEE_STAFF)


def test_without_scopes_it_may_do_what_its_owner_may_do_now(house, lin):
    token, _text = made(lin)
    assert set(token.scopes) == set(lin.grants)
    token, _text = made(lin, scopes=["organisations.*"])
    assert set(token.scopes) == {one.value for one in Can}


def test_a_token_may_be_for_one_site_only(house, lin):
    _token, text = made(lin, site_id=house.site.pk)
    assert queries.actor_of(queries.token_with(text, NOW), NOW).site_ids == {house.site.pk}
    with pytest.raises(NotFound):
        made(lin, site_id=house.site.pk + 999)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"scopes": ["fly"]}, "scope_not_held"),
        ({"days": 0}, "days_out_of_range"),
        ({"days": rules.MOST_DAYS + 1}, "days_out_of_range"),
        ({"name": "  "}, "name_missing"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(lin, wrong, code):
    with pytest.raises(Refused) as caught:
        made(lin, **wrong)
    assert caught.value.code == code
    assert not Token.objects.exists()


def test_nobody_makes_or_revokes_the_token_of_another(house, lin):
    token, _text = made(lin)
    with pytest.raises(NotPermitted):
        services.make_token(lin, by=house.actor("qian"), at=NOW, name="x")
    with pytest.raises(NotPermitted):
        services.revoke_token(token, by=house.actor("qian"), at=NOW)


def test_expired_revoked_and_orphaned_tokens_do_not_work(house, lin):
    token, text = made(lin, days=1)
    assert queries.token_with(text, NOW + timedelta(hours=23)) == token
    assert queries.token_with(text, NOW + timedelta(hours=24)) is None
    account = house.people["lin"].account
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert queries.token_with(text, NOW) is None
    account.is_active = True
    account.save(update_fields=["is_active"])
    services.revoke_token(token, by=lin, at=NOW)
    services.revoke_token(token, by=lin, at=NOW)
    assert queries.token_with(text, NOW) is None
    assert timeline(f"token:{token.pk}").count() == 2


def test_somebody_who_has_left_acts_no_more_through_a_program(house, lin):
    _token, text = made(lin)
    house.people["lin"].left_on = NOW.date()
    house.people["lin"].save(update_fields=["left_on"])
    assert queries.token_with(text, NOW) is None


def test_the_text_of_a_token_is_stored_nowhere(lin):
    token, text = made(lin)
    secret = text.rpartition("_")[2]
    assert secret not in json.dumps([str(getattr(token, field.attname)) for field in Token._meta.fields])
    assert bytes(token.digest) == secrets.digest(text)
    assert queries.token_with(text[:-1] + ("A" if text[-1] != "A" else "B"), NOW) is None


@given(st.text(max_size=80))
def test_no_other_text_is_a_token(text):
    assert not secrets.prefix_of(text) or text.startswith("gj_")


def test_the_bucket_gives_what_it_holds_then_tells_how_long_to_wait(lin, settings):
    settings.GUANJIA_API_RATE = "3/m"
    token, _text = made(lin)
    assert [limits.take(token, NOW) for _ in range(4)] == [0, 0, 0, 20]
    assert limits.take(token, NOW + timedelta(seconds=19)) == 1
    assert limits.take(token, NOW + timedelta(seconds=20)) == 0
    assert [limits.take(token, NOW + timedelta(hours=1)) for _ in range(4)] == [0, 0, 0, 20]
    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(hours=1)


@pytest.mark.usefixtures("house")
def test_the_command_prints_a_working_token_and_nothing_else(house, capsys):
    assert cli.main(["token", "LIN", "--scope", "organisations.see_staff", "--days", "2"]) == 0
    printed = capsys.readouterr().out
    token = queries.token_with(printed.strip(), datetime.now(UTC))
    assert printed.count("\n") == 1
    assert (token.staff_id, token.scopes) == (house.people["lin"].pk, ["organisations.see_staff"])


@pytest.mark.usefixtures("house")
def test_the_command_answers_in_json_when_asked(capsys):
    assert cli.main(["token", "lin", "--site", "WX", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["login"], answer["site"]) == ("lin", "WX")
    assert queries.token_with(answer["token"], datetime.now(UTC)).site.code == "WX"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    "words", [["nobody"], ["lin", "--scope", "fly"], ["lin", "--days", "0"], ["lin", "--site", "HB"]]
)
def test_the_command_refuses_in_a_sentence(words, capsys):
    assert cli.main(["token", *words]) == cli.REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()


def test_a_signature_can_be_checked_by_the_other_side_and_by_nobody_else():
    secret, body = secrets.signing_secret(secrets.new_salt()), b'{"event":"cases.received"}'
    signed = secrets.signature(secret, 1772415000, body)
    assert signed == secrets.signature(secret, 1772415000, body)
    assert signed != secrets.signature(get_random_secret_key(), 1772415000, body)
    assert signed != secrets.signature(secret, 1772415001, body)
    assert signed != secrets.signature(secret, 1772415000, body + b" ")
    assert at("09:30") == NOW
