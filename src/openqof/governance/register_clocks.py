"""The clocks of a register, and what they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openqof.core.governance.packs import Clock, Pack, Rule
from openqof.core.governance.wording import length_of, sentence
from openqof.core.sources import Basis, Provenance
from openqof.governance.publication import OWN
from openqof.governance.working_days import after

DECLARE, RECORD, REVIEW = "declare-interest", "record-interest", "review-interests"
SHOW, KEEP = "publish-interest-after-end", "keep-interest"
GIFT, BREACH, TRAINING = "declare-gift", "publish-breach", "renew-training"
"""What the clocks of a register are about."""

REGISTER_OF_INTERESTS, REGISTER_OF_GIFTS = "register of interests", "register of gifts"
NIL_RETURNS = "nil returns"
"""What the duties of a pack call what they publish."""

BESIDE = "registers"
"""What rules that stand in no pack are cited under: registers:nil-return."""
_RECALLED = Provenance("team-knowledge", Basis.RECALLED)
NIL = Rule("nil-return", "Whoever has nothing to declare says so in a nil return.", _RECALLED)
GIFTS = Rule("gifts-declared", "Gifts and hospitality are declared, accepted or not.", _RECALLED)
BREACHES = Rule("breaches-published", "Breaches are published, without names.", _RECALLED)
RULES: Mapping[str, Rule] = {f"{BESIDE}:{rule.id}": rule for rule in (NIL, GIFTS, BREACHES)}
"""The rules that stand beside every pack, by the name that findings cite them by."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a register leaves to do: about what, of whom, and which entry.

    `about` is that of the clock, or nil-return, fields, gifts or breaches. `due` is the last day on which it
    would have been in time; for keep-interest, the last day on which the entry is kept.
    """

    about: str
    person: str
    entry: str
    says: str
    rule: str
    provenance: Provenance
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """A clock with the name it is cited by."""

    clock: Clock
    name: str

    def due(self, start: date) -> date:
        """The last day in time, counted from a day that does not count itself; the last of all beyond it."""
        try:
            return after(start, self.clock.count, self.clock.unit)
        except (OverflowError, ValueError):
            return date.max

    @property
    def length(self) -> str:
        """28 days, 6 months."""
        return length_of(self.clock.count, self.clock.unit)

    def finding(self, says: str, *, person: str, entry: str = "", due: date | None = None) -> Finding:
        """Something that this clock finds."""
        rule = self.clock.rule
        return Finding(self.clock.about, person, entry, sentence(says), self.name, rule.provenance, due)


def clocks_of(about: str, pack: Pack, *, on: date, own_clocks: Sequence[Clock] = ()) -> Iterator[Timed]:
    """The clocks of a pack and of the body's own overlay about something on a day; all of them count."""
    found = [Timed(each, pack.named(each.rule)) for each in pack.clocks]
    found += [Timed(each, f"{OWN}:{each.rule.id}") for each in own_clocks]
    return (each for each in found if each.clock.about == about and each.clock.rule.in_force(on))


def nil_rule(pack: Pack, on: date) -> tuple[str, Rule]:
    """The rule that asks for nil returns, with its name: that of the pack, else the one beside the packs."""
    found = [each.rule for each in pack.duties if each.what == NIL_RETURNS and each.rule.in_force(on)]
    return (pack.named(found[0]), found[0]) if found else (f"{BESIDE}:{NIL.id}", NIL)


def beside(rule: Rule, about: str, says: str, *, person: str = "", entry: str = "") -> Finding:
    """Something that a rule from beside the packs finds."""
    return Finding(about, person, entry, sentence(says), f"{BESIDE}:{rule.id}", rule.provenance)
