"""Letters in and out, contact sheets, rectification notices, notices to residents, and a text of the company's own."""

from datetime import timedelta
from typing import Any

from guanjia.apps.letters import queries
from guanjia.apps.letters import services as letters
from guanjia.apps.letters.services.notices import Content
from tests.cast import at
from tests.matrix.stage.company import STROKES, Estate
from tests.matrix.stage.files import picture

_SIGNED = STROKES.replace("]]]", "],[420,60],[460,90],[500,40]]]")


def tell_letters(estate: Estate) -> None:
    """One of each kind in the states in which its page looks different."""
    _letters(estate)
    _sheets(estate)
    _rectifications(estate)
    _notices(estate)
    estate.things["wording"] = letters.keep_wording(
        **_by(estate),
        kind="notice",
        topic="TIP",
        title=f"{estate.word}防火提示",
        body="请{对象}注意{事项}。",
        body_en="{what}",
    )


def grow_letters(estate: Estate, number: int) -> None:
    """One more of each kind, waiting for whoever it waits for."""
    _incoming(estate, f"又一封{number}")
    letters.submit(_draft(estate, f"又一函{number}"), **_by(estate), posts=["cs_manager"])
    _sheet(estate, f"又一单{number}", "cs_manager")
    _delivered(estate, f"又一违规{number}")
    sealed = _approved(_draft(estate, f"盖章函{number}"), estate)
    letters.put_seal(sealed, **_by(estate), seal="COMPANY", copies=1)
    row = _approved(_notice(estate, f"又一通知{number}"), estate)
    letters.put_up(row, **_by(estate), place_id=estate.things["place"].pk, files=[picture()])
    letters.keep_wording(**_by(estate), kind="out", title=f"又一模板{number}", body="{对象}：")


def _by(estate: Estate, clock: str = "09:20") -> dict[str, Any]:
    return {"by": estate.house.system, "at": at(clock)}


def _incoming(estate: Estate, subject: str, **more: Any) -> Any:
    return letters.register(
        estate.house.site.pk,
        **_by(estate),
        party=f"{estate.word}李先生",
        party_kind="RESIDENT",
        subject=f"{estate.word}{subject}",
        way="HAND",
        handler_id=estate.staff("zhou"),
        answer_due_at=at("10:00"),
        **more,
    )


def _draft(estate: Estate, subject: str, **more: Any) -> Any:
    return letters.draft_letter(
        estate.house.site.pk,
        **_by(estate),
        party=f"{estate.word}李先生",
        party_kind="RESIDENT",
        subject=f"{estate.word}{subject}",
        text="来函收悉，已安排处理。",
        **more,
    )


def _approved(paper: Any, estate: Estate) -> Any:
    paper = letters.submit(paper, **_by(estate), posts=["cs_manager"])
    return letters.review(paper, **_by(estate), agreed=True)


def _letters(estate: Estate) -> None:
    things, word = estate.things, estate.word
    things["letter in"] = _incoming(estate, "噪声", complaint=True, files=[picture()])
    things["letter in secret"] = _incoming(estate, "举报", confidential=True)
    answered = _incoming(estate, "停车")
    things["letter in answered"] = letters.answer_otherwise(answered, **_by(estate), note="当面答复")
    things["letter out draft"] = _draft(estate, "复函", answers=things["letter in"])
    handed = letters.submit(_draft(estate, "催告"), **_by(estate), posts=["cs_manager", "property_gm"])
    things["letter out review"] = letters.review(handed, **_by(estate), agreed=True, note="同意")
    sealed = _approved(_draft(estate, "委托", needs_seal=True), estate)
    things["letter out approved"] = letters.put_seal(
        sealed, **_by(estate), seal="COMPANY", copies=2, taken_by=word
    )
    sent = _approved(_draft(estate, "告知", reply_wanted_by=at("18:00")), estate)
    things["letter out sent"] = letters.send(sent, **_by(estate), way="COURIER", proof="EMS 1234")


def _sheet(estate: Estate, subject: str, post: str = "", party: str = "") -> Any:
    return letters.issue_sheet(
        estate.house.site.pk,
        **_by(estate),
        subject=f"{estate.word}{subject}",
        text="请派人处理。",
        wanted_by=at("10:30"),
        to_post=post,
        party=party,
        party_kind="DEVELOPER" if party else "",
    )


def _sheets(estate: Estate) -> None:
    estate.things["contact"] = _sheet(estate, "照明", "cs_manager")
    asked = _sheet(estate, "渗漏", party=f"{estate.word}开发公司")
    estate.things["contact answered"] = letters.answer_sheet(asked, **_by(estate), answer="已修复")


def _rectification(estate: Estate, subject: str) -> Any:
    return letters.draft_rectification(
        estate.house.site.pk,
        **_by(estate),
        party=f"{estate.word}王业主",
        party_kind="RESIDENT",
        subject=f"{estate.word}{subject}",
        text="阳台搭建。",
        demand="三日内拆除。",
        correct_by=at("09:30"),
        clause="装修协议第十二条",
        files=[picture()],
    )


def _delivered(estate: Estate, subject: str) -> Any:
    row = letters.issue_rectification(_rectification(estate, subject), **_by(estate))
    return letters.deliver(row, **_by(estate), how="SIGNED", name="王芳", strokes=_SIGNED)


def _rectifications(estate: Estate) -> None:
    things = estate.things
    things["rectify draft"] = _rectification(estate, "堆物")
    things["rectify issued"] = letters.issue_rectification(_rectification(estate, "破墙"), **_by(estate))
    things["rectify delivered"] = _delivered(estate, "违建")
    things["rectify failed"] = letters.recheck(
        _delivered(estate, "占道"), **_by(estate, "09:40"), passed=False, note="未清走"
    )
    first = letters.recheck(_delivered(estate, "封窗"), **_by(estate, "09:40"), passed=False, note="未拆")
    later = at("18:00")
    things["rectify second"] = letters.second_notice(
        first, **_by(estate, "09:41"), demand="立即拆除", correct_by=later
    )
    things["rectify closed"] = letters.recheck(
        _delivered(estate, "漏水"), **_by(estate, "09:40"), passed=True, note="已修"
    )


def _notice(estate: Estate, subject: str, **more: Any) -> Any:
    given = {"topic": "WATER", "from_at": at("09:00"), "until_at": at("09:00") + timedelta(hours=2), **more}
    content = Content(
        subject=f"{estate.word}{subject}", text="请提前储水。", text_en="Store water.", copies=3, **given
    )
    return letters.draft_notice(estate.house.site.pk, **_by(estate), content=content)


def _notices(estate: Estate) -> None:
    things = estate.things
    things["notice draft"] = _notice(estate, "停电", topic="POWER")
    weather = {"topic": "WEATHER", "hazard": "TYPHOON", "level": "RED"}
    things["notice review"] = letters.submit(
        _notice(estate, "台风", **weather), **_by(estate), posts=["cs_manager"]
    )
    things["notice approved"] = _approved(
        _notice(estate, "保养", topic="WORKS", until_at=at("20:00")), estate
    )
    hung = _approved(_notice(estate, "停水"), estate)
    things["notice posted"] = letters.put_up(
        hung, **_by(estate), place_id=things["place"].pk, files=[picture()]
    )
    things["posting"] = queries.hanging(things["notice posted"])[0]
    gone = letters.put_up(
        _approved(_notice(estate, "年检"), estate),
        **_by(estate),
        place_id=things["place"].pk,
        files=[picture()],
    )
    things["notice recalled"] = letters.recall(gone, **_by(estate, "09:45"), reason="改期")
