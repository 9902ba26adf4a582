"""Another text of the shipped pack, as an operator would have stored it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from guanjia.apps.rulebook import services
from guanjia.apps.rulebook.loading import Source, pack_from_content
from guanjia.apps.rulebook.models import PackVersion


def another_arrival(content: dict[str, Any]) -> None:
    """A longer time to arrive, one clause worded anew, one duty less."""
    content["pack"]["version"] = "2099.1"
    duty = next(one for one in content["duty"] if one["key"] == "arrive")
    duty["deadline"] = "25 minutes"
    content["clause"][0]["text"]["en"] = "Worded anew."
    content["duty"] = [one for one in content["duty"] if one["key"] != "rule_complaint"]


def store_another(at: datetime, change: Callable[[dict[str, Any]], None] = another_arrival) -> PackVersion:
    """The shipped pack, changed and stored."""
    content = deepcopy(PackVersion.objects.order_by("id")[0].content)
    change(content)
    pack = pack_from_content("estate_desk", content)
    return services.store_version(pack, Source.of_content("estate_desk", content), at=at)
