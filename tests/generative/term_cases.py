"""Terms and facts nobody would write, for holding the two engines of pay terms against each other."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from openqof.core.terms import (
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Kpi,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    Part,
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
from openqof.core.years import FinancialYear
from openqof.engine.terms.facts import Counts, Facts, Results

NOW = FinancialYear(2015)
THEN, BEFORE = NOW.previous, NOW.previous.previous
INDICATORS = ("HYP006", "DM017", "AF007")
SHARES, COUNTS, YES = ("reviews", "plans"), ("visits", "spend"), "signed"
MEASURES = (*SHARES, *COUNTS, YES, "unheard of")
PERIODS = ("Q1", "Q2", "Q3")

PERCENT = st.sampled_from([Decimal(n) for n in (0, 1, 25, 50, 60, 75, 80, 100)])
THRESHOLDS = PERCENT | st.decimals("0", "120", places=1)
POUNDS = st.integers(-3, 2000).map(Decimal) | st.decimals("0", "500", places=3)
NAMES = st.sampled_from(INDICATORS)


class _Maker:
    """Figures from a seed: a draw of every cell would take hypothesis longer than the engines take."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.size = int(self.random.integers(1, 5))

    def pick(self, *options: Any) -> Any:
        return options[int(self.random.integers(len(options)))]

    def figures(self, *easy: float, up_to: float, decimals: int, unknown: bool = True) -> np.ndarray:
        """Round figures as often as not, which makes ties; now and then one that is not known."""
        any_of = np.round(self.random.uniform(0, up_to, self.size), decimals)
        found = np.where(self.random.random(self.size) < 0.5, self.random.choice(easy, self.size), any_of)
        gaps = unknown and self.random.random() < 0.2
        return np.where(gaps & (self.random.random(self.size) < 0.5), np.nan, found)

    def whole(self) -> np.ndarray:
        return self.figures(0, 1, 4, 10, 1000, up_to=9000, decimals=0)

    def pence(self, *, unknown: bool = True) -> np.ndarray:
        return self.figures(0, 0.5, 1000, up_to=90_000, decimals=2, unknown=unknown)

    def percent(self) -> np.ndarray:
        return self.figures(0, 50, 60, 75, 100, up_to=100, decimals=2)

    def flags(self) -> np.ndarray:
        return self.random.random(self.size) < self.pick(0.5, 1.0, 1.0)

    def words(self, *options: str) -> tuple[str, ...]:
        return tuple(str(self.pick(*options)) for _ in range(self.size))

    def matrix(self, rows: int, up_to: float) -> np.ndarray:
        each = [self.figures(0, 0.5, 1, 2.5, up_to=up_to, decimals=3) for _ in range(rows)]
        return np.array(each).reshape(rows, self.size)

    def results(self, year: FinancialYear, *, ends: bool) -> Results:
        ids = tuple(name for name in INDICATORS if self.random.random() < 0.7)
        least = np.full((len(ids), self.size), 1.0)
        most = np.full((len(ids), 1), 30.0)
        return Results(
            year=year,
            ids=ids,
            value=self.pick(160.15, 156.92, 100.0),
            list_index=self.figures(0.5, 1, 1.25, up_to=3, decimals=4),
            points=self.matrix(len(ids), 30),
            weight=self.matrix(len(ids), 2),
            all_points=self.figures(0, 100, 559, up_to=900, decimals=3),
            pounds=self.pence(),
            least=self.pick(None, least) if ends else None,
            most=self.pick(None, most) if ends else None,
            available=self.pick(None, np.array([self.pick(5.0, 6.0, 10.0, 0.0, np.nan) for _ in ids])),
        )

    def counts(self, kind: str) -> Counts:
        bottom = self.whole()
        if kind != "share":
            return Counts(self.whole(), bottom, kind=kind)
        reached = self.figures(0.5, 0.6, 0.75, 1, up_to=1.1, decimals=3, unknown=False)
        return Counts(np.round(bottom * reached), bottom, kind=kind)

    def facts(self) -> Facts:
        """A few practices in a network or two, with some of what terms ask for not known."""
        kinds = {**dict.fromkeys(SHARES, "share"), "visits": "count", "spend": "pounds", YES: "yes_no"}
        periods = {("visits", period): self.counts("count") for period in PERIODS[:2]}
        earned = {(name, year) for name in ("HYP006", "reviews") for year in (NOW, THEN, BEFORE)}
        lines = {
            (line, year, reading) for line in ("qof", "pms") for year in (NOW, THEN) for reading in Reading
        }
        return Facts(
            practices=tuple(f"P{n}" for n in range(self.size)),
            joined=self.flags(),
            networks=self.words("", "North", "North", "South"),
            contracts=self.words("GMS", "PMS", ""),
            list_size=self.whole(),
            weighted_list=self.pence(),
            national=self.pence(unknown=False),
            now=self.results(NOW, ends=True),
            registers={"HYP": self.whole()},
            then={THEN: self.results(THEN, ends=False)},
            income={key: self.pence() for key in sorted(lines)},
            measures={**{(name, ""): self.counts(kind) for name, kind in kinds.items()}, **periods},
            past={key: self.percent() for key in sorted(earned)},
            pools={"pot": self.pick(0.0, 1000.0, 123_456.78)},
            met={"train": self.flags()},
        )


def lists(sizes: list[int]) -> Facts:
    """Practices with nothing but a list, all of which join."""
    size, nothing = len(sizes), np.full(len(sizes), np.nan)
    none = np.empty((0, size))
    return Facts(
        practices=tuple(f"P{n}" for n in range(size)),
        joined=np.ones(size, dtype=bool),
        networks=("",) * size,
        contracts=("GMS",) * size,
        list_size=np.array(sizes, dtype=np.float64),
        weighted_list=nothing,
        national=nothing,
        now=Results(NOW, (), 160.15, nothing, none, none, nothing, nothing),
    )


