"""Who has more and who has less under a scheme, by what practices are like, in the bands it declares."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from openqof.core.money import total
from openqof.impact.assessment import Grouping, GroupRow
from openqof.impact.pricing import Line, Pricing, banded
from openqof.impact.worked import Worked
from openqof.impact.working.roll import Practice

_FIFTH_LABELS = ("most deprived fifth", "second", "third", "fourth", "least deprived fifth")
_QUARTER_LABELS = ("smallest quarter of lists", "second", "third", "largest quarter of lists")
_SIZES = ((3_000, "under 3,000 patients"), (6_000, "3,000 to 5,999"), (10_000, "6,000 to 9,999"))
_LARGEST = "10,000 patients and more"
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """How practices are told apart: a label by practice, "" where not known, and the labels in order."""

    by: str
    says: str
    labels: Mapping[str, str]
    order: tuple[str, ...]


def groupings(pricing: Pricing, worked: Worked) -> tuple[Grouping, ...]:
    """The practices of the price by deprivation, rurality, list, contract and network, as far as known.

    The practices are those of the table, also those that do not join. Pounds are theirs in all. A grouping of
    which the data says nothing for any practice, or which puts all in one group, is left out.
    """
    lines = {line.practice: line for line in pricing.lines}
    roll = [practice for practice in worked.roll if practice.code in lines]
    made = (_grouping(each, pricing, lines) for each in _ways(roll))
    return tuple(grouping for grouping in made if len(grouping.rows) > 1)


def _ways(roll: Sequence[Practice]) -> Iterator[_Sorted]:
    yield _parted(
        roll, "deprivation fifth", "Fifths of the area's own practices by deprivation score",
        lambda each: None if each.deprivation is None else -each.deprivation, _FIFTH_LABELS,
    )  # fmt: skip
    yield _national_tenths(roll)
    yield _named(roll, "rurality", "As the data calls the practice", lambda each: each.rurality)
    yield _parted(
        roll, "list size, in quarters", "Quarters of the area's own practices by registered patients",
        lambda each: None if each.patients is None else float(each.patients), _QUARTER_LABELS,
    )  # fmt: skip
    yield _sizes(roll)
    yield _named(roll, "contract", "The contract the practice holds", lambda each: each.contract)
    yield _named(roll, "network", "The primary care network the practice is in", lambda each: each.network)


def _parted(
    roll: Sequence[Practice],
    by: str,
    says: str,
    figure: Callable[[Practice], float | None],
    names: tuple[str, ...],
) -> _Sorted:
    """Equal parts by a figure, lowest first; practices with the same figure are in the same part."""
    known = sorted(value for each in roll if (value := figure(each)) is not None)
    labels = {each.code: _part(figure(each), known, names) for each in roll}
    return _Sorted(by, says, labels, names)


def _part(value: float | None, known: Sequence[float], names: tuple[str, ...]) -> str:
    if value is None:
        return UNKNOWN
    return names[bisect_left(known, value) * len(names) // len(known)]


def _national_tenths(roll: Sequence[Practice]) -> _Sorted:
    names = tuple(_tenth(decile) for decile in range(1, 11))
    labels = {each.code: UNKNOWN if each.decile is None else _tenth(each.decile) for each in roll}
    return _Sorted("national deprivation tenth", "Tenths of all practices of the nation", labels, names)


def _tenth(decile: int) -> str:
    ends = {1: "1, most deprived", 10: "10, least deprived"}
    return ends.get(decile, str(decile))


def _sizes(roll: Sequence[Practice]) -> _Sorted:
    labels = {each.code: _size(each.patients) for each in roll}
    order = (*(label for _, label in _SIZES), _LARGEST)
    return _Sorted("list size", "Registered patients", labels, order)


def _size(patients: Decimal | None) -> str:
    if patients is None:
        return UNKNOWN
    return next((label for below, label in _SIZES if patients < below), _LARGEST)


def _named(roll: Sequence[Practice], by: str, says: str, word: Callable[[Practice], str]) -> _Sorted:
    labels = {each.code: word(each) for each in roll}
    return _Sorted(by, says, labels, tuple(sorted({label for label in labels.values() if label})))


def _grouping(way: _Sorted, pricing: Pricing, lines: Mapping[str, Line]) -> Grouping:
    members: dict[str, list[Line]] = {label: [] for label in (*way.order, UNKNOWN)}
    for code, label in way.labels.items():
        members[label].append(lines[code])
    rows = tuple(_row(label, members[label], pricing) for label in way.order if members[label])
    return Grouping(way.by, way.says, rows, unknown=len(members[UNKNOWN]))


def _row(label: str, lines: Sequence[Line], pricing: Pricing) -> GroupRow:
    part = replace(pricing, lines=tuple(lines))
    return GroupRow(
        label=label,
        practices=len(lines),
        patients=part.patients,
        national=total(line.national for line in lines),
        scheme=total(line.scheme for line in lines),
        bands=banded(part),
    )
