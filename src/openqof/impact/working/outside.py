"""Indicators that something paid in place of QOF leaves out: kept, or won back by a later change.

What takes the place of QOF is income that those indicators once earned a part of. Where the income is worked
out from results their part is taken out of it; where it is only known in all, they are paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from openqof.core.changes import Guarantee, Pay, Retire, Suspend
from openqof.core.national import NationalYear
from openqof.core.problems import BadInput, Problem
from openqof.core.scheme import Change
from openqof.core.terms import BaseIncome, BasePoints, Points, Reading, Term, parts_of
from openqof.engine.earlier import forerunner
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import Earned
from openqof.impact.working.needs import LISTED, named
from openqof.impact.working.reform import settled, sweeps


@dataclass(frozen=True, slots=True)
class Twice:
    """Indicators that a change pays for within a sum that is not split, and that are set apart from it."""

    change: Change
    what: str
    indicators: tuple[str, ...]


def outside(ask: Ask, change: Change) -> tuple[str, ...]:
    """The national indicators that a sweeping change does not take the place of, in the order of the law."""
    taken = settled(ask.scheme, ask.law)[change.number]
    return tuple(name for name in ask.law.indicators if name not in taken)


def without(results: Earned, names: Iterable[str], law: NationalYear) -> Earned:
    """A base year's results with no pay for some indicators of `law`, by the codes that they had then."""
    then = {forerunner(law, name, results.law) for name in names} - {None}
    out = np.array([name in then for name in results.law.indicators], dtype=np.bool_)
    return replace(results, pence=np.where(out[:, None], 0, results.pence)) if out.any() else results


def paid_twice(ask: Ask) -> Iterator[Twice]:
    """Sums in place of QOF in which indicators are paid for that the scheme pays for, or ends, beside."""
    sets = settled(ask.scheme, ask.law)
    for change in ask.scheme.changes:
        if sweeps(change) and sets[change.number]:
            within = _within(change, ask)
            names = tuple(name for name in outside(ask, change) if name in within)
            if names:
                yield Twice(change, _what(change), names)


def _within(change: Change, ask: Ask) -> set[str]:
    """The indicators whose pay is a part of what the change pays, and cannot be told from the rest."""
    terms = change.terms
    if isinstance(terms, Guarantee):
        return set(ask.law.indicators) if ask.reading is Reading.CASH else set()
    assert isinstance(terms, Pay)
    return {name for part in parts_of(terms.amount) for name in _counted(part, ask.law)}


def _counted(part: Term, law: NationalYear) -> tuple[str, ...]:
    if isinstance(part, BaseIncome):
        return tuple(law.indicators) if part.line == "qof" else ()
    return part.indicators.of(tuple(law.indicators)) if isinstance(part, Points | BasePoints) else ()


def _what(change: Change) -> str:
    terms = change.terms
    if isinstance(terms, Guarantee):
        return f"the guarantee of QOF income of {terms.of}"
    assert isinstance(terms, Pay)
    return f"what is paid for {terms.what}"


def unpaid(ask: Ask) -> dict[str, int]:
    """Indicators that the scheme ends the pay of, by the number of the change that does."""
    sets = settled(ask.scheme, ask.law)
    return {
        name: change.number
        for change in ask.scheme.changes
        if _pays_nothing(change)
        for name in sets[change.number]
    }


def _pays_nothing(change: Change) -> bool:
    terms = change.terms
    return isinstance(terms, Retire) or (isinstance(terms, Suspend) and terms.pay is None)


def check_split(ask: Ask) -> None:
    """Refuse a guarantee of cash over indicators whose pay a later change ends: it would go on in part."""
    ends = unpaid(ask)
    found = [each for each in paid_twice(ask) if isinstance(each.change.terms, Guarantee)]
    for each in found:
        names = tuple(name for name in each.indicators if name in ends)
        if names:
            raise BadInput([_not_split(ask, each, names, ends[names[0]])])


def _not_split(ask: Ask, each: Twice, names: tuple[str, ...], number: int) -> Problem:
    said = (
        f"change {number} ends the pay of {few(names)}, but change {each.change.number} guarantees income in "
        "cash, which no table splits by indicator: what they earned then would be paid all the same."
    )
    hint = "Price it with --reading accrual, which takes them out of the guarantee, or keep their pay."
    _, _, line = ask.scheme.changes[number - 1].provenance.place.rpartition(":")
    file = ask.scheme.file or ask.scheme.id
    return Problem(file, int(line) if line.isdigit() else 0, 1, "P216", said, hint)


def twice_remarks(ask: Ask) -> Iterator[str]:
    """What to know of a sum in place of QOF from which indicators could not be taken out."""
    ends = unpaid(ask)
    for each in paid_twice(ask):
        beside = tuple(name for name in each.indicators if name not in ends)
        ended = tuple(name for name in each.indicators if name in ends)
        head = f"Change {each.change.number}: in {each.what}"
        hint = ""
        if isinstance(each.change.terms, Guarantee):
            hint = " Cash is not split by indicator; --reading accrual takes their pay out."
        if beside:
            yield f"{head} is pay for {few(beside)}, which the scheme pays beside it: paid twice.{hint}"
        if ended:
            yield f"{head} is pay for {few(ended)}, which the scheme no longer pays otherwise.{hint}"


def few(names: tuple[str, ...]) -> str:
    """Indicators as a sentence lists them, the first of many by name."""
    more = len(names) - LISTED
    return f"{', '.join(names[:LISTED])} and {more} more" if more > 0 else named(names)