def facts() -> st.SearchStrategy[Facts]:
    """Facts of one to four practices."""
    return st.integers(0, 2**32 - 1).map(lambda seed: _Maker(seed).facts())


COUNTED = st.sampled_from(
    [
        Counted("list"),
        Counted("weighted list"),
        Counted("register", "HYP"),
        Counted("register", "DM"),
        Counted("measure", "visits"),
        Counted("measure", YES),
    ]
)
MEASURE = st.sampled_from(MEASURES)
STANDARD = st.builds(Standard, measure=MEASURE, at_least=THRESHOLDS)
CHOSEN = st.builds(Chosen, st.lists(NAMES, max_size=2, unique=True).map(tuple), st.booleans())
UPLIFTS = st.lists(st.sampled_from(Uplift), unique=True).map(tuple)
YEARS = st.sampled_from([THEN, THEN, BEFORE])
MISSING = st.sampled_from(Missing)


@st.composite
def kpis(draw: st.DrawFn) -> Kpi:
    half, full = sorted((draw(THRESHOLDS), draw(THRESHOLDS)))
    return Kpi(draw(MEASURE), draw(PERCENT), full, half)


@st.composite
def base_points(draw: st.DrawFn) -> BasePoints:
    out_of, to = draw(st.sampled_from([(None, None), (Decimal(923), Decimal(659))]))
    retired = draw(st.booleans())
    return BasePoints(draw(YEARS), draw(CHOSEN), draw(UPLIFTS), out_of, to, draw(MISSING), retired)


LEAVES: st.SearchStrategy[Term] = st.one_of(
    st.builds(Fixed, POUNDS),
    st.builds(AHead, POUNDS, COUNTED),
    st.builds(
        BaseIncome,
        of=YEARS,
        reading=st.sampled_from(Reading),
        line=st.sampled_from(["qof", "pms", "none"]),
        uplift=UPLIFTS,
        missing=MISSING,
    ),
    base_points(),
    st.builds(Points, CHOSEN),
    st.builds(
        Item,
        measure=MEASURE,
        pounds=POUNDS,
        most=st.none() | st.integers(0, 50).map(Decimal),
        most_a_thousand=st.none() | st.integers(0, 20).map(Decimal),
    ),
    st.builds(
        Tariff,
        st.lists(st.tuples(MEASURE, POUNDS), min_size=1, max_size=3).map(tuple),
        st.lists(kpis(), max_size=3).map(tuple),
    ),
    st.builds(
        TopUp,
        to=POUNDS,
        of=COUNTED,
        lines=st.sampled_from([("qof",), ("qof", "pms"), ("none", "pms")]),
        parts=st.lists(
            st.builds(Part, PERCENT, st.lists(STANDARD, max_size=3).map(tuple), st.booleans()),
            min_size=1,
            max_size=2,
        ).map(tuple),
    ),
    st.builds(
        BestPeriod,
        st.sampled_from(["visits", "none"]),
        st.lists(st.sampled_from(PERIODS), min_size=1, unique=True).map(tuple),
        POUNDS,
        st.sampled_from([Decimal(1), Decimal(4)]),
    ),
    st.builds(
        Capitation,
        pounds=POUNDS.map(abs),
        of=COUNTED,
        spend=st.sampled_from(["spend", "visits"]),
        gain=PERCENT,
        loss=PERCENT,
        gain_cap=PERCENT,
        loss_cap=PERCENT,
        pays_budget=st.booleans(),
    ),
)


def _ordered(made: type[Term]) -> Any:
    """A builder that puts the lower threshold below the upper."""

    def build(lower: Decimal, upper: Decimal, **rest: Any) -> Term:
        low, high = sorted((lower, upper))
        return made(lower=low, upper=high, **rest)  # type: ignore[call-arg]

    return build


def combined(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Every kind of term that holds others."""
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    perhaps = st.none() | inner
    return st.one_of(
        st.builds(_ordered(Slide), lower=THRESHOLDS, upper=THRESHOLDS, measure=MEASURE, pays=inner),
        st.builds(
            _ordered(Improvement),
            lower=PERCENT,
            upper=PERCENT,
            of=st.sampled_from(["HYP006", "AF007"]),
            years=st.integers(1, 3),
            pays=inner,
        ),
        st.builds(
            _ordered(Improvement),
            lower=PERCENT,
            upper=PERCENT,
            of=st.just("reviews"),
            years=st.just(2),
            pays=inner,
            own=st.just(True),
        ),
        st.builds(PoolShare, st.sampled_from(["pot", "pot", "no pot"]), inner),
        st.builds(Sum, several),
        st.builds(Share, PERCENT | st.just(Decimal(-20)), inner),
        st.builds(Less, inner, several, st.booleans()),
        st.builds(BestOf, several, st.sampled_from([Decimal(0), Decimal(5), Decimal(25)])),
        st.builds(MeanOf, several, MISSING),
        st.builds(Limited, inner, perhaps, perhaps),
        st.builds(NetworkAll, inner, st.none() | STANDARD),
        st.builds(IfMet, st.sampled_from([(), ("train",), ("train", "nobody recorded")]), inner),
        st.builds(ForContracts, st.sampled_from([("PMS",), ("GMS", "APMS")]), inner, perhaps),
    )


@cache
def terms() -> st.SearchStrategy[Term]:
    """Terms inside terms, a few deep."""
    return st.recursive(LEAVES, combined, max_leaves=6)
