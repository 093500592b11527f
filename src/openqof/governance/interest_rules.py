"""The least handling that a pack asks for a conflict, and the rules that stand beside every pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from openqof.core.governance.packs import HANDLINGS, Handling, Pack, Rule
from openqof.core.sources import Basis, Provenance

WHOLE_CLASS = "whole-class"
STAY, SPEAK, PART, LEAVE = HANDLINGS[:4]
BESIDE = "interests"
"""What rules that stand in no pack are cited under: interests:noted."""


def _beside(name: str, says: str, basis: Basis, *, source: str = "team-knowledge") -> Rule:
    return Rule(name, says, Provenance(source, basis))


NOTED = _beside("noted", "An interest that an item touches is declared, noted and minuted.", Basis.RECALLED)
COMPARED = _beside(
    "compared",
    "Every member's entries are compared with the practices and organisations that an item touches.",
    Basis.DERIVED,
    source="openqof",
)
DESIGN = _beside(
    "design-in-principle",
    "Where an item pays a whole class, its members may discuss the design in principle; price and award are "
    "decided without them.",
    Basis.RECALLED,
)
NO_VOTE = _beside(
    "no-vote-may-stay",
    "A member without a vote who has only the general interest of a whole class may stay.",
    Basis.DERIVED,
)
PATIENT = _beside(
    "patient-may-stay",
    "To be a registered patient is a personal interest, perceived at most; who declares it may stay.",
    Basis.DERIVED,
)
PARTNERS = _beside(
    "partners-share",
    "What a partner in a practice declares covers the relevant interests of the other partners.",
    Basis.RECALLED,
)
RULES: Mapping[str, Rule] = {
    f"{BESIDE}:{rule.id}": rule for rule in (NOTED, COMPARED, DESIGN, NO_VOTE, PATIENT, PARTNERS)
}
"""The rules that stand beside every pack, by the name that conflicts cite them by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The least handling, and the names of the rules that ask for it."""

    least: str
    rules: tuple[str, ...]

    def with_rule(self, rule: Rule) -> Asked:
        """The same, with a rule from beside the packs cited too."""
        return Asked(self.least, tuple(dict.fromkeys((*self.rules, f"{BESIDE}:{rule.id}"))))

    def at_most(self, least: str, rule: Rule) -> Asked:
        """No stronger than a handling, by a rule from beside the packs, cited where it counts."""
        return self if strength(self.least) <= strength(least) else Asked(least, self.rules).with_rule(rule)


def strength(handling: str) -> int:
    """Where a handling stands from the mildest, 0, to the strongest."""
    return HANDLINGS.index(handling)


def strongest(handlings: Iterable[str]) -> str:
    """The strongest of some handlings; noting where there are none."""
    return max(handlings, key=strength, default=STAY)


def asked(pack: Pack, on: date, category: str, *, gain: bool) -> Asked:
    """What a pack asks on a day for a category; its rules for a direct gain count only where there is one."""
    found = [each for each in _of(pack, on, category) if gain or not each.direct_gain]
    return _strongest(pack, found)


def asked_of_class(pack: Pack, on: date, *, design_only: bool) -> Asked:
    """What a pack asks of members of a class that an item touches as a whole.

    Its rules marked for a direct gain are those for price and award. For the design alone the mildest of the
    others counts, and never more than to speak without a vote.
    """
    found = _of(pack, on, WHOLE_CLASS)
    if not design_only:
        return _strongest(pack, found)
    mild = [each for each in found if not each.direct_gain] or found
    least = min((strength(each.least) for each in mild), default=0)
    chosen = _strongest(pack, [each for each in mild if strength(each.least) == least])
    return chosen.at_most(SPEAK, DESIGN)


def stronger(one: Asked, other: Asked) -> Asked:
    """The stronger of two; the rules of both where they ask for the same."""
    if strength(one.least) != strength(other.least):
        return max(one, other, key=lambda each: strength(each.least))
    return Asked(one.least, tuple(dict.fromkeys((*one.rules, *other.rules))))


def rule_named(name: str, pack: Pack) -> Rule | None:
    """The rule that a conflict or finding cites by name, of the pack or from beside the packs."""
    own = {pack.named(rule): rule for rule in pack.rules()}
    return own.get(name) or RULES.get(name)


def _of(pack: Pack, on: date, category: str) -> list[Handling]:
    plain = category.removeprefix("non-financial ")
    return [
        each
        for each in pack.handling
        if each.category.removeprefix("non-financial ") == plain and each.rule.in_force(on)
    ]


def _strongest(pack: Pack, found: list[Handling]) -> Asked:
    if not found:
        return Asked(STAY, (f"{BESIDE}:{NOTED.id}",))
    least = strongest(each.least for each in found)
    return Asked(least, tuple(pack.named(each.rule) for each in found if each.least == least))
