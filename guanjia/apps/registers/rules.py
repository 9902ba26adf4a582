"""Decisions about entries, free of database and screens: what a field takes, who signs next, why a step is not done."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.terms import CUSTOMER
from guanjia.apps.rulebook.terms import Action, Field, FieldKind
from guanjia.kernel.money import parse_yuan
from guanjia.kernel.refusals import Refusal, Refused, Text

LONGEST = {
    FieldKind.TEXT: 200,
    FieldKind.LONG_TEXT: 4000,
    FieldKind.CONTRACTOR: 200,
    FieldKind.EQUIPMENT: 200,
    FieldKind.SCAN: 500,
}
"""How many signs a text may have."""

LARGEST = 10**12
"""The largest number, and the largest amount in fen, that is taken; anything above is a slip of the hand."""

MOST_ROWS = 200
"""So many rows fit into a table of an entry."""

FILES = (FieldKind.PHOTO, FieldKind.FILE, FieldKind.SIGNATURE)
"""Fields that hold what ``documents`` keeps: the keys of pictures and files, the id of a signature."""

SUBJECTS = {
    FieldKind.UNIT: "unit",
    FieldKind.PLACE: "place",
    FieldKind.STAFF: "staff",
    FieldKind.PERSON: "person",
}
"""Fields that name a thing of the house, with the word before the colon of its reference; stored as the thing's id."""

ABOUT = (FieldKind.UNIT, FieldKind.PLACE, FieldKind.STAFF)
"""What an entry is about when nobody says: the first of its fields of these kinds, in this order; else the site."""


@dataclass(frozen=True)
class Read:
    """What was given for the fields, as plain JSON, and everything that is wrong with it, each beside its field."""

    values: dict[str, Any] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def read(fields: Iterable[Field], given: Mapping[str, Any], photos: Mapping[str, int]) -> Read:
    """Read what was given for an entry's fields. ``photos`` says how many pictures, files or signatures come for a field.

    Stored are: text as text, numbers as numbers, money in fen, days and moments (UTC) as ISO text, a choice as its key, a
    flag as true or false (no answer is no), a time as "14:30", a period as {"from", "until"}, a table as a list of rows, a unit, place, person or member of staff as its id. A unit or place may
    come by its code; the code is then the value, for the caller to look up. Blank fields are left out.
    """
    found = Read()
    known = list(fields)
    for one in known:
        raw = given.get(one.key)
        if one.kind is FieldKind.COMPUTED:
            continue  # worked out, whatever somebody sends for it
        if one.kind in FILES:
            missing = one.required and not photos.get(one.key)
        elif one.kind is FieldKind.FLAG:
            raw, missing = (False if raw in (None, "") else raw), False
        else:
            raw = raw.strip() if isinstance(raw, str) else raw
            missing = one.required and raw in (None, "", [])
        if missing:
            found.refusals.append(_refusal("field_missing", MISSING[one.kind is FieldKind.PHOTO], one))
        elif one.kind not in FILES and raw not in (None, "", []):
            _read_one(found, one, raw)
    strange = sorted({*given, *photos} - {one.key for one in known})
    found.refusals.extend(
        Refusal("field_unknown", _("This register has no such field. Leave it out."), field=key)
        for key in strange
    )
    return found


MISSING: tuple[Text, Text] = (_("Please fill this in."), _("Add at least one photo."))


def _read_one(found: Read, one: Field, raw: Any) -> None:
    try:
        found.values[one.key] = _READERS[one.kind](one, raw)
    except Refused as refused:
        found.refusals.extend(
            Refusal(each.code, each.message, field=one.key, params=each.params) for each in refused.refusals
        )


def _refusal(code: str, message: Text, one: Field, **params: Any) -> Refusal:
    return Refusal(code, message, field=one.key, params=params)


