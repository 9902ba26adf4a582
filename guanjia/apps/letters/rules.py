"""Why a paper is not written, reviewed, sealed, sent, delivered, checked again or put up."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters import texts
from guanjia.apps.letters.terms import LEVELS_OF, Delivery, Hazard, Level, Topic
from guanjia.kernel.periods import why_too_far
from guanjia.kernel.refusals import Refusal

_SHORTEST = 2
"""Signs a word needs at least, to be understood later."""
LONGEST_NOTICE = timedelta(days=366)
"""A notice hangs no longer than a year."""
MOST_COPIES = 9999


def _short(text: str) -> bool:
    return len(text.strip()) < _SHORTEST


def why_not_write(subject: str, text: str, *, party: str = "") -> list[Refusal]:
    """A paper needs somebody it goes to or comes from, a subject, and its text; no place of its template may stay open."""
    found = []
    if _short(party):
        found.append(Refusal("party_missing", _("Say who it comes from or goes to."), field="party"))
    if _short(subject):
        found.append(Refusal("subject_missing", _("Say in a few words what it is about."), field="subject"))
    if _short(text):
        found.append(Refusal("text_missing", _("Write the text first."), field="text"))
    found += _open_places(subject, "subject")
    found += _open_places(text, "text")
    return found


def _open_places(text: str, field: str) -> Iterable[Refusal]:
    left = texts.left_open(text)
    if left:
        yield Refusal(
            "place_open",
            _("%(place)s is still to be filled in."),
            field=field,
            params={"place": left[0]},
        )


def why_not_future(moment: datetime | None, at: datetime, field: str) -> Refusal | None:
    """A wanted moment lies ahead."""
    if moment is None:
        return None
    if moment <= at:
        return Refusal("not_ahead", _("This moment has passed. Choose a later one."), field=field)
    return why_too_far(moment, at, field)


def why_not_past(moment: datetime | None, at: datetime, field: str) -> Refusal | None:
    """What has happened lies behind."""
    if moment is not None and moment > at:
        return Refusal("not_yet", _("This has not come yet. Write when it really was."), field=field)
    return None


def why_not_handler(*, holds: bool, confidential: bool) -> Refusal | None:
    """Whoever is to answer a letter must be able to read it."""
    if holds:
        return None
    if confidential:
        return Refusal(
            "may_not_read",
            _("This letter is confidential, and their post may not read it. Choose somebody who may."),
            field="handler",
        )
    return Refusal(
        "no_such_staff", _("Nobody of this site goes by that name now. Choose again."), field="handler"
    )


def why_not_submit(posts: Sequence[str], known: Collection[str]) -> Refusal | None:
    """A draft goes to at least one post of the site, to none twice."""
    if not posts:
        return Refusal("no_reviewer", _("Choose at least one post that reviews it."), field="first")
    if len(set(posts)) < len(posts):
        return Refusal(
            "reviewer_twice", _("A post reviews only once. Leave the second one out."), field="second"
        )
    if any(one not in known for one in posts):
        return Refusal(
            "no_such_post", _("This site has no such post any more. Choose another."), field="first"
        )
    return None


def why_not_review(
    *, holds_post: bool, by_id: int | None, drafter_id: int | None, agreed: bool, note: str
) -> list[Refusal]:
    """The post whose turn it is reviews, never the drafter; a draft sent back says why."""
    found = []
    if by_id is not None and by_id == drafter_id:
        found.append(Refusal("own_draft", _("You drafted this yourself; somebody else has to review it.")))
    elif not holds_post:
        found.append(
            Refusal(
                "not_your_turn", _("It is the turn of another post. Its page says whose review it waits for.")
            )
        )
    if not agreed and _short(note):
        found.append(Refusal("note_missing", _("Say in a few words what is to be changed."), field="note"))
    return found


def why_not_send(
    *, approved: bool, needs_seal: bool, sealed: int, proof: str, has_files: bool
) -> list[Refusal]:
    """A letter goes once it is approved and, where one is asked for, sealed; and it leaves a proof."""
    if not approved:
        return [
            Refusal(
                "not_approved",
                _("This letter is not approved yet. Have it reviewed by the posts in order first."),
            )
        ]
    found = []
    if needs_seal and not sealed:
        found.append(Refusal("not_sealed", _("This letter needs a seal. Put the seal on first.")))
    if _short(proof) and not has_files:
        found.append(
            Refusal(
                "proof_missing",
                _("Say how it is proved: the number of the parcel, who took it, or a photo of the receipt."),
                field="proof",
            )
        )
    return found


def why_not_seal(copies: int) -> Refusal | None:
    """A seal is put on some copies."""
    if not 1 <= copies <= MOST_COPIES:
        return Refusal("copies_wrong", _("Write how many copies, from 1 on."), field="copies")
    return None


def why_not_word(text: str, field: str) -> Refusal | None:
    """Whoever reads it later must understand it."""
    if _short(text):
        return Refusal("word_missing", _("Say it in a few words."), field=field)
    return None


def why_not_sheet(*, to_post: str, party: str, known: Collection[str]) -> Refusal | None:
    """A contact sheet goes to one post of ours or to somebody outside."""
    if bool(to_post) == bool(party.strip()):
        return Refusal(
            "receiver_wrong",
            _("Choose a post of ours, or write who outside it goes to: one of the two."),
            field="to_post",
        )
    if to_post and to_post not in known:
        return Refusal(
            "no_such_post", _("This site has no such post any more. Choose another."), field="to_post"
        )
    return None


def why_not_receive(*, outside: bool, holds_post: bool) -> Refusal | None:
    """The receiving post acknowledges and answers; for somebody outside one of ours writes down what they said."""
    if outside or holds_post:
        return None
    return Refusal("not_the_receiver", _("This sheet went to another post. Ask whoever holds it to answer."))


def why_not_rectify(*, demand: str, party: str, correct_by: datetime, at: datetime) -> list[Refusal]:
    """A rectification notice says to whom, what was found, what is demanded and by when."""
    found = []
    if _short(party):
        found.append(Refusal("party_missing", _("Say who it comes from or goes to."), field="party"))
    if _short(demand):
        found.append(Refusal("demand_missing", _("Say what is to be put right."), field="demand"))
    late = why_not_future(correct_by, at, "correct_by")
    return [*found, late] if late else found


def why_not_deliver(how: str, *, name: str, signed: bool, witness: str, photos: int) -> list[Refusal]:
    """Each way of delivery has its proof: a signature, a witness of the refusal, a photo of the door."""
    code = "delivery_not_proved"
    if how == Delivery.SIGNED:
        found = []
        if _short(name):
            found.append(Refusal(code, _("Write who takes it."), field="name"))
        if not signed:
            found.append(Refusal(code, _("Let them sign in the field first."), field="signature"))
        return found
    if how == Delivery.REFUSED:
        return (
            []
            if not _short(witness)
            else [Refusal(code, _("Write who saw that they refused to sign."), field="witness")]
        )
    return [] if photos else [Refusal(code, _("Take a photo of the notice on the door."), field="photos")]


def why_not_recheck(
    *, passed: bool, note: str, photos: int, by_id: int | None, reported_by_id: int | None
) -> list[Refusal]:
    """Nobody checks what they reported themselves; what is still wrong is said, what is right is seen or said."""
    found = []
    if by_id is not None and by_id == reported_by_id:
        found.append(
            Refusal(
                "own_report", _("You reported this as put right yourself; somebody else has to check it.")
            )
        )
    if _short(note) and not (passed and photos):
        found.append(Refusal("note_missing", _("Say in a few words what you saw."), field="note"))
    return found


def why_not_withdraw(*, delivered: bool, reason: str) -> list[Refusal]:
    """What was delivered closes by a re-check; anything else is withdrawn with a reason."""
    if delivered:
        return [
            Refusal(
                "not_rechecked",
                _("It was delivered: it closes only by a re-check. Check again what it demands."),
            )
        ]
    missing = why_not_word(reason, "reason")
    return [missing] if missing else []


def why_not_notice(
    *, topic: str, hazard: str, level: str, from_at: datetime, until_at: datetime, at: datetime, copies: int
) -> list[Refusal]:
    """A notice has an end that lies ahead; a weather tip has a hazard and one of its levels."""
    found = []
    if until_at <= from_at or until_at <= at:
        found.append(
            Refusal("end_wrong", _("It must end after it begins, and later than now."), field="until_at")
        )
    elif until_at - from_at > LONGEST_NOTICE:
        found.append(
            Refusal("too_long", _("A notice hangs a year at most. Choose an earlier end."), field="until_at")
        )
    if topic == Topic.WEATHER:
        found += _weather(hazard, level)
    if not 0 <= copies <= MOST_COPIES:
        found.append(Refusal("copies_wrong", _("Write how many copies, from 1 on."), field="copies"))
    return found


def _weather(hazard: str, level: str) -> Iterable[Refusal]:
    if hazard not in set(Hazard):
        yield Refusal("hazard_missing", _("Choose the weather it warns of."), field="hazard")
    elif level not in set(Level) or Level(level) not in LEVELS_OF[Hazard(hazard)]:
        yield Refusal("no_such_level", _("This weather has no such level. Choose another."), field="level")


def why_not_put_up(*, approved: bool, over: bool, again: bool, photos: int) -> list[Refusal]:
    """A notice is put up once it is approved, while it holds, once at each place, and the photo shows it."""
    if not approved:
        return [Refusal("notice_not_approved", _("This notice is not approved yet. Have it reviewed first."))]
    found = []
    if over:
        found.append(Refusal("notice_over", _("Its time is over. Draft a new one.")))
    if again:
        found.append(
            Refusal("hangs_already", _("It hangs there already. Choose another place."), field="place")
        )
    if not photos:
        found.append(Refusal("photo_missing", _("Take a photo of it where it hangs."), field="photos"))
    return found
