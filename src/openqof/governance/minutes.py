"""Minutes of a meeting as Markdown: who came, what was declared and how handled, votes, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openqof.core.governance.bodies import Body
from openqof.core.governance.decisions import Tally
from openqof.core.governance.interests import Conflict, Item
from openqof.core.governance.meetings import Ballot, Handled, Meeting
from openqof.core.governance.packs import Pack
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer, Verdict
from openqof.core.governance.wording import called, day, listed, sentence, spelt
from openqof.governance.attendance import attending, handled, stands_for
from openqof.governance.chairs import in_chair, presiding_at, wrongly_taken
from openqof.governance.quorum import quorum
from openqof.governance.remedies import remedies
from openqof.governance.seats import OBSERVER, has_vote, is_member
from openqof.governance.votes import tally

NONE = "–"
CAME = ("Who", "Member as", "Posts and office", "Vote")
HANDLING = ("Item", "Who", "Nature", "Why a conflict", "Handling", "By", "Left", "Returned")


def minutes(
    meeting: Meeting, body: Body, pack: Pack, conflicts: Iterable[Conflict], *, register: bool = True
) -> str:
    """The minutes in Markdown, ending in a line feed.

    They state what the file of the meeting states; of a conflict it leaves out they say so. `register` says
    whether the meeting names one.
    """
    held = tuple(conflicts)
    where = "public" if meeting.in_public else "private"
    parts = [
        f"# Minutes of {meeting.committee.name}",
        f"{body.name}, {day(meeting.on)}. Held in {where}.",
        "## Who came",
        *_came(meeting, pack),
        "## Interests declared, and how they were handled",
        *_interests(meeting, held),
        *(
            line
            for number, item in enumerate(meeting.items, 1)
            for line in _item(meeting, number, item, pack, held, register=register)
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _came(meeting: Meeting, pack: Pack) -> Iterator[str]:
    seats = attending(meeting)
    yield _table(CAME, [_seat(meeting, seat) for seat in seats if is_member(seat)])
    yield _chair_said(meeting, pack, meeting.chair or presiding_at(meeting, pack))
    watching = [_observer(seat) for seat in seats if seat.of == OBSERVER]
    if watching:
        yield f"In attendance without a vote: {listed(watching)}."
    beside = [f"{deputy}, deputy of {member}" for deputy, member in _waiting(meeting, seats)]
    if beside:
        yield f"In attendance without a seat: {listed(beside)}."
    away = [each.person for each in meeting.committee.seats if each.person not in _here(meeting)]
    yield f"Apologies: {listed(away)}." if away else "No apologies."


def _chair_said(meeting: Meeting, pack: Pack, chair: str) -> str:
    """Who is in the chair; of whoever is named and was not there, or may not be, that it is so."""
    if not chair:
        return "In the chair: nobody who may be."
    if chair != meeting.chair or wrongly_taken(meeting, pack) is None:
        return f"In the chair: {chair}."
    if chair in {seat.person for seat in attending(meeting)}:
        return f"In the chair: {chair}, who may not be."
    return f"In the chair: not shown; {chair} is named, and was not there."


def _waiting(meeting: Meeting, seats: Sequence[Seat]) -> list[tuple[str, str]]:
    taken = {seat.person for seat in seats}
    return [(deputy, member) for deputy, member in meeting.deputies if deputy not in taken]


def _here(meeting: Meeting) -> set[str]:
    return {*meeting.present, *meeting.extra}


def _observer(seat: Seat) -> str:
    posts = listed(called(post) for post in seat.posts)
    return f"{seat.person} ({posts or 'observer'})"


def _seat(meeting: Meeting, seat: Seat) -> tuple[str, ...]:
    member = stands_for(meeting, seat.person)
    kind = called(seat.of) if seat.of else "other member"
    brought = ", for this meeting" if seat.person in meeting.extra else ""
    posts = listed(map(called, filter(None, [*seat.posts, seat.office])))
    vote = "yes" if has_vote(seat) else "no"
    return seat.person, f"{kind}{f', for {member}' if member else brought}", posts or NONE, vote


def _interests(meeting: Meeting, conflicts: Sequence[Conflict]) -> Iterator[str]:
    rows = [row for item in meeting.items for row in _rows(meeting, item, conflicts)]
    yield _table(HANDLING, rows) if rows else "None was declared or found."


def _rows(meeting: Meeting, item: Item, conflicts: Sequence[Conflict]) -> Iterator[tuple[str, ...]]:
    """A row for each person with an interest in an item, in the order of the seats."""
    declared = {each.person: each.nature for each in meeting.declared if each.item == item.id}
    why: dict[str, list[str]] = {}
    for each in conflicts:
        if each.item == item.id and each.person in _known(meeting):
            why.setdefault(each.person, []).append(each.why)
    done = [each.person for each in meeting.handled if each.item == item.id]
    for person in dict.fromkeys([*why, *declared, *done]):
        reasons = " ".join(dict.fromkeys(why.get(person, ()))) or _stated(meeting, item, person)
        yield (
            item.title,
            person,
            declared.get(person, NONE),
            reasons,
            *_done(handled(meeting, item.id, person)),
        )


def _known(meeting: Meeting) -> set[str]:
    return _here(meeting) | {deputy for deputy, _ in meeting.deputies}


def _stated(meeting: Meeting, item: Item, person: str) -> str:
    return next((each.reason for each in handled(meeting, item.id, person) if each.reason), NONE)


def _done(handlings: Sequence[Handled]) -> tuple[str, str, str, str]:
    """Handling, by whom, left and returned."""
    if not handlings:
        return "not minuted", NONE, NONE, NONE
    columns = ([each.handling, each.by, each.left, each.returned] for each in handlings)
    handling, by, left, returned = (
        "; ".join(dict.fromkeys(filter(None, column))) or NONE for column in zip(*columns, strict=True)
    )
    return handling, by, left, returned


def _item(
    meeting: Meeting,
    number: int,
    item: Item,
    pack: Pack,
    conflicts: Sequence[Conflict],
    *,
    register: bool,
) -> Iterator[str]:
    yield f"## {number}. {item.title}"
    found = quorum(meeting, pack, conflicts, item.id, register=register)
    private = "" if item.public else " Held in private."
    yield f"{_chair_of(meeting, item, pack, conflicts)}{private} {_quorate(found)}"
    if item.effects is not None and item.effects.fingerprint:
        yield f"The priced run it rests on has the fingerprint {item.effects.fingerprint}."
    counted = tally(meeting, item.id, conflicts, pack)
    ballot = next((each for each in meeting.ballots if each.item == item.id), None)
    if isinstance(counted, Tally) and ballot is not None:
        yield _table(("Who", "Vote", "Counted", "Reason"), _votes(ballot, counted))
    yield f"**{_decision(item, found, counted, ballot)}**"
    if not found.allowed:
        yield from _ways_out(meeting, item, pack, conflicts)


def _chair_of(meeting: Meeting, item: Item, pack: Pack, conflicts: Sequence[Conflict]) -> str:
    named = meeting.chair if wrongly_taken(meeting, pack) is not None else ""
    return _chair_said(meeting, pack, named or in_chair(meeting, item.id, conflicts, pack))


def _quorate(found: Verdict) -> str:
    if found.allowed:
        return f"Quorate: {found.reasons[0].says}"
    state = "Not quorate: " if found.answer is Answer.NO else "Not shown to be quorate: "
    return state + " ".join(each.says for each in found.against)


def _votes(ballot: Ballot, counted: Tally) -> Iterator[tuple[str, ...]]:
    for each in ballot.votes:
        name = f"{each.person} (casting vote)" if each.casting else each.person
        yield name, each.vote, counted.not_counted.get(name, "yes"), each.reason or NONE


def _decision(item: Item, found: Verdict, counted: Tally | Refusal, ballot: Ballot | None) -> str:
    if ballot is None:
        return "No decision: nobody voted." if item.decides else "Noted."
    if isinstance(counted, Refusal):
        return f"No decision: {counted.says}"
    if not found.allowed:
        was = "was not" if found.answer is Answer.NO else "is not shown to have been"
        return f"No decision: the item {was} quorate."
    sides = [(counted.ayes, "for"), (counted.noes, "against"), (counted.abstained, "abstained")]
    sums = listed(f"{spelt(len(who)) if who else 'none'} {side}" for who, side in sides)
    casting = f", with the casting vote {counted.casting}" if counted.casting else ""
    return sentence(f"{'carried' if counted.carried else 'not carried'}: {sums}{casting}")


def _ways_out(meeting: Meeting, item: Item, pack: Pack, conflicts: Sequence[Conflict]) -> Iterator[str]:
    found = remedies(meeting, pack, conflicts, item.id)
    if found:
        yield "\n".join(["What the rules allow, in their order:", "", *(f"- {each.says}" for each in found)])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
