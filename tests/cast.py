"""The standing cast: the people every story and the permission matrix are told about.

Two companies. In *Wanxing* (万兴) works the estate the stories happen in, with a person on each post; *Harbour* (海港) exists so
that nobody of Wanxing ever sees a word of it. Moments are on Monday 2 March 2026, an ordinary working day.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services
from guanjia.apps.organisations.models import Company, Post, Site, Staff
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import OutboxMessage
from guanjia.kernel.scope import company_scope

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 2)


def at(clock: str, day: date = TODAY) -> datetime:
    """A moment of the day of the stories, as the clock on the wall shows it: at("09:30")."""
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=SHANGHAI)


def found_company(code: str) -> Company:
    """An empty company."""
    return services.found_company(code=code, name=code.title())


@dataclass
class House:
    """One company with one site, its posts and its people."""

    company: Company
    site: Site
    posts: dict[str, Post]
    people: dict[str, Staff] = field(default_factory=dict)

    def actor(self, login: str, moment: datetime | None = None) -> Actor:
        """The actor a person of the cast is."""
        with company_scope(self.company.pk):
            return organisations.actor_for_staff(self.people[login].pk, moment or at("09:00"))

    @property
    def system(self) -> Actor:
        """The system inside this company."""
        return Actor.system(self.company.pk)


PEOPLE: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    # login: name, post, skills, groups
    "lin": ("林晓", "front_desk", (), ()),
    "zhao": ("赵敏", "steward", (), ("A",)),
    "qiao": ("乔安", "steward", (), ("B",)),
    "qian": ("钱芳", "cs_supervisor", (), ()),
    "zhou": ("周明", "cs_manager", (), ()),
    "han": ("韩立", "office_director", (), ()),
    "meng": ("孟刚", "property_manager", (), ()),
    "wu": ("吴强", "property_gm", (), ()),
    "duan": ("段伟", "duty_officer", (), ()),
    "sun": ("孙师傅", "technician", ("plumbing", "general"), ()),
    "li": ("李师傅", "technician", ("electrical", "lift"), ()),
    "gao": ("高工", "engineering_head", (), ()),
    "shi": ("石队", "security_head", (), ()),
    "bao": ("包安", "guard", ("security",), ()),
    "cai": ("蔡会", "cashier", (), ()),
}


def wanxing() -> House:
    """The company of the stories, everybody on duty from 07:50 to 18:00, the duty officer and one technician all night."""
    house = _build("WANXING", "万兴物业", "WX", "万兴现代城", PEOPLE)
    with company_scope(house.company.pk):
        for login, (_name, post, _skills, _groups) in PEOPLE.items():
            nights = login in {"duan", "sun"}
            services.plan_shift(
                house.posts[post],
                house.people[login],
                by=house.system,
                at=at("00:00"),
                from_at=at("00:00") if nights else at("07:50"),
                until_at=at("23:59") if nights else at("18:00"),
            )
    return house


def harbour() -> House:
    """The other company: same posts, other people; nobody of Wanxing may see it."""
    return _build("HARBOUR", "海港物业", "HB", "海港城", {"dov": ("窦维", "cs_manager", (), ())})


def _build(
    code: str,
    name: str,
    site_code: str,
    site_name: str,
    people: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]],
) -> House:
    company = services.found_company(code=code, name=name)
    system = Actor.system(company.pk)
    with company_scope(company.pk):
        site = services.open_site(by=system, code=site_code, name=site_name)
        posts = services.open_posts(site, by=system, pack="estate_desk")
        house = House(company, site, posts)
        for login, (person, post, skills, groups) in people.items():
            account = services.open_account(login, f"{login}-secret")
            staff = services.hire(by=system, name=person, skills=skills, account=account)
            services.appoint(
                staff, posts[post], by=system, at=at("00:00"), from_on=date(2026, 1, 1), group_codes=groups
            )
            house.people[login] = staff
        OutboxMessage.objects.all().delete()  # they came long ago: nothing of it is left to do
    return house
