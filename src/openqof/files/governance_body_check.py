"""What a body must mean as well as look like: models in order, committees that can meet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from openqof.core.governance.names import normalised
from openqof.core.governance.packs import BodyKind, Model
from openqof.core.governance.seats import (
    CHAIR,
    NON_VOTING,
    OFFICES,
    POSTS,
    VOTING,
    WORDS,
)
from openqof.core.governance.wording import called, day, listed, members, number_of
from openqof.files.governance_clocks import shipped_clocks
from openqof.files.governance_conditions_check import check_facts, check_post, check_seat_rule
from openqof.files.governance_rules import values_in
from openqof.files.governance_rules_check import (
    check_clocks,
    check_days,
    check_ids,
    check_needs,
    check_sources,
)
from openqof.files.shape import Place, Value, Walk
from openqof.files.sources import sources

OBSERVER = "observer"
OWN_SOURCE = "the-body"
"""The source of what a body says of itself where it names no other."""


def check_body(value: Value, walk: Walk) -> None:
    """Note every problem of meaning in a body read by `BODY_SHAPE`."""
    own = "Leave it out where the body says it itself."
    check_sources(value, walk, {*sources(), OWN_SOURCE}, otherwise=own)
    _models(value, walk)
    for key, what in (("practices", "the practice"), ("lmcs", "the LMC")):
        _once(values_in(value, key), walk, what, "G024")
    _own_rules(value, walk)
    committees, facts = value.get("committees"), value.get("facts")
    for name, committee in committees.items() if committees is not None else ():
        with walk.about(name):
            _committee(committee, walk)
    for scheme, stated in facts.items() if facts is not None else ():
        with walk.about(scheme):
            check_facts(stated, walk)


def _models(value: Value, walk: Walk) -> None:
    """Each model begins after the one before; an area team has none but the national one."""
    before: date | None = None
    for each in values_in(value, "models"):
        first, model = each.get("from"), each.get("model")
        if first is not None and before is not None and first.value <= before:
            said = f"this model begins on {day(first.value)}, not after the one before ({day(before)})."
            walk.problem(first, "G020", said, "Write them in order of time, each on a day of its own.")
        before = before if first is None else first.value
        if model is not None and value.plain("kind") == BodyKind.AREA_TEAM and model.value != Model.NATIONAL:
            said = f"an area team decides for NHS England; it has no model {model.value}."
            walk.problem(model, "G026", said, f"Write {Model.NATIONAL.value}.")


def _once(
    items: Iterable[Value], walk: Walk, what: str, code: str, *, key: Callable[[str], str] = str
) -> None:
    first: dict[str, Place] = {}
    for item in items:
        if (found := first.get(key(item.value))) is not None:
            said = f"{what} {item.value} is named twice; first on line {found.line}."
            walk.problem(item, code, said, "Keep one of them.")
        first.setdefault(key(item.value), item.place)


def _own_rules(value: Value, walk: Walk) -> None:
    """The rules of the body's own constitution and terms of reference."""
    committees = value.get("committees")
    of_committees = [
        rule for _, each in (committees.items() if committees else ()) for rule in values_in(each, "rules")
    ]
    own = [rule for part in ("conditions", "clocks", "duties") for rule in values_in(value, part)]
    check_ids([*own, *of_committees], walk)
    check_days([*own, *of_committees], walk)
    check_needs(values_in(value, "conditions"), walk)
    check_needs(of_committees, walk, seats=True)
    clocks = [each.plain("about") for each in values_in(value, "clocks") if each.get("about")]
    check_clocks(values_in(value, "duties"), walk, [*clocks, *shipped_clocks(value.plain("kind", ""))])


def _committee(value: Value, walk: Walk) -> None:
    seats = values_in(value, "seats")
    people = (seat["person"] for seat in seats if seat.get("person"))
    _once(people, walk, "the person", "G021", key=normalised)
    for seat in seats:
        _seat(seat, walk)
    _offices(value, seats, walk)
    quorum = value.get("quorum")
    if quorum is not None:
        check_seat_rule(quorum, walk)
        _reachable(quorum, seats, walk)


def _seat(seat: Value, walk: Walk) -> None:
    for post in seat.plain("posts", ()):
        check_post(post, walk, POSTS)
    votes = seat.get("votes")
    if votes is not None and votes.value and seat.plain("of") == OBSERVER:
        said = f"{seat.plain('person', 'an observer')} is an observer with a vote."
        walk.problem(votes, "G025", said, "Write votes: no, or the class of a member.")


