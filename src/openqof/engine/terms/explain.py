"""Why a term is worth what it is to one practice: what was counted, at what rate, and how parts combine.

Every amount is the exact engine's, so that an explanation and the figure it explains cannot part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openqof.core.money import write_pounds
from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Less,
    Limited,
    MeanOf,
    NetworkAll,
    Points,
    PoolShare,
    Reading,
    Share,
    Slide,
    Standard,
    Sum,
    Tariff,
    Term,
    TopUp,
    Uplift,
)
from openqof.engine.exact import exactly
from openqof.engine.numbers import written
from openqof.engine.terms.exact import Exact
from openqof.engine.terms.exact_leaves import patients
from openqof.engine.terms.exact_reading import Reached, gain, number, reached, slid
from openqof.engine.terms.facts import Facts

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: the kind of term, what it was worked out from, and what it came to.

    `pounds` is exact, None where it is not known. `depth` is how many terms it stands inside.
    """

    label: str
    says: str
    pounds: Fraction | None
    depth: int = 0


def explain_term(term: Term, facts: Facts, place: int) -> tuple[Step, ...]:
    """The steps of a term for the practice at `place`, what is inside before it; the last is the whole."""
    return tuple(_Teller(facts, place).steps(term, depth=0, settles=True))


class _Teller:
    """Walks one term for one practice."""

    def __init__(self, facts: Facts, place: int) -> None:
        self.facts, self.place = facts, place
        self.exact = Exact(facts)

    def steps(self, term: Term, *, depth: int, settles: bool) -> list[Step]:
        inside = settles and not isinstance(term, MeanOf)
        found: list[Step] = []
        for each in _inside(term, self):
            found += self.steps(each, depth=depth + 1, settles=inside)
        ends = self.exact.range(term, self.place, settles=settles)
        label, says = _SAYS[type(term)](term, self)
        return [*found, Step(label, says, None if ends is None else ends[0], depth)]

    def percent(self, measure: str) -> str:
        """What was reached, as it is written."""
        return _reached(reached(self.facts, measure, self.place))

    def count(self, measure: str, period: str = "") -> str:
        counts = self.facts.measures.get((measure, period))
        return _figure(None if counts is None else number(counts.numerator, self.place))

    def counted(self, of: Counted) -> str:
        found = patients(of, self.facts, self.place)
        name = {"register": f"the {of.name} register", "measure": of.name}.get(of.kind, f"the {of.kind}")
        return f"{_figure(None if found is None else found[0])} on {name}"

    def line(self, line: str, year: Any, reading: Reading) -> Fraction | None:
        return number(self.facts.income.get((line, year, reading)), self.place)

    def index(self) -> str:
        return _figure(number(self.facts.now.list_index, self.place))

    def all_joined(self) -> bool:
        name = self.facts.networks[self.place]
        others = [i for i, each in enumerate(self.facts.networks) if each == name] if name else [self.place]
        return all(bool(self.facts.joined[each]) for each in others)


def _inside(term: Term, teller: _Teller) -> tuple[Term, ...]:
    """The terms that make it up for this practice."""
    match term:
        case Sum() | BestOf() | MeanOf():
            return term.terms
        case Less():
            return (term.of, *term.take)
        case Limited():
            return tuple(each for each in (term.of, term.least, term.most) if each is not None)
        case Share():
            return (term.of,)
        case Slide() | Improvement() | NetworkAll() | IfMet():
            return (term.pays,)
        case PoolShare():
            return (term.by,)
        case ForContracts():
            theirs = teller.facts.contracts[teller.place] in term.contracts
            paid = term.pays if theirs else term.else_pays
            return () if paid is None else (paid,)
        case _:
            return ()


def _figure(value: Fraction | None) -> str:
    return UNKNOWN if value is None else written(value)


def _pounds(value: Fraction | Decimal | None) -> str:
    return UNKNOWN if value is None else write_pounds(value)


def _reached(found: Reached | None) -> str:
    if found is None:
        return UNKNOWN
    return "nobody counted" if found.nobody else written(found.now)


