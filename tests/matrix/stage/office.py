"""What the office has: attachments, a robot, programs that talk to us, unit lists."""

from guanjia.api import services as programs
from guanjia.apps.documents import services as documents
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Channel
from guanjia.apps.unitlists import queries as unitlist_queries
from guanjia.apps.unitlists import services as unitlists
from guanjia.ui.saved_views import keep_view
from tests.cast import at
from tests.matrix.stage.company import Estate
from tests.matrix.stage.files import picture, workbook


def tell_papers(estate: Estate) -> None:
    estate.things["attachment"] = documents.attach(
        picture(f"{estate.word}.png"),
        by=estate.house.system,
        at=at("09:05"),
        site_id=estate.house.site.pk,
        about_ref=estate.cases["first"],
        thread=estate.cases["first"],
    )
    estate.things["robot"] = messaging.add_robot(
        estate.house.site.pk,
        by=estate.house.system,
        at=at("09:05"),
        channel=list(Channel)[-1],
        name=f"{estate.word}机器人",
        token="a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6",
    )


def tell_programs(estate: Estate) -> None:
    boss, site_id = estate.who("zhou"), estate.house.site.pk
    token, text = programs.make_token(boss, by=boss, at=at("09:06"), name=f"{estate.word}令牌")
    hook, _secret = programs.make_endpoint(
        by=boss, at=at("09:06"), site_id=site_id, name=f"{estate.word}钩子", url="https://example.com/hook"
    )
    programs.ping(hook, by=boss, at=at("09:07"))
    mine = keep_view(by=boss, list_key="cases", name=f"{estate.word}看法", query="state=HANDLING")
    estate.things |= {"view": mine, "token": token, "token_text": text, "endpoint": hook}


def tell_lists(estate: Estate, code: str) -> None:
    """A list just taken in, one looked through, one being carried out, one carried out with a refused row."""
    site, by = estate.house.site, estate.who("zhou")
    rows = [[f"{code}Q1-0{floor}01", 88.5, f"{estate.word}张三", "13700137000"] for floor in range(4, 7)]
    for key in ("uploaded", "mapped", "running", "done"):
        taken = unitlists.upload(
            site,
            by=by,
            at=at("09:10"),
            file_name=f"{estate.word}{key}.xlsx",
            content=workbook(key, [*rows, [f"{code}Q1-0701", "没有", "", ""]]),
        )
        if key != "uploaded":
            sheets = unitlist_queries.sheets_of(taken)
            unitlists.choose_columns(
                taken, by=by, at=at("09:11"), plans=taken.sheet_plans, allow_new_groups=True, sheets=sheets
            )
            taken.refresh_from_db()
        if key in {"running", "done"} and taken.preview.get("accepted"):
            taken = unitlists.start(taken, by=by, at=at("09:12"), by_worker=False)
            if key == "done":
                taken = unitlists.carry_out(taken, by=by, at=at("09:13"))
        estate.things[f"import {key}"] = taken
