"""The demo's letters and notices: a complaint letter being answered, a contact sheet, a violation, a typhoon, a water cut."""

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from guanjia.apps.letters import queries, services
from guanjia.apps.letters.services.notices import Content
from guanjia.apps.places import queries as places
from guanjia.demo.estate import Estate
from guanjia.kernel.actor import Actor


def tell_letters(estate: Estate, now: datetime) -> None:
    """Write them all, at moments of the last days."""
    desk = _Desk(estate, now)
    desk.complaint()
    desk.contact_sheets()
    desk.violations()
    desk.notices()


class _Desk:
    """What is written, by whom, and when before now."""

    def __init__(self, estate: Estate, now: datetime) -> None:
        self.estate, self.now, self.site_id = estate, now, estate.site.pk

    def who(self, login: str, **ago: int) -> dict[str, Any]:
        """An actor and a moment, as verbs take them."""
        at = self.now - timedelta(**ago)
        by: Actor = self.estate.actor(login, at)
        return {"by": by, "at": at}

    def complaint(self) -> None:
        """A letter that came in, its reply in review; another letter sealed and sent."""
        letter = services.register(
            self.site_id,
            **self.who("lin", days=2),
            party="2栋业主代表",
            party_kind="RESIDENT",
            subject="关于地下车库照明不足的来函",
            text="地下车库 B 区照明昏暗，存在安全隐患，请尽快处理并书面答复。",
            way="HAND",
            handler_id=self.estate.staff["zhao"].pk,
            answer_due_at=self.now + timedelta(days=1),
            complaint=True,
            files=[_picture("来函", "#dfe6ee")],
        )
        reply = services.draft_letter(
            self.site_id,
            **self.who("zhao", days=1),
            party=letter.party,
            party_kind=letter.party_kind,
            subject="关于地下车库照明的复函",
            text="贵方来函收悉。经现场核查，B 区共 14 盏灯具老化，已列入本周更换计划，预计三日内完成。\n"
            "施工期间请留意现场提示。如有疑问，请致电服务热线。\n特此函复。",
            answers=letter,
            needs_seal=True,
        )
        services.submit(reply, **self.who("zhao", hours=20), posts=["cs_supervisor", "cs_manager"])
        services.review(reply, **self.who("qian", hours=18), agreed=True, note="同意，期限已与工程部核实")
        urging = services.draft_letter(
            self.site_id,
            **self.who("qian", days=6),
            party="宏建房地产开发有限公司",
            party_kind="DEVELOPER",
            subject="关于 3 栋外墙渗漏维修的函",
            text="3 栋 1 单元外墙渗漏仍在保修期内，多户业主反映室内墙面发霉。请贵司安排维修并书面回复计划。",
            needs_seal=True,
            reply_wanted_by=self.now + timedelta(days=3),
        )
        urging = services.submit(urging, **self.who("qian", days=6), posts=["cs_manager"])
        urging = services.review(urging, **self.who("zhou", days=5), agreed=True)
        services.put_seal(urging, **self.who("zhou", days=5), seal="OFFICE", copies=2, taken_by="钱芳")
        services.send(
            urging, **self.who("qian", days=5), way="COURIER", proof="快递单号 7730 2215 8841，前台签收"
        )

    def contact_sheets(self) -> None:
        """One answered by engineering, one that is late."""
        sheet = services.issue_sheet(
            self.site_id,
            **self.who("qian", days=2),
            to_post="engineering_head",
            subject="地下车库 B 区灯具更换",
            text="请更换 B 区老化灯具 14 盏，完成后拍照回复。",
            wanted_by=self.now + timedelta(hours=6),
        )
        services.acknowledge_sheet(sheet, **self.who("gao", days=1))
        services.issue_sheet(
            self.site_id,
            **self.who("lin", days=3),
            party="宏建房地产开发有限公司",
            party_kind="DEVELOPER",
            subject="1 栋大堂石材空鼓",
            text="请安排维修 1 栋大堂门口三块空鼓石材。",
            wanted_by=self.now - timedelta(hours=5),
        )

    def violations(self) -> None:
        """One on its way, one whose first re-check was not passed."""
        row = services.draft_rectification(
            self.site_id,
            **self.who("zhao", days=5),
            party="1-302 业主",
            party_kind="RESIDENT",
            subject="阳台搭建阳光房",
            text="现场检查发现阳台外侧正在搭建钢结构阳光房，已安装立柱四根，改变外立面并增加结构荷载。",
            clause="《装修管理服务协议》第十二条：不得改变建筑外立面、不得搭建建筑物和构筑物。",
            demand="一、立即停工；\n二、三日内自行拆除已安装的构件，恢复阳台原状；\n三、清运建筑垃圾，修补破损墙面。",
            where="1 栋 302 阳台",
            correct_by=self.now - timedelta(days=1),
            files=[
                _picture("阳台外侧", "#c9d6c2"),
                _picture("立柱", "#d8cdbb"),
                _picture("外立面", "#c6ced8"),
            ],
        )
        row = services.issue_rectification(row, **self.who("qian", days=5))
        row = services.deliver(
            row,
            **self.who("zhao", days=4),
            how="REFUSED",
            witness="保安队长 石队",
            files=[_picture("送达", "#e5d9d9")],
        )
        row = services.recheck(
            row,
            **self.who("qian", hours=20),
            passed=False,
            note="立柱未拆除",
            files=[_picture("复查", "#d0d0d0")],
        )
        services.second_notice(
            row,
            **self.who("qian", hours=19),
            demand="一日内拆除全部构件并恢复原状。",
            correct_by=self.now + timedelta(days=1),
        )
        services.draft_rectification(
            self.site_id,
            **self.who("lin", hours=3),
            party="绿洲保洁公司",
            party_kind="CONTRACTOR",
            subject="2 栋消防通道堆放清洁工具",
            text="2 栋负一层消防通道堆放拖把、水桶等工具，占用疏散宽度。",
            clause="保洁服务合同第八条、《消防法》第二十八条",
            demand="当日清空通道，工具集中存放至工具间。",
            correct_by=self.now + timedelta(hours=8),
            files=[_picture("消防通道", "#d9d2c5")],
        )

    def notices(self) -> None:
        """A water cut that hangs, a typhoon tip in review, one that is over and still hangs."""
        spots = list(places.list_places(self.estate.system, self.site_id).filter(unit=None)[:2])
        hung = self._approved(
            self._drafted(
                "water",
                days=1,
                subject="关于1至3栋临时停水的通知",
                what="清洗二次供水水箱",
                where="1至3栋",
                begins=4,
                ends=12,
            )
        )
        over = self._approved(
            self._drafted(
                "works",
                days=2,
                subject="关于电梯年检的通知",
                what="电梯年度检验",
                where="2栋",
                begins=-40,
                ends=-2,
            ),
        )
        for row in (hung, over):
            for spot in spots:
                services.put_up(
                    row, **self.who("lin", hours=15), place_id=spot.pk, files=[_picture(spot.name, "#e8e4da")]
                )
        typhoon = self._drafted("typhoon", hours=4, hazard="TYPHOON", level="ORANGE", begins=6, ends=36)
        services.submit(typhoon, **self.who("zhao", hours=3), posts=["cs_supervisor"])

    def _drafted(self, text: str, *, begins: int, ends: int, subject: str = "", **more: Any) -> Any:
        ago = {name: more.pop(name) for name in ("days", "hours") if name in more}
        offer = queries.get_offer(self.estate.system, text, "notice")
        assert offer is not None
        content = Content(
            subject=subject or offer.title,
            text=offer.body.replace("{电话}", "物业服务热线"),
            text_en=offer.body_en.replace("{hotline}", "the service hotline"),
            topic=offer.topic,
            from_at=self.now + timedelta(hours=begins),
            until_at=self.now + timedelta(hours=ends),
            copies=12,
            **more,
        )
        return services.draft_notice(self.site_id, **self.who("zhao", **ago), content=content)

    def _approved(self, row: Any) -> Any:
        row = services.submit(row, **self.who("zhao", hours=22), posts=["cs_supervisor"])
        return services.review(row, **self.who("qian", hours=21), agreed=True)


def _picture(_word: str, colour: str) -> Any:
    sheet = io.BytesIO()
    image = Image.new("RGB", (640, 480), colour)
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 80, 580, 420), outline="#5a6472", width=6)
    pen.line((60, 420, 580, 80), fill="#5a6472", width=4)
    image.save(sheet, "JPEG", quality=82)
    return SimpleUploadedFile("photo.jpg", sheet.getvalue(), "image/jpeg")