def _rate(pounds: Decimal) -> str:
    """A rate as the scheme states it: £0.125, £1, £24.09."""
    plain = f"{pounds.normalize():f}"
    whole, _, rest = plain.partition(".")
    return f"£{int(whole):,}{'.' + rest.ljust(2, '0') if rest else ''}"


def _of_scale(found: Reached | None, lower: Decimal, upper: Decimal) -> str:
    share = slid(found, lower, upper)
    part = UNKNOWN if share is None else written(share[0])
    return f"{part} of the scale from {written(Fraction(lower))} to {written(Fraction(upper))}"


def _fixed(term: Fixed, teller: _Teller) -> tuple[str, str]:
    return "fixed", f"{_rate(term.pounds)} a practice"


def _a_head(term: AHead, teller: _Teller) -> tuple[str, str]:
    return "a head", f"{_rate(term.pounds)} × {teller.counted(term.of)}"


def _base_income(term: BaseIncome, teller: _Teller) -> tuple[str, str]:
    income = _pounds(teller.line(term.line, term.of, term.reading))
    uplifts = f", brought up by {', '.join(term.uplift)}" if term.uplift else ""
    return "base income", f"{term.line} of {term.of}, {term.reading.in_words}: {income}{uplifts}"


def _base_points(term: BasePoints, teller: _Teller) -> tuple[str, str]:
    then = teller.facts.then.get(term.of)
    every = None if then is None else number(then.all_points, teller.place)
    held = then if then is not None and Uplift.POINT_VALUE not in term.uplift else teller.facts.now
    scaled = "" if term.scaled_to is None else f", scaled from {term.out_of} to {term.scaled_to}"
    uplifts = f", with this year's {', '.join(term.uplift)}" if term.uplift else ""
    kept = ", of indicators that are still there, out of this year's points" if term.without_retired else ""
    said = f"points of {term.of} ({_figure(every)} in all){kept}{scaled}"
    return "base points", f"{said} × £{written(exactly(held.value))}{uplifts}"


def _points(term: Points, teller: _Teller) -> tuple[str, str]:
    now, place = teller.facts.now, teller.place
    meant = set(term.indicators.of(now.ids))
    cells = [number(now.points[row], place) for row, name in enumerate(now.ids) if name in meant]
    points = sum((each for each in cells if each is not None), Fraction(0))
    value = written(exactly(now.value))
    return "points", f"{written(points)} points × £{value} × list index {teller.index()} × prevalence"


def _slide(term: Slide, teller: _Teller) -> tuple[str, str]:
    found = reached(teller.facts, term.measure, teller.place)
    return "slide", f"{term.measure} at {_reached(found)}: {_of_scale(found, term.lower, term.upper)}"


def _item(term: Item, teller: _Teller) -> tuple[str, str]:
    caps = [f"{written(Fraction(term.most))} at most"] if term.most is not None else []
    caps += (
        [f"{term.most_a_thousand} a thousand patients at most"] if term.most_a_thousand is not None else []
    )
    says = f"{_rate(term.pounds)} × {teller.count(term.measure)} {term.measure}"
    return "item", ", ".join([says, *caps])


def _tariff(term: Tariff, teller: _Teller) -> tuple[str, str]:
    groups = " + ".join(f"{teller.count(name)} × {_rate(pounds)}" for name, pounds in term.groups)
    kpis = ", ".join(f"{kpi.measure} at {teller.percent(kpi.measure)}" for kpi in term.kpis)
    return "tariff", f"({groups}) × the weights met of {kpis}" if kpis else groups


def _standard(standard: Standard, teller: _Teller) -> str:
    return (
        f"{standard.measure} at {teller.percent(standard.measure)} of {written(Fraction(standard.at_least))}"
    )


def _top_up(term: TopUp, teller: _Teller) -> tuple[str, str]:
    year = teller.facts.now.year
    lines = " + ".join(_pounds(teller.line(line, year, Reading.CASH)) for line in term.lines)
    earned = ", ".join(_standard(each, teller) for part in term.parts for each in part.standards)
    return "top-up", f"{_rate(term.to)} × {teller.counted(term.of)} less {lines}; {earned}"


