"""What holds of conflicts whatever the register, the committee and the item."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from interest_builders import LEVELS, ON, body, item, meeting, pack, register
from openqof.core.governance.interests import Category, Conflict, Interest, Item
from openqof.core.governance.names import normalised, organisation_key
from openqof.core.governance.packs import HANDLINGS, Pack
from openqof.core.governance.seats import CLASSES, Seat
from openqof.governance.interest_rules import strength
from openqof.governance.interests import conflicts, least_for

PEOPLE = ("Dr One", "Dr Two", "Lay A", "Officer F", "Nurse N")
CODES = ("D00001", "D00002", "D00003", "BH1", "X01", "")
NAMES = ("Ambermere Surgery", "Brook Surgery", "The Surgery", "An invented group")
NATURES = ("Partner", "Registered patient", "Director", "Chief finance officer")

days = st.integers(-400, 400).map(lambda days: ON + timedelta(days=days))
interests = st.builds(
    Interest,
    id=st.just("r"), person=st.sampled_from(PEOPLE), roles=st.just(()),
    organisation=st.sampled_from(NAMES), category=st.sampled_from(Category),
    nature=st.sampled_from(NATURES), held_from=days, held_to=st.none() | days,
    code=st.sampled_from(CODES), through=st.sampled_from(("", "", "the spouse")),
)  # fmt: skip
entries = st.lists(interests, max_size=6).map(
    lambda found: tuple(replace(each, id=f"r{number}") for number, each in enumerate(found))
)
seats = st.tuples(
    *(
        st.builds(Seat, person=st.just(person), of=st.sampled_from(CLASSES), votes=st.booleans())
        for person in PEOPLE
    )
)
items = st.builds(
    item,
    touches=st.lists(st.sampled_from((*CODES, *NAMES)).filter(bool), max_size=3).map(tuple),
    touches_class=st.sampled_from(("", "", "gp", "lay")),
    decides=st.sampled_from(("", "local-incentive-schemes")),
    design_only=st.booleans(),
    pounds=st.none() | st.dictionaries(st.sampled_from(CODES[:4]), st.integers(-500, 500), max_size=4),
)
packs = st.fixed_dictionaries({}, optional={key: st.sampled_from(HANDLINGS) for key in LEVELS}).map(pack)


def found(held: tuple[Interest, ...], table: tuple[Seat, ...], about: Item, by: Pack) -> tuple[Conflict, ...]:
    return conflicts(meeting(about, seats=table), register(*held, people=PEOPLE), body(), by)


@given(held=entries, table=seats, about=items, by=packs)
def test_who_has_no_entry_is_conflicted_by_a_whole_class_alone(
    held: tuple[Interest, ...], table: tuple[Seat, ...], about: Item, by: Pack
) -> None:
    known = {each.person for each in held}
    for each in found(held, table, about, by):
        if each.person not in known:
            assert (each.category, each.interest) == ("whole-class", "")
            assert about.touches_class


@given(held=entries, table=seats, about=items, by=packs)
def test_names_of_people_change_nothing(
    held: tuple[Interest, ...], table: tuple[Seat, ...], about: Item, by: Pack
) -> None:
    names = dict(zip(PEOPLE, ("Qua", "Rho", "Sig", "Tau", "Ups"), strict=True))
    renamed = found(
        tuple(replace(each, person=names[each.person]) for each in held),
        tuple(replace(each, person=names[each.person]) for each in table), about, by,
    )  # fmt: skip
    before = [replace(each, person=names[each.person], why="") for each in found(held, table, about, by)]
    assert [replace(each, why="") for each in renamed] == before


@settings(max_examples=300)
@given(held=entries, more=entries, table=seats, about=items, by=packs)
def test_more_entries_never_lessen_handling(
    held: tuple[Interest, ...], more: tuple[Interest, ...], table: tuple[Seat, ...], about: Item, by: Pack
) -> None:
    added = tuple(replace(each, id=f"m{each.id}") for each in more)
    before, after = found(held, table, about, by), found((*held, *added), table, about, by)
    for person in PEOPLE:
        least = strength(least_for(before, "i1", person))
        assert least <= strength(least_for(after, "i1", person))


@given(held=entries, table=seats, about=items, by=packs)
def test_every_conflict_cites_a_rule_and_what_is_held_on_the_day(
    held: tuple[Interest, ...], table: tuple[Seat, ...], about: Item, by: Pack
) -> None:
    of = {each.id: each for each in held}
    for each in found(held, table, about, by):
        assert each.rules
        assert each.least in HANDLINGS
        assert each.why.endswith(".")
        if each.interest:
            entry = of[each.interest]
            assert entry.held_from <= ON <= (entry.held_to or date.max)


CASES = (str.lower, str.upper, str.title, str.swapcase)
ACCENTS = ("", "\u0301", "\u0308", "\u0327")
GAPS = ("", " ", "-", "\u2013", "  ")


def respelt(text: str, draw: st.DataObject, gaps: tuple[str, ...]) -> str:
    """Another spelling: capitals, accents, and what stands between; `gaps` may stand within a word too."""
    cased = draw.draw(st.sampled_from(CASES))(text)
    parts = [each + draw.draw(st.sampled_from(ACCENTS)) if each.isalpha() else each for each in cased]
    return draw.draw(st.sampled_from(("", " "))) + "".join(
        draw.draw(st.sampled_from((" ", "  ", "-")))
        if each == " "
        else each + draw.draw(st.sampled_from(gaps))
        for each in parts
    )


@given(name=st.sampled_from((*PEOPLE, *NAMES, *CODES[:5])), draw=st.data())
def test_a_name_or_code_is_the_same_however_spelt(name: str, draw: st.DataObject) -> None:
    assert normalised(respelt(name, draw, ("",))) == normalised(name)
    assert organisation_key(respelt(name, draw, GAPS)) == organisation_key(name)


@settings(deadline=None)
@given(held=entries, table=seats, about=items, by=packs, draw=st.data())
def test_spelling_never_changes_who_is_conflicted(
    held: tuple[Interest, ...], table: tuple[Seat, ...], about: Item, by: Pack, draw: st.DataObject
) -> None:
    other = tuple(
        replace(
            each,
            person=respelt(each.person, draw, ("",)),
            organisation=respelt(each.organisation, draw, GAPS),
            code=respelt(each.code, draw, GAPS) if each.code else "",
        )
        for each in held
    )
    touches = tuple(respelt(each, draw, GAPS) for each in about.touches)
    stated = [
        (normalised(each.person), each.interest, each.least, each.pence)
        for each in found(held, table, about, by)
    ]
    again = found(other, table, replace(about, touches=touches), by)
    assert [(normalised(each.person), each.interest, each.least, each.pence) for each in again] == stated


@settings(deadline=None)
@given(held=entries, table=seats, about=items, by=packs, draw=st.data(), deputy=st.sampled_from(PEOPLE))
def test_a_member_is_conflicted_as_a_deputy_too(
    held: tuple[Interest, ...],
    table: tuple[Seat, ...],
    about: Item,
    by: Pack,
    draw: st.DataObject,
    deputy: str,
) -> None:
    name = respelt(deputy, draw, ("",))
    told = meeting(about, seats=table, deputies=((name, draw.draw(st.sampled_from(PEOPLE))),))
    seen = conflicts(told, register(*held), body(), by)
    before = {each.interest for each in found(held, table, about, by) if each.person == deputy}
    assert {each.interest for each in seen if each.person == name} == before
