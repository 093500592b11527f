"""What an item of a meeting touches, and whether an entry of a register is among it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from openqof.core.governance.bodies import Body
from openqof.core.governance.interests import Category, Interest, Item, Register
from openqof.core.governance.names import normalised, organisation_key

GP_CLASS = "gp"
NOTHING: Mapping[str, str] = MappingProxyType({})
_PARTNER = re.compile(r"\bpartner(?:s|ship)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """How an item touches the organisation of an entry.

    `code` is what it was found by, as `Known.code` gives it; `pence` what the organisation gains or loses by
    it, None where no priced result says; `by_name` that the entry has no code; `practice` that it is one the
    item pays or the body commissions.
    """

    code: str
    pence: int | None
    by_name: bool
    practice: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that each name is known by, and what each practice became; all by `organisation_key`."""

    names: Mapping[str, frozenset[str]]
    became: Mapping[str, str]

    def code(self, text: str) -> str:
        """A code or name as it is compared; of a practice that merged, that of the last that it became."""
        code, past = organisation_key(text), list[str]()
        while code in self.became and code not in past:
            past.append(code)
            code = self.became[code]
        return min(past[past.index(code) :]) if code in past else code

    def meant(self, text: str) -> frozenset[str]:
        """What a code or a name may mean: itself, and every code that the name is known by."""
        return self.names.get(organisation_key(text), frozenset()) | {self.code(text)}

    def of(self, interest: Interest) -> frozenset[str]:
        """The organisation of an entry: its code where it states one, else what its name may mean."""
        if code := self.code(interest.code):
            return frozenset({code})
        return self.meant(interest.organisation)


@dataclass(frozen=True, slots=True)
class Touched:
    """What one item touches, as `Known.code` gives codes and names."""

    codes: frozenset[str]
    pence: Mapping[str, int]
    practices: frozenset[str]
    known: Known

    def match(self, interest: Interest) -> Match | None:
        """How the item touches the organisation of an entry: by its code, else by what its name may mean."""
        found = self.known.of(interest) & self.codes
        coded = found - {self.known.code(interest.organisation)} or found
        return self._match(coded, by_name=not interest.code) if found else None

    def _match(self, codes: Set[str], *, by_name: bool) -> Match:
        """What was found; of several organisations of one name the greatest amount counts."""
        code = max(sorted(codes), key=lambda each: abs(self.pence.get(each, 0)))
        return Match(code, self.pence.get(code), by_name, codes <= self.practices)


def touched_by(item: Item, body: Body, register: Register, became: Mapping[str, str] = NOTHING) -> Touched:
    """What an item touches: what it names, whom its priced result pays or costs, and all of a whole class.

    `became` says what practices became, by code: whoever has an interest in one has it in the other.
    """
    known = known_by(body, register, became)
    stated = item.effects.pence if item.effects else {}
    own = {known.code(code) for code in body.practices}
    codes = {code for text in item.touches for code in known.meant(text)}
    codes |= {known.code(code) for code, sum_of in stated.items() if sum_of}
    codes |= own if item.touches_class == GP_CLASS else set()
    pence = _pence(stated, known)
    return Touched(frozenset(codes - {""}), pence, frozenset({*own, *pence} - {""}), known)


def known_by(body: Body, register: Register, became: Mapping[str, str] = NOTHING) -> Known:
    """The codes each name is known by: of the body itself, and of every entry that states both."""
    merged = {**body.became, **became}
    successors = {organisation_key(old): organisation_key(new) for old, new in merged.items()}
    known, names = Known({}, successors), dict[str, set[str]]()
    stated = [(each.organisation, each.code) for each in register.interests if each.code]
    for name, code in ((body.name, body.code), *stated):
        names.setdefault(organisation_key(name), set()).add(known.code(code))
    return replace(known, names={name: frozenset(codes) for name, codes in names.items() if name})


def _pence(stated: Mapping[str, int], known: Known) -> Mapping[str, int]:
    """What each organisation gains or loses, that of practices which became one added."""
    found: dict[str, int] = {}
    for text, pence in stated.items():
        found[known.code(text)] = found.get(known.code(text), 0) + pence
    return found


def held(interest: Interest, on: date) -> bool:
    """Whether an interest was held on a day; the last day counts."""
    return interest.held_from <= on and (interest.held_to is None or on <= interest.held_to)


def entries_of(person: str, register: Register, on: date) -> tuple[Interest, ...]:
    """A person's entries that were held on a day, in the order of the register."""
    key = normalised(person)
    return tuple(each for each in register.interests if normalised(each.person) == key and held(each, on))


def shared_with_partners(
    person: str, register: Register, on: date, known: Known
) -> Iterator[tuple[Interest, Interest]]:
    """What a person's partners in a practice hold elsewhere, each after their entry in the practice."""
    own = [known.of(each) for each in entries_of(person, register, on) if is_partner(each)]
    practices = frozenset[str]().union(*own)
    for entries in _others(person, register, on) if practices else ():
        shared = [each for each in entries if is_partner(each) and known.of(each) & practices]
        for each in entries if shared else ():
            partner = next((found for found in shared if not known.of(each) & known.of(found)), None)
            if partner is not None and each.category is Category.FINANCIAL:
                yield partner, each


def is_partner(interest: Interest) -> bool:
    """Whether an entry says that its person is a partner in the organisation, as a financial interest."""
    financial = interest.category is Category.FINANCIAL and not interest.through
    return financial and bool(_PARTNER.search(interest.nature))


def _others(person: str, register: Register, on: date) -> Iterable[list[Interest]]:
    """The entries that each other person held on a day."""
    found: dict[str, list[Interest]] = {}
    for each in register.interests:
        if held(each, on):
            found.setdefault(normalised(each.person), []).append(each)
    found.pop(normalised(person), None)
    return found.values()
