"""Rulebook documents: an edition at each step, copies, a file being taken in."""

from typing import Any

from guanjia.apps.manuals import queries as manual_queries
from guanjia.apps.manuals import services as manuals
from guanjia.apps.manuals.arranging import Node
from tests.cast import at
from tests.matrix.stage.company import Estate

PACK = "estate_desk"


def tell_library(estate: Estate) -> None:
    """A document with an edition in force, a replaced one with its copies, and a file being taken in; others with an edition at each step."""
    things = estate.things
    book = shelve(estate, "KF-01")
    for label, more in (("A", ""), ("B", "，并留照片")):
        edition = manuals.begin(
            book, by=estate.house.system, at=at("09:00"), label=label, nodes=clauses(estate, more)
        )
        things[f"edition {label}"] = _signed(estate, edition)
        if label == "A":
            things["copy out"] = issue_copy(estate, book)
            back = manuals.take_back(issue_copy(estate, book), by=estate.house.system, at=at("09:06"))
            things["copy back"] = back
    things["book"], things["copy new"] = book, issue_copy(estate, book)
    things["clause in force"] = manual_queries.clauses_of(things["edition B"])[1]
    manuals.link(
        things["clause in force"],
        by=estate.house.system,
        at=at("09:08"),
        site_id=estate.house.site.pk,
        pack=PACK,
        number="1.1",
    )
    text = f"{estate.word}封面\n第一章 总则\n第一条 {estate.word}照做。".encode()
    things["file"] = manuals.take_in(
        book, by=estate.house.system, at=at("09:09"), label="C", file_name=f"{estate.word}.txt", content=text
    )
    things["draft"] = manuals.begin(
        shelve(estate, "KF-02"), by=estate.who("qian"), at=at("09:10"), label="A", nodes=clauses(estate)
    )
    things["clause of a draft"] = manual_queries.clauses_of(things["draft"])[1]
    waits = manuals.begin(
        shelve(estate, "KF-03"), by=estate.who("qian"), at=at("09:10"), label="A", nodes=clauses(estate)
    )
    things["prepared"] = manuals.prepare(waits, by=estate.who("qian"), at=at("09:11"))
    things["reading"] = (
        manual_queries.my_readings(estate.who("zhou")).filter(version=things["edition B"]).get()
    )


def shelve(estate: Estate, number: str) -> Any:
    """A document of the site, for its manager to read."""
    return manuals.open_document(
        by=estate.house.system,
        at=at("08:50"),
        number=f"{estate.word}{number}",
        title=f"{estate.word}规定{number}",
        posts=["cs_manager"],
        site_ids=[estate.house.site.pk],
    )


def clauses(estate: Estate, more: str = "") -> list[Node]:
    """A chapter with two clauses."""
    return [
        Node(1, "第一章", f"{estate.word}总则", "", "aa"),
        Node(2, "第一条", "", f"{estate.word}接到报修后十五分钟内到场{more}。", "bb"),
        Node(2, "第二条", "", f"{estate.word}登记姓名与房号。", "cc"),
    ]


def _signed(estate: Estate, edition: Any) -> Any:
    """The edition, signed by system, which is nobody twice, and in force at once."""
    system = estate.house.system
    edition = manuals.prepare(edition, by=system, at=at("09:01"))
    edition = manuals.review(edition, by=system, at=at("09:02"))
    return manuals.approve(edition, by=system, at=at("09:03"), effective_on=at("09:03").date())


def issue_copy(estate: Estate, book: Any) -> Any:
    """A controlled copy for the front desk."""
    return manuals.issue(
        book, by=estate.house.system, at=at("09:05"), holder_kind="POST", holder_name=f"{estate.word}前台"
    )


def grow_library(estate: Estate, number: int) -> None:
    """One more document, copy and clause."""
    shelve(estate, f"G{number}")
    issue_copy(estate, estate.things["book"])
    manuals.write_clause(
        estate.things["draft"],
        by=estate.who("zhou"),
        at=at("09:20"),
        number=f"第{number}条",
        text="又一条接到报修",
    )