def _text(one: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Refused(_refusal("not_text", _("Write this in words."), one))
    most = LONGEST[one.kind]
    if len(raw) > most:
        message = _("This is longer than %(most)s signs. Shorten it, or attach a photo of the paper.")
        raise Refused(_refusal("too_long", message, one, most=most))
    return raw


def _number(one: Field, raw: Any) -> int | float:
    wrong = _refusal("not_a_number", _("Write a number, like 12 or 3.5."), one)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        raise Refused(wrong)
    text = unicodedata.normalize("NFKC", str(raw)).replace(",", "").strip()
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Refused(wrong) from error
    if not number.is_finite() or abs(number) > LARGEST:
        raise Refused(wrong)
    return int(number) if number == number.to_integral_value() else float(number)


def _money(one: Field, raw: Any) -> int:
    if isinstance(raw, str):
        return parse_yuan(unicodedata.normalize("NFKC", raw))
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > LARGEST:
        raise Refused(_refusal("bad_amount", _("Give the amount in yuan, like 1234.50."), one))
    return raw


def _day(one: Field, raw: Any) -> str:
    found = _iso(date, raw)
    if found is None or isinstance(found, datetime):
        raise Refused(_refusal("not_a_day", _("Write the day like 2026-03-02."), one))
    return found.isoformat()


def _moment(one: Field, raw: Any) -> str:
    found = _iso(datetime, raw)
    if not isinstance(found, datetime) or found.tzinfo is None:
        raise Refused(_refusal("not_a_moment", _("Write day and time like 2026-03-02 14:30."), one))
    return found.astimezone(UTC).isoformat()


def _iso(kind: type[date], raw: Any) -> date | None:
    if not isinstance(raw, str):
        return raw if isinstance(raw, date) else None
    try:
        return kind.fromisoformat(raw)
    except ValueError:
        return None


def _choice(one: Field, raw: Any) -> str:
    if not isinstance(raw, str) or raw not in {key for key, _label in one.choices}:
        raise Refused(_refusal("not_a_choice", _("Please choose one of these."), one))
    return str(raw)


def _flag(one: Field, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise Refused(_refusal("not_a_flag", _("Answer yes or no."), one))
    return raw


def _time(one: Field, raw: Any) -> str:
    try:
        found = raw if isinstance(raw, time) else time.fromisoformat(raw)
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo is not None:
        raise Refused(_refusal("not_a_time", _("Write the time like 14:30."), one))
    return f"{found:%H:%M}"


def _period(one: Field, raw: Any) -> dict[str, str]:
    wrong = _refusal("not_a_period", _("Write when it begins and when it ends."), one)
    if not isinstance(raw, Mapping) or set(raw) != {"from", "until"}:
        raise Refused(wrong)
    begins, ends = _moment(one, raw["from"]), _moment(one, raw["until"])
    if ends <= begins:
        raise Refused(_refusal("period_backwards", _("The end must come after the beginning."), one))
    return {"from": begins, "until": ends}


def _post(one: Field, raw: Any) -> str:
    if not isinstance(raw, str) or not 0 < len(raw) <= 60:
        raise Refused(_refusal("not_a_choice", _("Please choose one of these."), one))
    return raw


def _rows(one: Field, raw: Any) -> list[dict[str, Any]]:
    """A table row by row; a row with nothing in it is left out."""
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        raise Refused(_refusal("not_rows", _("Give the lines of this table one by one."), one))
    filled = [row for row in raw if any(value not in (None, "") for value in row.values())]
    if len(filled) > MOST_ROWS:
        message = _("A table holds at most %(most)s lines. Make a second entry.")
        raise Refused(_refusal("too_many_rows", message, one, most=MOST_ROWS))
    found, wrong = [], []
    for place, row in enumerate(filled, start=1):
        line = read(one.columns, row, {})
        found.append(line.values)
        wrong += [_in_row(one, place, each) for each in line.refusals]
    if wrong:
        raise Refused(*wrong)
    return found


def _in_row(one: Field, place: int, refusal: Refusal) -> Refusal:
    label = next((str(column.label) for column in one.columns if column.key == refusal.field), refusal.field)
    message = _("Line %(row)s, %(column)s: %(why)s")
    return _refusal(refusal.code, message, one, row=place, column=label, why=str(refusal))


def _thing(one: Field, raw: Any) -> int | str:
    by_code = isinstance(raw, str) and one.kind in (FieldKind.UNIT, FieldKind.PLACE)
    by_id = isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 2**63
    if not by_code and not by_id:
        raise Refused(not_here(one.key))
    return raw  # type: ignore[no-any-return]


def not_here(key: str) -> Refusal:
    """A unit, place or person that is not of this site, or not there at all."""
    return Refusal(
        "not_here",
        _("There is nothing like this at this site. Type a few signs and choose again."),
        field=key,
    )


_READERS: dict[FieldKind, Callable[[Field, Any], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _day,
    FieldKind.MOMENT: _moment,
    FieldKind.CHOICE: _choice,
    FieldKind.FLAG: _flag,
    FieldKind.PERSON: _thing,
    FieldKind.STAFF: _thing,
    FieldKind.UNIT: _thing,
    FieldKind.PLACE: _thing,
    FieldKind.TIME: _time,
    FieldKind.PERIOD: _period,
    FieldKind.POST: _post,
    FieldKind.CONTRACTOR: _text,
    FieldKind.EQUIPMENT: _text,
    FieldKind.SCAN: _text,
    FieldKind.ROWS: _rows,
}


def works_offline(fields: Iterable[Field]) -> bool:
    """Whether a form can be filled in without signal: nothing in it that few may see, and no customer that must be looked up."""
    asked = list(fields)
    return not any(one.is_private or (one.kind is FieldKind.PERSON and one.required) for one in asked)


# --- What the values speak of ------------------------------------------------------------------------------------------


def refs_of(fields: Iterable[Field], values: Mapping[str, Any]) -> set[str]:
    """The references of the units, places and people an entry names."""
    return {
        f"{SUBJECTS[one.kind]}:{values[one.key]}"
        for one in fields
        if one.kind in SUBJECTS and isinstance(values.get(one.key), int)
    }


def first_of(kind: FieldKind, fields: Iterable[Field], values: Mapping[str, Any]) -> int | None:
    """The id in the first filled field of a kind, of those that everybody sees."""
    open_to_all = (one for one in fields if one.kind is kind and not one.is_private)
    found = (values[one.key] for one in open_to_all if values.get(one.key))
    return next(found, None)


def about_of(fields: Iterable[Field], values: Mapping[str, Any], site: str) -> str:
    """What an entry is about: the unit, else the place, else the person of the staff its fields name, else the site."""
    fields = list(fields)
    for kind in ABOUT:
        if (found := first_of(kind, fields, values)) is not None:
            return f"{SUBJECTS[kind]}:{found}"
    return site


# --- Steps -------------------------------------------------------------------------------------------------------------


def next_signer(signed_by: Collection[str], signed: int) -> str:
    """The post, or ``customer``, whose turn it is to sign after ``signed`` signatures; "" when none is missing."""
    return list(signed_by)[signed] if signed < len(signed_by) else ""


def why_not_sign(
    signer: str, *, signer_name: Text, actor_id: int | None, holders: Collection[int]
) -> Refusal | None:
    """Why somebody cannot give the signature that is due. A customer's may be taken by anyone who may sign at all."""
    if not signer:
        return Refusal("nobody_signs", _("No signature is missing here. There is nothing left to sign."))
    if signer == CUSTOMER or (actor_id is not None and actor_id in holders):
        return None
    message = _("It is the turn of “%(post)s” to sign. Ask whoever holds that post.")
    return Refusal("not_your_turn", message, params={"post": signer_name})


def why_not_together(signer: str) -> Refusal | None:
    """Why an entry is not signed with others at once: a customer signs by hand."""
    if signer != CUSTOMER:
        return None
    return Refusal(
        "customer_signs", _("The customer signs this on the screen. Open it and hand the screen over.")
    )


def why_signed_meanwhile(*, seen_due: str, due: str) -> Refusal | None:
    """Why a signature is not given: somebody else has signed or declined since the page was read."""
    if seen_due == due:
        return None
    return Refusal(
        "signed_meanwhile", _("Somebody has signed this in the meantime. Reload the page and look again.")
    )


def why_not_decline(reason: str) -> Refusal | None:
    """Why a signature is not declined."""
    if not reason.strip():
        return Refusal("reason_missing", _("Write why you decline; the reason is kept."), field="reason")
    return None


def why_other_account(*, sent: str, own: int | None) -> Refusal | None:
    """Why an entry is not made: its form was filled in by somebody else, who signed out before it was sent."""
    if not sent or sent == str(own):
        return None
    message = _("Somebody else filled this in. It is sent when they sign in again on this device.")
    return Refusal("other_account", message)


def why_not_act(
    action: Action, stage: str, *, is_unsigned: bool, actor_id: int | None, holders: Collection[int]
) -> Refusal | None:
    """Why an action of the register is not taken now, by this actor."""
    if stage not in action.from_stages:
        message = _("“%(action)s” is not possible any more. Reload the page to see what can be done now.")
        return Refusal("illegal_step", message, params={"action": action.label})
    if is_unsigned and not action.unsigned:
        return Refusal("not_signed_yet", _("This waits for a signature. Have it signed first."))
    if action.by and (actor_id is None or actor_id not in holders):
        return Refusal("not_your_step", _("This is for another post to do. Ask whoever holds it."))
    return None


def why_not_strike(reason: str) -> Refusal | None:
    """Why an entry is not struck out."""
    if not reason.strip():
        return Refusal("reason_missing", _("Write why it is struck out; the reason is kept."), field="reason")
    return None


def why_not_kept(*, is_in_force: bool) -> Refusal | None:
    """Why nothing can be entered in a register."""
    if is_in_force:
        return None
    message = _("The site's rulebook does not ask for this register any more. What is in it stays readable.")
    return Refusal("register_closed", message)


def why_not_enter(*, may_enter: bool, posts: str) -> Refusal | None:
    """Why somebody cannot make an entry in a register that names posts for it."""
    if may_enter:
        return None
    message = _("Entries here are made by: %(posts)s. Ask one of them.")
    return Refusal("not_your_register", message, params={"posts": posts})


def why_gone(*, is_destroyed: bool) -> Refusal | None:
    """Why nothing is done any more with an entry whose time was over."""
    if not is_destroyed:
        return None
    return Refusal("destroyed", _("What was written in this entry is gone. Only its number is left."))


def why_not_hold(reason: str) -> Refusal | None:
    """Why an entry is not put under a hold."""
    if not reason.strip():
        return Refusal(
            "reason_missing",
            _("Write why it must be kept, such as the number of the dispute."),
            field="reason",
        )
    return None


def why_not_reveal(reason: str) -> Refusal | None:
    """Why somebody is not shown what is masked."""
    if not reason.strip():
        message = _("Write why you need it; the reason is kept in the journal.")
        return Refusal("reason_missing", message, field="reason")
    return None


def why_not_destroy(*, asked_by: int | None, by: int | None, is_ended: bool) -> Refusal | None:
    """Why a list of entries is not decided on by somebody."""
    if is_ended:
        return Refusal("already_decided", _("This list was decided already. Reload the page."))
    if asked_by is not None and asked_by == by:
        return Refusal(
            "two_people", _("A second person decides. Ask somebody else who may strike entries out.")
        )
    return None


def kept_until(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
