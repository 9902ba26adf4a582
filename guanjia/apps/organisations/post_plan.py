"""A post plan: the departments and posts of a kind of site, as a pack declares them in ``posts.toml``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from guanjia.kernel.permissions import CAPABILITIES

PACKS = Path(__file__).resolve().parents[2] / "packs"


@dataclass(frozen=True)
class PlannedPost:
    """One post of a plan; ``capabilities`` are written out, without wildcards."""

    key: str
    department: str
    reports_to: str | None
    name: str
    name_en: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True)
class PostPlan:
    """Departments by key with their names (zh, en), and the posts, each after the one it reports to."""

    departments: dict[str, tuple[str, str]]
    posts: tuple[PlannedPost, ...]


def read_post_plan(pack: str) -> PostPlan:
    """The post plan of a pack ("estate_desk"). Raises ``KeyError`` for a department, post or capability it names in vain."""
    data = tomllib.loads((PACKS / pack / "posts.toml").read_text(encoding="utf-8"))
    departments = {one["key"]: (one["name"]["zh"], one["name"]["en"]) for one in data["department"]}
    posts: dict[str, PlannedPost] = {}
    for one in data["post"]:
        if one["department"] not in departments:
            raise KeyError(f"{one['key']}: no department {one['department']}")
        above = one.get("reports_to")
        if above is not None and above not in posts:
            raise KeyError(f"{one['key']}: reports to {above}, which is not planned before it")
        posts[one["key"]] = PlannedPost(
            one["key"],
            one["department"],
            above,
            one["name"]["zh"],
            one["name"]["en"],
            _written_out(one["capabilities"]),
        )
    return PostPlan(departments, tuple(posts.values()))


def _written_out(wanted: list[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for key in wanted:
        matching = {
            one for one in CAPABILITIES if one == key or (key.endswith(".*") and one.startswith(key[:-1]))
        }
        if not matching:
            raise KeyError(f"no capability is called {key}")
        found |= matching
    return tuple(sorted(found))
