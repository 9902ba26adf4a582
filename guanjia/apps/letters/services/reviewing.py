"""Reviewing drafts of letters and notices: posts in their order, each by somebody who did not draft it."""

from datetime import datetime
from typing import TypeVar

from guanjia.apps.letters import events, rules
from guanjia.apps.letters.models import Notice, Outgoing
from guanjia.apps.letters.services.frame import NOTE, about, holds_post, permit_paper, posts_of
from guanjia.apps.letters.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import refuse

P = TypeVar("P", Outgoing, Notice)


def submit(paper: P, *, by: Actor, at: datetime, posts: list[str]) -> P:
    """Hand a draft in for review by ``posts``, keys of posts of the site, in this order."""
    row: P
    with locked(paper) as row:
        permit_paper(by, Can.DRAFT, row)
        names = posts_of(row.site_id)
        refuse(
            [
                rules.why_not_submit(posts, names),
                *rules.why_not_write(row.subject, row.text, party=str(getattr(row, "party", row.subject))),
            ]
        )
        row.state = row.lifecycle.step(row.state, "submit")
        row.review_posts = [[key, names[key]] for key in posts]
        row.reviews, row.round, row.due_post = [], row.round + 1, posts[0]
        row.save(update_fields=["state", "review_posts", "reviews", "round", "due_post"])
        record(
            events.Submitted(**about(row), kind=row.kind.value, post=posts[0], posts=tuple(posts)),
            by=by,
            at=at,
        )
    return row


def review(paper: P, *, by: Actor, at: datetime, agreed: bool, note: str = "") -> P:
    """Say yes or no as the post whose turn it is. The last yes approves; a no sends the draft back, with a reason."""
    row: P
    with locked(paper) as row:
        permit_paper(by, Can.REVIEW, row)
        posts = [key for key, _name in row.review_posts]
        place = posts.index(row.due_post) if row.due_post in posts else 0
        last = place == len(posts) - 1
        verb = "send_back" if not agreed else "approve" if last else "agree"
        row.state = row.lifecycle.step(row.state, verb)
        refuse(
            rules.why_not_review(
                holds_post=holds_post(by, row.due_post, row.site_id, at),
                by_id=by.id,
                drafter_id=row.made_by_id,
                agreed=agreed,
                note=note,
            )
        )
        signed_as = row.due_post
        said = {"post": signed_as, "name": by.name, "by_id": by.id, "at": at.isoformat(), "agreed": agreed}
        row.reviews = [*row.reviews, {**said, "note": note.strip()[:NOTE]}]
        row.due_post = "" if last or not agreed else posts[place + 1]
        row.approved_at = at if agreed and last else None
        row.save(update_fields=["state", "reviews", "due_post", "approved_at"])
        record(
            events.Reviewed(
                **about(row),
                kind=row.kind.value,
                signed_as=signed_as,
                agreed=agreed,
                complete=agreed and last,
                post=row.due_post,
                note=note.strip()[:NOTE],
            ),
            by=by,
            at=at,
        )
    return row
