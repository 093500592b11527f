"""Records of decisions: made once, never changed, corrected by a new record only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes counted: for, against, abstained, the casting vote where one was used, and who was left out."""

    item: str
    ayes: tuple[str, ...]
    noes: tuple[str, ...]
    abstained: tuple[str, ...]
    not_counted: Mapping[str, str]
    """Votes that do not count, by person, with the reason."""
    casting: str = ""
    carried: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether nobody votes twice, and the votes come to what they are said to come to."""
        said = (*self.ayes, *self.noes, *self.abstained)
        ahead = len(self.ayes) - len(self.noes)
        carried = ahead > 0 or (ahead == 0 and self.casting == "for")
        return len(said) == len(set(said)) and self.carried == carried

    def adds_to(self, was: Tally) -> bool:
        """Whether every vote of another tally is still here, in its order, with what it came to."""
        same = (was.item, was.casting, was.carried) == (self.item, self.casting, self.carried)
        pairs = ((was.ayes, self.ayes), (was.noes, self.noes), (was.abstained, self.abstained))
        kept = all(now[: len(before)] == before for before, now in pairs)
        return same and kept and was.not_counted.items() <= self.not_counted.items()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, on what, by whom and why.

    `rests_on` maps what it rested on (law ids, files, the scheme) to its fingerprint. `corrects` is the
    reference of the record it corrects, `corrected_on` the day of that, `on` still the day of the decision;
    `changed` is what was corrected up to now: each field with its value before, as JSON. `sha256` is of the
    canonical form of all the rest.
    """

    reference: str
    body: str
    committee: str
    on: date
    item: str
    title: str
    outcome: str
    reasons: tuple[str, ...]
    options: tuple[str, ...]
    rejected: tuple[tuple[str, str], ...]
    conflicts: tuple[str, ...]
    handling: tuple[str, ...]
    dispensations: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    tally: Tally | None = None
    value_pence: int | None = None
    run: str = ""
    rests_on: Mapping[str, str] | None = None
    review: date | None = None
    corrects: str = ""
    sha256: str = ""
    corrected_on: date | None = None
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Procurement:
    """One entry of the register of procurement decisions: its fields are those of the pack of its day."""

    reference: str
    on: date
    fields: Mapping[str, str]