def _improvement(term: Improvement, teller: _Teller) -> tuple[str, str]:
    found = gain(teller.facts, term, teller.place)
    above = f"{_reached(found)} above the mean of {term.years} earlier years"
    return "improvement", f"{term.of} {above}: {_of_scale(found, term.lower, term.upper)}"


def _best_period(term: BestPeriod, teller: _Teller) -> tuple[str, str]:
    periods = ", ".join(f"{period} {teller.count(term.measure, period)}" for period in term.periods)
    times = "" if term.times == 1 else f" × {written(Fraction(term.times))}"
    return "best period", f"{_rate(term.pounds)} × the most of {periods}{times}"


def _capitation(term: Capitation, teller: _Teller) -> tuple[str, str]:
    budget = f"budget {_rate(term.pounds)} × {teller.counted(term.of)}"
    shares = f"{term.gain}% of what is left, {term.loss}% of what is over, within {term.gain_cap}% and "
    return (
        "capitation",
        f"{budget}, spent £{teller.count(term.spend)}: {shares}{term.loss_cap}% of the budget",
    )


def _pool_share(term: PoolShare, teller: _Teller) -> tuple[str, str]:
    pool = teller.facts.pools.get(term.pool)
    held = _pounds(None if pool is None else exactly(pool))
    return "share of a pool", f"{term.pool}, {held}, by the claims of all who join"


def _sum(term: Sum, teller: _Teller) -> tuple[str, str]:
    return "together", f"{len(term.terms)} added"


def _share(term: Share, teller: _Teller) -> tuple[str, str]:
    return "share", f"{written(Fraction(term.percent))}% of it"


def _less(term: Less, teller: _Teller) -> tuple[str, str]:
    return "less", "the first less the rest" + ("" if term.below_nought else ", not below nought")


def _best_of(term: BestOf, teller: _Teller) -> tuple[str, str]:
    bar = f" by {written(Fraction(term.by_at_least))}%" if term.by_at_least else ""
    return "best of", f"the first, unless a later one is above it{bar}"


def _mean_of(term: MeanOf, teller: _Teller) -> tuple[str, str]:
    return "mean of", f"the mean of {len(term.terms)}; where one is missing: {term.missing}"


def _limited(term: Limited, teller: _Teller) -> tuple[str, str]:
    least = ["no less than the second"] if term.least is not None else []
    most = ["no more than the last"] if term.most is not None else []
    return "limited", ", ".join([*least, *most])


def _network_all(term: NetworkAll, teller: _Teller) -> tuple[str, str]:
    name = teller.facts.networks[teller.place] or "a network of its own"
    joined = "all have joined" if teller.all_joined() else "not all have joined"
    own = "" if term.standard is None else f"; {_standard(term.standard, teller)}, asked of each"
    return "whole network", f"{name}: {joined}{own}"


def _if_met(term: IfMet, teller: _Teller) -> tuple[str, str]:
    met = teller.facts.met
    unmet = [each for each in term.obligations if each in met and not met[each][teller.place]]
    return "if met", f"not met: {', '.join(unmet)}" if unmet else f"met: {', '.join(term.obligations)}"


def _for_contracts(term: ForContracts, teller: _Teller) -> tuple[str, str]:
    contract = teller.facts.contracts[teller.place] or "a contract not known"
    return "by contract", f"{contract}; paid to {', '.join(term.contracts)}"


_SAYS: dict[type[Term], Callable[[Any, _Teller], tuple[str, str]]] = {
    Fixed: _fixed,
    AHead: _a_head,
    BaseIncome: _base_income,
    BasePoints: _base_points,
    Points: _points,
    Slide: _slide,
    Item: _item,
    Tariff: _tariff,
    TopUp: _top_up,
    Improvement: _improvement,
    BestPeriod: _best_period,
    Capitation: _capitation,
    PoolShare: _pool_share,
    Sum: _sum,
    Share: _share,
    Less: _less,
    BestOf: _best_of,
    MeanOf: _mean_of,
    Limited: _limited,
    NetworkAll: _network_all,
    IfMet: _if_met,
    ForContracts: _for_contracts,
}