def _offices(committee: Value, seats: tuple[Value, ...], walk: Walk) -> None:
    """One chair, and no office twice; a committee of which a seat was refused may have its chair there."""
    first: dict[str, Place] = {}
    for office in (seat["office"] for seat in seats if seat.get("office")):
        if office.value in first:
            line = first[office.value].line
            said = f"the committee has two members as {called(office.value)}; the first is on line {line}."
            walk.problem(office, "G022", said, "Keep one of them.")
        first.setdefault(office.value, office.place)
    refused = any("office" in seat.keys and seat.get("office") is None for seat in seats)
    if seats and CHAIR not in first and not refused:
        walk.problem(committee, "G022", "no member is the chair.", "Write office: chair at one of the seats.")


def _reachable(quorum: Value, seats: tuple[Value, ...], walk: Walk) -> None:
    """Note each part of a quorum that fails although every member is there."""
    if not seats or not all(_sound(seat) for seat in seats):
        return
    if why := out_of_reach(quorum, [_terms(seat) for seat in seats]):
        walk.problem(quorum, "G023", f"the committee could never meet its quorum: {why}.", _CURE)


def _sound(seat: Value) -> bool:
    """Whether nothing of a seat was refused, so that what it is not said to be it is not."""
    posts = (post.value for post in seat.plain("posts", ()))
    return set(seat.keys) == set(seat.value) and all(post in POSTS for post in posts)


_CURE = "Count its members, or correct the quorum."
Members = list[frozenset[str]]


def _terms(seat: Value) -> frozenset[str]:
    """All words that mean a member, as `Seat.terms` gives them."""
    votes = VOTING if seat.plain("votes", seat.plain("of") != OBSERVER) else NON_VOTING
    posts = (post.value for post in seat.plain("posts", ()))
    return frozenset({seat.plain("of"), *posts, votes, *filter(None, [seat.plain("office")])})


def out_of_reach(rule: Value, table: Members) -> str:
    """Why no attendance at the table could satisfy a rule, in words; "" where some could.

    At most, and what is not to be, can be satisfied by those who stay away, and so are never out of reach.
    """
    if not rule.tag:
        return _too_few(rule.value, table, ())
    said = rule.get(rule.tag)
    return _REACH[rule.tag](said, table) if said is not None and rule.tag in _REACH else ""


def _all(value: Value, table: Members) -> str:
    return next(filter(None, (out_of_reach(part, table) for part in value.value)), "")


def _any(value: Value, table: Members) -> str:
    why = [out_of_reach(part, table) for part in value.value]
    return listed(why) if all(why) else ""


def _at_least(value: Value, table: Members) -> str:
    votes = value.plain("votes")
    counted = [each for each in table if votes is None or (VOTING in each) == votes]
    return _too_few(value.plain("count", 0), counted, _known_words(value, "of"), votes)


def _too_few(count: int, counted: Members, of: Collection[str], votes: bool | None = None) -> str:
    """Why so many cannot be counted; observers are only where a word names them."""
    there = sum(1 for each in counted if (each & set(of) if of else OBSERVER not in each))
    if there >= count:
        return ""
    vote = "" if votes is None else f" {'with' if votes else 'without'} a vote"
    among = f" among {listed(members(word) for word in of)}" if of else ""
    return f"it asks for {number_of(count, 'member')}{vote}{among}, and has {there or 'none'}"


def _majority(value: Value, table: Members) -> str:
    of = _known_words(value, "of")
    voters = [each for each in table if VOTING in each and OBSERVER not in each]
    return _too_few(1, voters, of) if of else ""


def _office(value: Value, table: Members) -> str:
    office = value.plain("office", "")
    holders = [each for each in table if office in each]
    if not holders:
        return f"it has no {called(office)}" if office in OFFICES else ""
    among, not_among = _known_words(value, "among"), _known_words(value, "not_among")
    fits = any((not among or each & set(among)) and not each & set(not_among) for each in holders)
    return "" if fits else f"its {called(office)} is not as asked"


def _known_words(value: Value, key: str) -> tuple[str, ...]:
    """The words of a list as far as they mean someone: what is no word is a problem of its own."""
    return tuple(each.value for each in value.plain(key, ()) if each.value in WORDS)


_REACH: Mapping[str, Callable[[Value, Members], str]] = {
    "all": _all,
    "any": _any,
    "at_least": _at_least,
    "majority": _majority,
    "office": _office,
}
