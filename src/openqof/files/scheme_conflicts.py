"""Changes that set what one indicator is paid: no two may, unless the later says that it overrides the other.

A set of indicators is those named, or every one but those named, so that conflicts are found also where no
law of the year is known. What sweeps over all of QOF leaves out the indicators that the scheme keeps. Points
and the scale they are paid on are two things, so that a change of the one stands beside one of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openqof.files.scheme_build import overridden
from openqof.files.scheme_checking import Checking, named
from openqof.files.shape import Place, Value, listed

_PART = {"set_points": "points", "set_thresholds": "scale", "set_pays": "scale"}
"""What of an indicator's pay a change sets, where not the whole: its points, or the scale for them."""
SETTING = ("keep", "suspend", "retire", "replace", "set_thresholds", "set_pays", "set_points")
_SHOWN, _LISTED = 3, 10


@dataclass(frozen=True, slots=True)
class Several:
    """A set of indicators: those named, or every one but those named."""

    names: frozenset[str] = frozenset()
    every: bool = False

    def __and__(self, other: Several) -> Several:
        if self.every and other.every:
            return Several(self.names | other.names, every=True)
        if self.every:
            return Several(other.names - self.names)
        return Several(self.names - other.names if other.every else self.names & other.names)

    def __or__(self, other: Several) -> Several:
        return ~(~self & ~other)

    def __invert__(self) -> Several:
        return Several(self.names, not self.every)

    def __bool__(self) -> bool:
        return self.every or bool(self.names)

    def of(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """The indicators meant among those known."""
        return tuple(name for name in known if (name in self.names) != self.every)


ONE_OF_THEM = "Keep one of them; `best_of` pays the higher of two amounts."


@dataclass(frozen=True, slots=True)
class Sets:
    """What one change sets: which change, which indicators, and whether it sweeps over all but those kept."""

    number: int
    change: Value
    indicators: Several
    sweeping: bool


def sets_of(check: Checking) -> tuple[Sets, ...]:
    """What each change sets, with the indicators kept taken out of what sweeps over all."""
    found = tuple(_sets(check))
    kept = Several()
    for each in found:
        kept = kept | each.indicators if each.change.tag == "keep" else kept
    return tuple(
        Sets(each.number, each.change, each.indicators & ~kept, True) if each.sweeping else each
        for each in found
    )


def _sets(check: Checking) -> Iterator[Sets]:
    for number, change in check.changes:
        terms = change[change.tag]
        if _instead(change):
            yield Sets(number, change, Several(every=True), True)
        elif change.tag in SETTING and (indicators := terms.get("indicators")) is not None:
            several = chosen_set(indicators)
            yield Sets(number, change, several, change.tag == "suspend" and several.every)


def chosen_set(chosen: Value) -> Several:
    """The set of indicators that a list, `all` or `all_but` names."""
    names = frozenset(each.value for each in named(chosen))
    return Several(names, every=chosen.tag in ("all", "all_but"))


def check_conflicts(check: Checking) -> None:
    """Note each change that sets what an earlier one does, services named twice, and overrides of nothing."""
    sets = sets_of(check)
    for at, later in enumerate(sets):
        says = {each.value for each in overridden(later.change)}
        against = [
            each
            for each in sets[:at]
            if _meet(each, later) and (each.number not in says or _both_whole(each, later))
        ]
        if against:
            _conflict(check, against, later)
    _check_overrides(check, sets)
    _check_services(check)


def _both_whole(earlier: Sets, later: Sets) -> bool:
    """Whether each takes the place of all QOF, so that one overridden would have nothing left to pay for."""
    return _instead(earlier.change) and _instead(later.change)


def _instead(change: Value) -> bool:
    """Whether a change pays something in place of all QOF income."""
    return change.tag == "guarantee" or (change.tag == "pay" and change["pay"].get("instead_of") is not None)


def _apart(earlier: Sets, later: Sets) -> bool:
    """Whether one sets points and the other the scale, so that both stand."""
    parts = {_PART.get(each.change.tag or "") for each in (earlier, later)}
    return None not in parts and len(parts) == 2


def _conflict(check: Checking, against: list[Sets], later: Sets) -> None:
    """One problem of the later change, however many earlier ones it meets: the nearest, and how many more."""
    nearest, more = against[-1], len(against) - 1
    both = nearest.indicators & later.indicators
    said = f"changes {nearest.number} and {later.number} both set what is paid for {_what(both, check)}"
    if more:
        said += f"; {more} earlier {'one meets' if more == 1 else 'ones meet'} change {later.number} too"
    wins = f"Keep one of them, or say which wins with {_overriding(against)} in change {later.number}."
    whole = any(_both_whole(each, later) for each in against)
    check.walk.problem(_place(later, both), "L211", f"{said}.", ONE_OF_THEM if whole else wins)


def _overriding(against: list[Sets]) -> str:
    numbers = [str(each.number) for each in against]
    if len(numbers) > _LISTED:
        return "`overrides`"
    return f"`overrides: {numbers[0] if len(numbers) == 1 else '[' + ', '.join(numbers) + ']'}`"


def _what(both: Several, check: Checking) -> str:
    if both.every:
        return "the whole of QOF income" if not both.names else "most indicators"
    order = () if check.law is None else tuple(check.law.indicators)
    names = [name for name in order if name in both.names] or sorted(both.names)
    more = len(names) - _SHOWN
    return " and ".join([", ".join(names[:_SHOWN]), f"{more} more"] if more > 0 else [listed_and(names)])


def listed_and(names: list[str]) -> str:
    """Names as a sentence lists them: a, b and c."""
    return listed(names).replace(" or ", " and ")


def _place(later: Sets, both: Several) -> Place:
    """The first of the indicators where the later change writes it, else what the change says."""
    terms = later.change[later.change.tag]
    chosen = terms.get("indicators")
    written = () if chosen is None or chosen.tag else named(chosen)
    whole = terms.keys.get("instead_of", terms.place)
    return next((each.place for each in written if each.value in both.names), whole)


def _check_overrides(check: Checking, sets: tuple[Sets, ...]) -> None:
    """Note overrides of a later change, of none, and of one that sets nothing of the same."""
    by_number = {each.number: each for each in _sets(check)}
    for number, change in check.changes:
        for written in overridden(change):
            earlier = by_number.get(written.value)
            own = by_number.get(number)
            if written.value >= number:
                said = f"change {number} overrides change {written.value}, which is not before it."
                check.walk.problem(written, "L217", said, "Name an earlier change.")
            elif not (earlier and own and _meet(earlier, own)):
                said = f"change {number} overrides change {written.value}, but they set nothing of the same."
                check.walk.problem(written, "L217", said, "Leave `overrides` out.")


def _meet(earlier: Sets, own: Sets) -> bool:
    return bool(earlier.indicators & own.indicators) and not _apart(earlier, own)


def _check_services(check: Checking) -> None:
    """Note a service that two changes add or end."""
    first: dict[str, int] = {}
    for number, terms in check.of("add_service", "end_service"):
        service = terms.get("service")
        if service is None:
            continue
        if (earlier := first.setdefault(service.value, number)) != number:
            said = f"changes {earlier} and {number} both say what becomes of {service.value}."
            check.walk.problem(service, "L211", said, "Keep one of them.")
