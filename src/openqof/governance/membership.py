"""What an event of a practice does to its part in schemes: who follows, how many days, what base year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from openqof.core.governance.actions import Action
from openqof.core.governance.packs import Rule
from openqof.core.governance.progress import Standing
from openqof.core.governance.records import Effect, Membership
from openqof.core.governance.wording import day, listed
from openqof.core.sources import Basis, Provenance
from openqof.core.years import FinancialYear
from openqof.governance.action_words import day_of, stated
from openqof.governance.actions import effective, shares_of

ID = "contract-actions"
_OWN = Provenance("openqof", Basis.DERIVED)
FOLLOWS = Rule("successor-follows", "An agreement passes to the practice that follows.", _OWN)
SHARED = Rule("split-shares", "An agreement is shared by those who follow a split.", _OWN)
ENDS = Rule("membership-ends", "An agreement ends with the contract it rests on.", _OWN)
STAYS = Rule("membership-stays", "An agreement goes on while the contract does.", _OWN)
NEW = Rule(
    "new-practice-offered", "A new practice may be offered a scheme, and has no base year of its own.", _OWN
)
CLOSED = Rule(
    "closed-list-waits", "A practice whose list is closed waits, where a scheme asks for open lists.", _OWN
)
RULES = (FOLLOWS, SHARED, ENDS, STAYS, NEW, CLOSED)
"""The rules of membership; they are this software's own reading."""
_HUNDRED = Decimal(100)


def effects(action: Action, members: Sequence[Membership]) -> tuple[Effect, ...]:
    """What an action does to each membership it touches, in the order of the memberships.

    Nothing where the action states no day from which it counts, as a notice does not.
    """
    since = effective(action)
    if since is None:
        return ()
    event = _Event(action, since)
    match action.kind:
        case "merger":
            return tuple(event.merged(members))
        case "split":
            return tuple(each for member in event.touched(members) for each in event.split(member))
        case "closure" | "termination":
            return tuple(event.ended(member, ENDS) for member in event.touched(members))
        case "new-practice":
            return tuple(event.offered(members))
        case "list-closure":
            return tuple(event.waits(member) for member in event.touched(members))
    return tuple(event.stays(member) for member in event.touched(members))


@dataclass(frozen=True, slots=True)
class _Event:
    """An action that counts from a day on."""

    action: Action
    since: date

    def touched(self, members: Sequence[Membership]) -> tuple[Membership, ...]:
        """The memberships of the practice that have not ended by then."""
        own = (each for each in members if each.practice == self.action.practice)
        return tuple(each for each in own if each.last >= self.since)

    def merged(self, members: Sequence[Membership]) -> Iterator[Effect]:
        """Each practice that merges, then who follows, scheme by scheme."""
        known = {each.practice for each in members}
        there = (each for each in self.action.successors if each in known)
        merging = tuple(dict.fromkeys((self.action.practice, *codes(self.action, "with"), *there)))
        for scheme in dict.fromkeys(each.scheme for each in members):
            own = [m for m in members if m.scheme == scheme and m.practice in merging]
            in_it = [m for m in own if m.standing is Standing.JOINED and m.last >= self.since]
            if in_it:
                yield from (self.ended(m, FOLLOWS) for m in in_it if m.practice not in self.action.successors)
                yield from self._followed(in_it, merging)

    def _followed(self, in_it: Sequence[Membership], merging: tuple[str, ...]) -> Iterator[Effect]:
        names = tuple(dict.fromkeys(member.practice for member in in_it))
        outside = [each for each in merging if each not in names]
        says = f"The base years of {listed(names)} count together."
        if outside:
            says += f" {listed(outside)} had not joined; for that part of the list it is asked anew."
        for successor in self.action.successors:
            yield self._joins(in_it[0], successor, says, base_year=names, rule=FOLLOWS)

    def split(self, member: Membership) -> Iterator[Effect]:
        """The practice that splits, and each that follows with its share of the base year."""
        if member.standing is not Standing.JOINED:
            yield self.stays(member)
            return
        if member.practice not in self.action.successors:
            yield self.ended(member, SHARED)
        for successor, share in zip(self.action.successors, shares_of(self.action), strict=False):
            says = f"{share:f}% of the base year of {member.practice} counts for it."
            yield self._joins(member, successor, says, base_year=(member.practice,), rule=SHARED, share=share)

    def _joins(
        self,
        member: Membership,
        successor: str,
        says: str,
        *,
        base_year: tuple[str, ...],
        rule: Rule,
        share: Decimal = _HUNDRED,
    ) -> Effect:
        days = _days(max(self.since, member.first), member.last, self.since)
        says = f"{rule.says} {successor} takes part from {day(self.since)}. {says}"
        return Effect(
            member.scheme, successor, Standing.JOINED, self.since, says, rule, days, _of(self.since),
            base_year=base_year, share=share,
        )  # fmt: skip

    def ended(self, member: Membership, rule: Rule) -> Effect:
        """A membership that ends the day before, paid for its days of the year."""
        followed = self.action.successors if rule is not ENDS else ()
        joined = member.standing is Standing.JOINED
        standing = Standing.SUCCEEDED if followed else Standing.LEFT if joined else Standing.NOT_OFFERED
        eve = self.since - timedelta(days=1)
        days = _days(member.first, min(member.last, eve), eve) if joined else 0
        share = f"{days} of {_of(eve)} days of the year"
        says = f"{rule.says} {member.practice} takes part until {day(eve)}, for {share}."
        return Effect(
            member.scheme, member.practice, standing, self.since, says, rule, days, _of(eve),
            successors=followed, base_year=(member.practice,),
        )  # fmt: skip

    def offered(self, members: Sequence[Membership]) -> Iterator[Effect]:
        """Every scheme may be offered to a new practice."""
        for scheme in dict.fromkeys(each.scheme for each in members if each.last >= self.since):
            yield Effect(
                scheme,
                self.action.practice,
                Standing.NOT_OFFERED,
                self.since,
                NEW.says,
                NEW,
                of=_of(self.since),
            )

    def waits(self, member: Membership) -> Effect:
        """A practice that has not joined waits while its list is closed, where a scheme takes open."""
        reopens = day_of(self.action, "reopens")
        if member.closed_lists or member.standing is Standing.JOINED or reopens is None:
            return self.stays(member)
        says = f"{CLOSED.says} {member.practice} may join from {day(reopens)}."
        return Effect(
            member.scheme, member.practice, member.standing, self.since, says, CLOSED, of=_of(self.since)
        )

    def stays(self, member: Membership) -> Effect:
        """A membership that the event leaves as it is."""
        joined = member.standing is Standing.JOINED
        days = _days(member.first, member.last, self.since) if joined else 0
        base = (member.practice,) if joined else ()
        return Effect(
            member.scheme, member.practice, member.standing, self.since, STAYS.says, STAYS, days,
            _of(self.since), base_year=base,
        )  # fmt: skip


def codes(action: Action, name: str) -> tuple[str, ...]:
    """The practices that a field names, with commas between them."""
    return tuple(code for each in stated(action, name).split(",") if (code := each.strip()))


def _of(on: date) -> int:
    return FinancialYear.of(on).days


def _days(first: date, last: date, on: date) -> int:
    """The days from one to another that lie in the financial year of a day."""
    year = FinancialYear.of(on)
    return max(0, (min(last, year.last_day) - max(first, year.first_day)).days + 1)
