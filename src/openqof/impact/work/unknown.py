"""Work that a scheme starts and whose hours are not known, in words: no hours are left out in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openqof.core.assumptions import Assumptions
from openqof.core.scheme import Measure
from openqof.files.values import did_you_mean
from openqof.impact.work.rows import kind_of_new, patients_of
from openqof.impact.worked import Worked
from openqof.impact.working.needs import named
from openqof.impact.working.reform import new_indicators

LEFT_OUT = "is not counted"


def unknown_work(worked: Worked, assumptions: Assumptions) -> tuple[str, ...]:
    """One sentence for each reason that work which starts has no hours, with the indicators and measures."""
    added = [new for new, _ in new_indicators(worked.ask.scheme)]
    counted = {new.measure for new in added}
    own = [each for each in worked.ask.scheme.measures.values() if each.id not in counted]
    silent = [new.id for new in added if kind_of_new(new, worked, assumptions) is None]
    silent += [each.id for each in own if not each.work]
    says = list(_misnamed(worked.ask.scheme.measures.values(), assumptions))
    if silent:
        says.append(f"Nothing says what kind of work {named(silent)} is: it {LEFT_OUT}.")
    nobody = [each.id for each in own if each.work in assumptions.kinds and not _patients(each, worked)]
    if nobody:
        says.append(f"How many patients {named(nobody)} counts is not known yet: work for them {LEFT_OUT}.")
    return tuple(says)


def _misnamed(measures: Iterable[Measure], assumptions: Assumptions) -> Iterator[str]:
    """A kind that the assumptions do not have, with the measures that name it."""
    known = tuple(assumptions.kinds)
    wrong = [each for each in measures if each.work and each.work not in assumptions.kinds]
    for kind in dict.fromkeys(each.work for each in wrong):
        of = named(each.id for each in wrong if each.work == kind)
        hint = did_you_mean(kind, known, otherwise=f"Known: {', '.join(known)}.")
        yield f'The assumptions have no kind of work "{kind}", so that {of} {LEFT_OUT}. {hint}'


def _patients(measure: Measure, worked: Worked) -> float:
    return float(patients_of(measure, worked).sum())
