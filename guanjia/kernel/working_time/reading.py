"""Reading durations out of English and Chinese text, with full-width digits, Chinese numerals and the usual variants."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from guanjia.kernel.working_time.durations import Duration, Unit
from guanjia.kernel.working_time.errors import NotUnderstood

_EXAMPLES: Final = "15 minutes, 24 hours, 4 working hours, 7 working days, by 17:50, end of day, next day"

_SMALLER: Final = {
    Unit.DAYS: (24, Unit.HOURS),
    Unit.HOURS: (60, Unit.MINUTES),
    Unit.WORKING_HOURS: (60, Unit.WORKING_MINUTES),
}
_COUNTED: Final = {"min": Unit.MINUTES, "hour": Unit.HOURS, "day": Unit.DAYS}
_COUNTED_WORKING: Final = {"min": Unit.WORKING_MINUTES, "hour": Unit.WORKING_HOURS, "day": Unit.WORKING_DAYS}

_ENGLISH_AMOUNT: Final = re.compile(
    r"(?:within |in )?(?P<number>\d+(?:\.\d+)?) ?-?(?P<working>(?:working|business|work) ?-?)?"
    r"(?:(?P<min>min(?:ute)?s?)|(?P<hour>h|hrs?|hours?)|(?P<day>days?))"
)
_NUMERALS: Final = "零〇一二两三四五六七八九十百"
_CHINESE_AMOUNT: Final = re.compile(
    rf"(?:在)?(?P<number>\d+(?:\.\d+)?|[{_NUMERALS}]+|半)个?(?P<half>半)?(?P<working>工作)?"
    r"(?:(?P<min>分钟|分)|(?P<hour>小时|钟头)|(?P<day>天|日))(?:之内|以内|内)?"
)
_CLOCK: Final = re.compile(
    r"(?P<before>by |before |until |at )?(?P<zh_day>当日|当天|今日|今天|次日|翌日|第二天|明天|下一?个?工作日|次一?工作日)?"
    r"(?P<hour>\d{1,2})(?:[:时点](?P<minute>\d{1,2})分?|(?P<sharp>[时点]整?)|(?P<half>[时点]半))(?:之前|以前|前)?"
    r"(?P<en_day> (?:on )?(?:the )?(?:same day|today|next day|tomorrow|next working day|next business day))?"
)

_WORKING_DAY_WORDS: Final = frozenset({"next working day", "next business day"})
_NAMED: Final = {
    Unit.END_OF_DAY: (
        "end of day", "end of the day", "by end of day", "same day", "today", "eod",
        "当日", "当天", "当日内", "当天内", "今日内", "当日下班前", "当天下班前", "下班前",
    ),
    Unit.END_OF_NEXT_DAY: (
        "next day", "the next day", "end of next day", "end of the next day", "by end of next day", "tomorrow",
        "次日", "次日内", "翌日", "第二天", "第二天内", "明天", "次日下班前", "第二天下班前",
    ),
    Unit.NEXT_WORKING_DAY: (
        "next working day", "the next working day", "end of next working day", "end of the next working day",
        "next business day", "下一工作日", "下一个工作日", "下个工作日", "次一工作日", "次工作日",
        "下一工作日内", "下一个工作日内", "下个工作日内", "下一工作日下班前", "下个工作日下班前",
    ),
}  # fmt: skip
_BY_NAME: Final = {name: unit for unit, names in _NAMED.items() for name in names}


def read_duration(text: str) -> Duration:
    """The duration a text means; raises :class:`NotUnderstood` with examples for anything else."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    named = _BY_NAME.get(plain)
    if named is not None:
        return Duration(named)
    if re.search(r"[一-鿿]", plain):
        plain = plain.replace(" ", "")
    for pattern, read in ((_ENGLISH_AMOUNT, _amount), (_CHINESE_AMOUNT, _amount), (_CLOCK, _clock)):
        match = pattern.fullmatch(plain)
        if match is not None:
            return read(match, text)
    raise _not_understood(text)


def _not_understood(text: str) -> NotUnderstood:
    return NotUnderstood(
        "duration_not_understood", "“%(text)s” is not a length of time; write it like: %(examples)s.",
        text=text.strip()[:60], examples=_EXAMPLES,
    )  # fmt: skip


def _amount(match: re.Match[str], text: str) -> Duration:
    parts = match.groupdict()
    units = _COUNTED_WORKING if parts["working"] else _COUNTED
    unit = next(units[key] for key in ("min", "hour", "day") if parts[key])
    amount = _number(parts["number"], text)
    if parts.get("half"):
        amount += Decimal("0.5")
    if amount > 10**9:
        raise _not_understood(text)
    if parts["number"] == "半" and unit is Unit.DAYS:
        raise _not_understood(text)  # 半天 is half a day's work to one reader and twelve hours to another
    while amount != int(amount):
        if unit not in _SMALLER:
            raise NotUnderstood(
                "not_a_whole_number", "“%(text)s” is not a whole number of %(unit)s; give smaller units.",
                text=text.strip()[:60], unit=str(unit),
            )  # fmt: skip
        factor, unit = _SMALLER[unit]
        amount *= factor
    return Duration(unit, int(amount))


def _number(digits: str, text: str) -> Decimal:
    if digits == "半":
        return Decimal("0.5")
    if digits[0].isascii():
        return Decimal(digits)
    return Decimal(_chinese_number(digits, text))


def _chinese_number(numeral: str, text: str) -> int:
    """Numerals up to 999: 七, 十五, 二十四, 一百二十."""
    match = re.fullmatch(r"(?:(.)百)?[零〇]?(?:(.)?(十))?(.)?", numeral)
    digits = {sign: index for index, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, None: 0}
    if match is None or any(sign is not None and sign not in digits for sign in match.group(1, 2, 4)):
        raise _not_understood(text)
    hundreds, tens, ten, ones = match.groups()
    return digits[hundreds] * 100 + (digits[tens] or 1 if ten else 0) * 10 + digits[ones]


def _clock(match: re.Match[str], text: str) -> Duration:
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), 30 if parts["half"] else int(parts["minute"] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise NotUnderstood(
            "no_such_clock_time",
            "“%(text)s” names a time no day has; use 00:00 to 24:00.",
            text=text.strip()[:60],
        )
    day = parts["zh_day"] or (parts["en_day"] or "").strip().removeprefix("on ").removeprefix("the ")
    if day in _WORKING_DAY_WORDS or day.endswith("工作日"):
        unit = Unit.CLOCK_NEXT_WORKING_DAY
    elif day in {"next day", "tomorrow", "次日", "翌日", "第二天", "明天"}:
        unit = Unit.CLOCK_NEXT_DAY
    else:
        unit = Unit.CLOCK
    return Duration(unit, hour * 60 + minute)
