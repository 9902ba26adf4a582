"""The demo: one estate in the middle of its day, and another company whose data nobody there can see.

Everything in it is done by the verbs, at moments of the last days relative to now, so that every page tells a true story.
``estate`` builds the company, ``story`` tells the day, ``answers`` what became of its breaches.
"""

PASSWORD = "guanjia-demo"  # noqa: S105 - shown to everybody

_PEOPLE = {
    "lin": "客服前台 Front desk",
    "qian": "客服主管 Customer service supervisor",
    "zhao": "楼栋管家 Steward",
    "sun": "维修技工 Technician",
    "zhou": "客服部经理 Customer service manager",
    "wu": "物业总经理 Property general manager",
}

LOGINS: tuple[dict[str, str], ...] = (
    *({"login": login, "password": PASSWORD, "role": role, "site": "JY"} for login, role in _PEOPLE.items()),
    {"login": "dov", "password": PASSWORD, "role": "另一家公司 Another company", "site": "HG"},
)
"""The sign-ins shown to somebody trying the product out; the other people of the demo have the same password."""
