"""Ending a contract for breach: a notice not met, a breach repeated, or the effect of several together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from openqof.core.governance.actions import Action
from openqof.core.governance.packs import Rule
from openqof.core.governance.verdicts import Answer, Reason, Verdict
from openqof.core.governance.wording import day, listed, number_of
from openqof.core.sources import Basis, Provenance
from openqof.governance.action_words import (
    CUMULATIVE,
    NOT_REMEDIED,
    NOTICES,
    REPEATED,
    day_of,
    stated,
)

_FOUND = Provenance("hempsons-remedial-notices", Basis.FOUND)
_RECALLED = Provenance("team-knowledge", Basis.RECALLED)
RULES = {
    NOT_REMEDIED: Rule(
        "end-not-remedied", "A contract may be ended where a remedial notice is not met in its time.", _FOUND
    ),
    REPEATED: Rule(
        "end-repeated", "A contract may be ended where a breach is repeated after a notice of it.", _FOUND
    ),
    CUMULATIVE: Rule(
        "end-cumulative",
        "A contract may be ended where further breaches together are prejudicial to the services.",
        _RECALLED,
    ),
}
"""The three ways to end a contract for breach."""
ID = "contract-actions"
_FEWEST = 2


def may_end(actions: Sequence[Action], practice: str, on: date, *, why: str = "") -> Verdict:
    """Whether the contract of a practice may be ended for breach on a day, by any of the three ways.

    `why` says why the breaches together are prejudicial to the services, which the third way has to show.
    """
    own = [each for each in actions if each.practice == practice and each.served <= on]
    reasons = tuple(ways_to_end(own, on, why=why))
    best = next((a for a in (Answer.YES, Answer.NOT_SHOWN) if a in {r.answer for r in reasons}), Answer.NO)
    said = tuple(reason for reason in reasons if reason.answer is best)
    return Verdict(f"May the contract of {practice} be ended for breach on {day(on)}?", best, said)


def ways_to_end(actions: Sequence[Action], on: date, *, ground: str = "", why: str = "") -> Iterator[Reason]:
    """A reason for each way, or for the one that a ground names, by the notices that stand on a day."""
    notices = standing(actions, on)
    ways = {NOT_REMEDIED: _not_remedied, REPEATED: _repeated}
    for name, rule in RULES.items():
        if ground and name != ground:
            continue
        found = ways[name](notices, on) if name in ways else _cumulative(notices, why)
        yield Reason(f"{ID}:{rule.id}", f"{rule.says} {found[1]}", found[0], rule.provenance)


def standing(actions: Sequence[Action], on: date) -> tuple[Action, ...]:
    """The notices in force on a day, by their days: served, and neither withdrawn nor set aside by then."""
    served = [each for each in actions if each.kind in NOTICES and each.served <= on]
    kept = [each for each in served if (gone := day_of(each, "withdrawn")) is None or gone > on]
    return tuple(sorted(kept, key=lambda each: each.served))


def _not_remedied(notices: Sequence[Action], on: date) -> tuple[Answer, str]:
    over = [
        each
        for each in notices
        if each.kind == "remedial-notice" and each.period_ends and each.period_ends < on
    ]
    missed = [each for each in over if stated(each, "outcome") == NOT_REMEDIED]
    if missed:
        return Answer.YES, f"Not met: {_named(missed)}."
    open_still = [each for each in over if not stated(each, "outcome")]
    if open_still:
        return Answer.NOT_SHOWN, f"The outcome is not recorded of {_named(open_still)}."
    return Answer.NO, "No remedial notice has run out without being met."


def _repeated(notices: Sequence[Action], on: date) -> tuple[Answer, str]:
    """A later notice of the same breach, by its clause where both state one, else by its words."""
    for place, later in enumerate(notices):
        same = [each for each in notices[:place] if each.served < later.served and _same(each, later)]
        if same:
            return Answer.YES, f"The breach in {later.reference} repeats that in {_named(same)}."
    return Answer.NO, "No breach has been repeated after a notice of it."


def _same(one: Action, other: Action) -> bool:
    by = "clause" if stated(one, "clause") and stated(other, "clause") else "breach"
    return bool(stated(one, by)) and stated(one, by).casefold() == stated(other, by).casefold()


def _cumulative(notices: Sequence[Action], why: str) -> tuple[Answer, str]:
    many = number_of(len(notices), "notice")
    if len(notices) < _FEWEST:
        return (
            Answer.NO,
            f"There is {many}, where there have to be {_FEWEST}." if notices else "There is none.",
        )
    found = why or next((w for each in notices if (w := stated(each, "prejudicial because"))), "")
    if not found:
        return Answer.NOT_SHOWN, f"There are {many} ({_named(notices)}); that they are is not stated."
    return Answer.YES, f"There are {many} ({_named(notices)}): {found}."


def _named(notices: Sequence[Action]) -> str:
    return listed(f"{each.reference} of {day(each.served)}" for each in notices)
