"""What conditions, rules on seats and stated facts must mean as well as look like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from openqof.core.governance.conditions import DAY, FACTS, FIGURE, WORD, YES_NO
from openqof.core.governance.seats import WORDS
from openqof.core.governance.wording import called
from openqof.files.governance_words import form_of, written
from openqof.files.shape import Value, Walk, did_you_mean, listed

_ARTICLE = {YES_NO: "yes or no", FIGURE: "a figure", DAY: "a day", WORD: "a word"}
_PAGE = "docs/reference/governance-files.md"
_ASKED_BY = {
    YES_NO: ("is", "known"),
    FIGURE: ("at_least", "at_most", "known"),
    DAY: ("in_time", "first_of", "known"),
    WORD: ("is", "one_of", "known"),
}
"""The conditions that can be asked of each form of fact."""
_TYPES: Mapping[str, type] = {YES_NO: bool, FIGURE: Decimal, DAY: date, WORD: str}


def check_condition(value: Value, walk: Walk) -> None:
    """Note every fact that there is not, or of which a condition asks what it cannot be."""
    said = value.get(value.tag)
    if said is not None:
        _CHECKS[value.tag](said, walk)


def _parts(value: Value, walk: Walk) -> None:
    for part in value.value:
        check_condition(part, walk)


def _is(value: Value, walk: Walk) -> None:
    known = _of_form(value.get("fact"), walk, YES_NO, WORD)
    said = value.get("value")
    if known and said is not None:
        check_fact(known, said, walk)


def _one_of(value: Value, walk: Walk) -> None:
    known = _of_form(value.get("fact"), walk, WORD)
    for said in value.plain("values", ()) if known else ():
        check_fact(known, said, walk)


def _limit(value: Value, walk: Walk) -> None:
    _of_form(value.get("fact"), walk, FIGURE)


def _first_of(value: Value, walk: Walk) -> None:
    _of_form(value.get("fact"), walk, DAY)


def _in_time(value: Value, walk: Walk) -> None:
    _of_form(value.get("fact"), walk, DAY)
    _of_form(value.get("before"), walk, DAY)
    if value.get("fact") is not None and value.plain("fact") == value.plain("before"):
        said = f"the day of `{value.plain('fact')}` is asked to lie before itself."
        walk.problem(value["before"], "G015", said, "Name the day that it is to lie before.")


_CHECKS: Mapping[str, Callable[[Value, Walk], object]] = {
    "is": _is,
    "one_of": _one_of,
    "at_least": _limit,
    "at_most": _limit,
    "known": lambda value, walk: check_name(value, walk),
    "in_time": _in_time,
    "first_of": _first_of,
    "all": _parts,
    "any": _parts,
    "not": check_condition,
}


def check_name(fact: Value | None, walk: Walk) -> str:
    """The name of a fact; "" after noting that there is no such fact, or where it was refused."""
    if fact is None:
        return ""
    if fact.value in FACTS:
        return str(fact.value)
    hint = did_you_mean(fact.value, FACTS, otherwise=f"{_PAGE} lists the facts.")
    walk.problem(fact, "G004", f'there is no fact "{fact.value}".', hint)
    return ""


def _of_form(fact: Value | None, walk: Walk, *forms: str) -> str:
    """The name of a fact of one of some forms; "" after noting that it is none, or of another form."""
    known = check_name(fact, walk)
    if fact is None or not known or FACTS[known].form in forms:
        return known
    form = FACTS[known].form
    asked = listed(_ARTICLE[each] for each in forms)
    said = f"`{known}` is {_ARTICLE[form]}, where {asked} is asked for."
    walk.problem(fact, "G005", said, f"Ask with {listed(f'`{each}`' for each in _ASKED_BY[form])}.")
    return ""


def check_fact(known: str, said: Value, walk: Walk) -> None:
    """Note a value that a known fact cannot have."""
    kind = FACTS[known]
    if not isinstance(said.value, _TYPES[kind.form]):
        message = f'`{known}` is {_ARTICLE[kind.form]}, but "{written(said.value)}" is {form_of(said.value)}.'
        walk.problem(said, "G005", message, _instead(kind.form))
    elif kind.words and said.value not in kind.words:
        hint = did_you_mean(str(said.value), kind.words, otherwise=f"Known: {', '.join(kind.words)}.")
        walk.problem(said, "G006", f'`{known}` cannot be "{said.value}".', hint)


def _instead(form: str) -> str:
    examples = {YES_NO: "Write yes or no.", FIGURE: "Write figures.", DAY: "Write it as 2015-04-01."}
    return examples.get(form, "Write the word, in quotes if it looks like a figure, a day, yes or no.")


def check_facts(facts: Value, walk: Walk) -> None:
    """Note every fact stated that there is not, or that it cannot be."""
    for name, said in facts.items():
        place = facts.keys.get(name, said.place)
        known = check_name(Value(name, place), walk)
        if known:
            check_fact(known, said, walk)


def check_seat_rule(value: Value, walk: Walk) -> None:
    """Note every word that means no member, and offices asked to be what they are asked not to be."""
    said = value.get(value.tag) if value.tag else None
    if said is None:
        return
    if value.tag in ("all", "any"):
        for part in said.value:
            check_seat_rule(part, walk)
    elif value.tag == "not":
        check_seat_rule(said, walk)
    else:
        for word in _words(said):
            _known_word(word, walk)
        _both(said, walk)


def _words(value: Value) -> Iterator[Value]:
    for key in ("of", "among", "not_among"):
        yield from value.plain(key, ())


def _known_word(word: Value, walk: Walk) -> None:
    if word.value not in WORDS:
        hint = did_you_mean(word.value, WORDS, otherwise=f"Classes and offices: {', '.join(WORDS[:8])}.")
        walk.problem(word, "G007", f'"{word.value}" is no class, office or post of a member.', hint)


def _both(value: Value, walk: Walk) -> None:
    among = {each.value for each in value.plain("among", ())}
    for word in value.plain("not_among", ()):
        if word.value in among:
            office = called(value.plain("office", "holder"))
            said = f'the {office} is asked to be and not to be "{word.value}".'
            walk.problem(word, "G013", said, "Keep one of them.")


def check_post(word: Value, walk: Walk, posts: tuple[str, ...]) -> None:
    """Note a post of a member that is on no list."""
    if word.value not in posts:
        hint = did_you_mean(word.value, posts, otherwise=f"{_PAGE} lists the posts.")
        walk.problem(word, "G007", f'there is no post "{word.value}".', hint)
