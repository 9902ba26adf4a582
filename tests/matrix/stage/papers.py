"""Registers with entries, checklists with sheets."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from guanjia.apps.documents.terms import Signing
from guanjia.apps.inspections import queries as inspection_queries
from guanjia.apps.inspections import services as inspections
from guanjia.apps.inspections.terms import Given
from guanjia.apps.registers import services as registers
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.queries import load_pack
from tests.cast import at
from tests.matrix.stage.company import STROKES, Estate
from tests.matrix.stage.files import picture

LEDGERS = """
[pack]
key = "ledgers"
version = "1"
title = { zh = "台账", en = "Ledgers" }
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]
[[post]]
key = "cs_manager"
name = { zh = "客服部经理", en = "CS manager" }
[[register]]
key = "diary"
clause = "1"
title = { zh = "日志", en = "Diary" }
signed_by = ["cs_manager", "customer"]
[[register.state]]
key = "open"
label = { zh = "未结", en = "Open" }
[[register.state]]
key = "done"
label = { zh = "已结", en = "Done" }
end = true
[[register.action]]
key = "finish"
label = { zh = "办结", en = "Finish" }
from = ["open"]
to = "done"
unsigned = true
[[register.field]]
key = "what"
label = { zh = "事由", en = "What" }
required = true
[[register.field]]
key = "unit"
label = { zh = "房号", en = "Unit" }
kind = "unit"
[[register.field]]
key = "owner"
label = { zh = "业主", en = "Owner" }
kind = "person"
[[register.field]]
key = "keeper"
label = { zh = "经手人", en = "By" }
kind = "staff"
[[register.field]]
key = "photo"
label = { zh = "照片", en = "Photo" }
kind = "photo"
[[register.field]]
key = "stay"
label = { zh = "在场时间", en = "Present" }
kind = "period"
[[register.field]]
key = "badge"
label = { zh = "证件", en = "Badge" }
kind = "scan"
masked = true
[[register.field]]
key = "goods"
label = { zh = "物品", en = "Goods" }
kind = "rows"
[[register.field.column]]
key = "name"
label = { zh = "名称", en = "Name" }
[[register.field.column]]
key = "pieces"
label = { zh = "件数", en = "Pieces" }
kind = "number"
"""
"""A rulebook with one register, since the one of the estate's desk has none."""
ROUNDS = """
[pack]
key = "rounds"
version = "1"
title = { zh = "巡查", en = "Rounds" }
[[clause]]
number = "1"
text = { zh = "公共部位每周查看。", en = "The places everybody uses are looked at every week." }
sources = ["C-RULE-040"]
[[checklist]]
key = "corridor"
clause = "1"
title = { zh = "公共部位检查表", en = "Places everybody uses" }
about = "place"
[[checklist.item]]
key = "floor"
text = { zh = "地面干净", en = "The floor is clean" }
[[checklist.item]]
key = "light"
text = { zh = "照度", en = "Light" }
answer = "number"
least = 50
unit = "lx"
"""


def tell_registers(estate: Estate) -> None:
    """An entry; at Wanxing, whose numbers go further for it, also one that is signed, one struck and one in its place."""
    with TemporaryDirectory() as folder:
        own = Path(folder) / "ledgers"
        own.mkdir()
        (own / "pack.toml").write_text(LEDGERS, encoding="utf-8")
        pack, source = load_pack(own)
    version = rulebook.store_version(pack, source, at=at("00:00"))
    site_id = estate.house.site.pk
    rulebook.adopt(site_id, by=estate.house.system, at=at("00:00"), pack="ledgers", version=version)
    things, boss = estate.things, estate.who("zhou")
    things["entry"] = enter(estate, "第一条", photos={"photo": [picture()]})
    if estate.word == "万兴":
        signed = registers.sign(enter(estate, "签字"), by=boss, at=at("10:00"), note="属实")
        signing = Signing("王女士", "SCREEN", STROKES)
        things["entry signed"] = registers.sign(signed, by=boss, at=at("10:05"), signing=signing)
        things["entry struck"] = enter(estate, "写错")
        values = {"what": f"{estate.word}重写"}
        things["entry rewritten"] = registers.rewrite(
            things["entry struck"], by=boss, at=at("10:10"), reason="写错", values=values
        )
        things["entry import"] = registers.bring_in(
            by=boss,
            at=at("10:15"),
            site_id=site_id,
            pack="ledgers",
            register="diary",
            file_name=f"{estate.word}.csv",
            content=f"事由,房号\n{estate.word}导入,".encode(),
        )
        later = at("10:20").replace(year=2031)
        things["destruction"] = registers.ask_destruction(by=boss, at=later, site_id=site_id)


def enter(estate: Estate, what: str, **more: Any) -> Any:
    """An entry in the register."""
    values = {
        "what": f"{estate.word}{what}",
        "unit": estate.things["unit"].pk,
        "owner": estate.things["person"].pk,
        "keeper": estate.staff("lin"),
        "goods": [{"name": "纸箱", "pieces": "3"}],
    }
    return registers.enter(
        by=estate.who("zhou"),
        at=at("09:30"),
        site_id=estate.house.site.pk,
        pack="ledgers",
        register="diary",
        values=values,
        **more,
    )


def tell_rounds(estate: Estate) -> None:
    """Sheets with a finding in each state, and one in which everything is right."""
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "rounds"
        folder.mkdir()
        (folder / "pack.toml").write_text(ROUNDS, encoding="utf-8")
        pack, source = load_pack(folder)
    begun, system = at("00:00"), estate.house.system
    version = rulebook.store_version(pack, source, at=begun)
    rulebook.adopt(estate.house.site.pk, by=system, at=begun, pack="rounds", version=version, from_at=begun)
    sheets = [look_round(estate, clean=clean) for clean in (False, False, False, True)]
    findings = [one for sheet in sheets for one in inspection_queries.findings_of(sheet)]
    _open, corrected, cleared = findings
    for finding in (corrected, cleared):
        inspections.correct(finding, by=estate.who("lin"), at=at("09:30"), note=f"{estate.word}已拖干")
    inspections.recheck(cleared, by=system, at=at("09:40"), passed=True)
    estate.things |= {"sheet": sheets[0], "clean sheet": sheets[-1]}
    estate.things |= {"finding": findings[0], "corrected": corrected, "cleared": cleared}


def look_round(estate: Estate, *, clean: bool) -> Any:
    """A filled sheet about the place."""
    floor = Given("pass") if clean else Given("fail", f"{estate.word}地面有水", [picture()])
    return inspections.fill(
        estate.house.site.pk,
        by=estate.who("qian"),
        at=at("09:15"),
        pack="rounds",
        checklist="corridor",
        about=f"place:{estate.things['place'].pk}",
        answers={"floor": floor, "light": Given("120")},
    )
