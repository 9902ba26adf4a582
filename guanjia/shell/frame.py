"""What the frame around a page shows: rail, site, shift, duties with the most urgent clock, language, theme."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.shell import navigation
from guanjia.shell.slots import filler
from guanjia.ui.panels import UrgentDuty

THEME_COOKIE = "guanjia_theme"
MOST_IN_MENU = 12
"""Sites in the menu of the top bar; a manager of more looks for them by name."""
THEMES = {"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")}

URGENT = "guanjia.apps.obligations.panels:urgent_duty"
"""``f(request) -> UrgentDuty | None``: how many duties are mine, and the one whose clock is most urgent."""
UNREAD = "guanjia.apps.messaging.panels:unread"
"""``f(request) -> int``: how many messages I have not read."""


class Frame:
    """Read by the templates; each part is asked for only when it is drawn, so a fragment costs nothing."""

    def __init__(self, request: Any) -> None:
        self.request = request

    @property
    def theme(self) -> str:
        """auto, light or dark."""
        wanted = self.request.COOKIES.get(THEME_COOKIE, "")
        return wanted if wanted in THEMES else "auto"

    @property
    def themes(self) -> list[tuple[str, Any]]:
        """The themes with their names."""
        return list(THEMES.items())

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """Code, own name, and whether it is spoken now."""
        now = translation.get_language()
        return [(code, str(name), code == now) for code, name in settings.LANGUAGES]

    @property
    def actor(self) -> Any:
        """Who is signed in, or None."""
        return getattr(self.request, "actor", None)

    @property
    def is_staff(self) -> bool:
        """Whether a member of staff looks, and not a customer with a secret link."""
        return self.actor is not None and self.actor.id is not None

    @property
    def initial(self) -> str:
        """The sign that stands for the person."""
        return self.actor.name[:1] if self.actor else ""

    @cached_property
    def groups(self) -> list[navigation.Group]:
        """The rail."""
        return navigation.rail(self.request) if self.actor else []

    @cached_property
    def sites(self) -> list[Any]:
        """The sites one can switch between in a menu; none where there are so many that they are searched."""
        ids = self.actor.site_ids if self.actor else frozenset()
        return [] if len(ids) > MOST_IN_MENU else [organisations.site(one) for one in sorted(ids)]

    @property
    def has_many_sites(self) -> bool:
        """Whether one switches between so many sites that they are searched."""
        return self.actor is not None and len(self.actor.site_ids) > MOST_IN_MENU

    @property
    def site(self) -> Any:
        """The site in force."""
        return getattr(self.request, "site", None)

    @cached_property
    def company(self) -> Any:
        """The company whose head stands on paper."""
        return self.site.company if self.site else None

    @cached_property
    def shift(self) -> Any:
        """The turn of duty I am in, or None."""
        return organisations.current_shift(self.actor.id, self.request.now) if self.is_staff else None

    @cached_property
    def urgent(self) -> UrgentDuty | None:
        """My duties and their most urgent clock."""
        ask = filler(URGENT)
        found: UrgentDuty | None = ask(self.request) if ask and self.is_staff else None
        return found

    @cached_property
    def unread(self) -> int:
        """Messages not read yet."""
        ask = filler(UNREAD)
        return int(ask(self.request) or 0) if ask and self.is_staff else 0

    @property
    def bell_url(self) -> str:
        """Where the bell brings the latest messages from; empty for those who get none."""
        return navigation.url_of("messaging:latest") if self.is_staff else ""

    @property
    def duties_url(self) -> str:
        """Where my duties are."""
        return navigation.url_of("obligations:mine") or navigation.url_of("shell:today")

    @property
    def demo(self) -> Any:
        """The demo's sign-ins, for the sign-in page."""
        from guanjia.shell.demo import sign_ins

        return sign_ins()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for every template."""
    return {"frame": Frame(request)}
