"""An assessment with every part filled, of practices made up for it, for tests of documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import numpy as np

from impact_builders import MADE_UP
from openqof.core.changes import Certainty, When
from openqof.core.money import from_pence, to_pence
from openqof.core.sources import Basis
from openqof.core.tables import DEMONSTRATION
from openqof.core.terms import Reading
from openqof.engine.tables import Tables
from openqof.files.load import load_scheme, load_year
from openqof.impact.assessment import (
    Assessment,
    Averages,
    Budget,
    CashFlow,
    Estimate,
    Exposure,
    Grouping,
    GroupRow,
    Marginal,
    Overlap,
    Pot,
    Risk,
    Workload,
    WorkRow,
)
from openqof.impact.pricing import Gone, Line, Pricing, Rests, banded
from openqof.impact.worked import QOF, Stream, Worked
from openqof.impact.working.ask import Ask
from openqof.impact.working.roll import Area, Practice

SCHEME = "devon-cornwall/unplanned-admissions-2014"
LEVEL = "=level of the year before"
"""A name that a spreadsheet could take for a formula."""
_WORDS = ("Amber", "Birch", "Cedar", "Dove", "Elder")
_PLACES = ("Surgery", "Practice", "Health Centre", "House", "Road", "Lane", "Green", "Mill", "Wharf", "Vale")
FILES = {"demonstration area, invented, seed 2015": "demonstration.csv"}


@cache
def demonstration(scheme_id: str = SCHEME, practices: int = 40) -> Pricing:
    """A shipped scheme with made-up figures for invented practices."""
    scheme = load_scheme(scheme_id)
    law = load_year(scheme.base)
    lines = tuple(_line(place) for place in range(practices))
    gone = (Gone("D00099", "Gone Surgery (invented)", Decimal(4000), Decimal("51234.56"), "D00001"),)
    return Pricing(
        scheme=scheme,
        law=law,
        area=("DEMO",),
        area_name="the demonstration area",
        invented=True,
        reading=Reading.CASH,
        national_says="QOF as paid within the year",
        scheme_says="made up from QOF of the year before",
        rule="A practice that is gone hands its base on.",
        remarks=("D00001 was paid on two lines.",),
        lines=lines,
        gone=gone,
        elsewhere=(),
        rests=Rests(_bases(3, 2, 4), _bases(0, 0, 0), None),
        files=tuple(FILES),
        fingerprint="f" * 64,
    )


def _bases(*numbers: int) -> dict[Basis, int]:
    return dict(zip(Basis, numbers, strict=True))


def _line(place: int) -> Line:
    """One invented practice: the change goes from much lower to much higher over the places."""
    code, name = f"D{place + 1:05}", f"{_WORDS[place % 5]} {_PLACES[place // 5 % 10]} (invented)"
    size = 1500 + 733 * place % 14000
    national = from_pence(size * 1130 + 37 * place)
    scheme = from_pence(to_pence(national) * (90 + place * 7 % 23) // 100)
    sure = from_pence(to_pence(scheme) * 3 // 4)
    notes = ("its base came from D00099; see D00001",) if place == 0 else ()
    parts = ((QOF, scheme - sure), (LEVEL, sure))
    return Line(code, name, Decimal(size), national, scheme, sure, True, notes, sure, scheme + 1000, parts)


@cache
def assessment(scheme_id: str = SCHEME, practices: int = 40) -> Assessment:
    """Every part filled with figures that add up: parts to the scheme's income, cash to the year's."""
    return filled(demonstration(scheme_id, practices))


def filled(pricing: Pricing) -> Assessment:
    """The assessment of a price, with a second part of pay at risk."""
    worked = work(pricing)
    return Assessment(
        worked=worked,
        pricing=pricing,
        groups=(_grouping(pricing),),
        budget=_budget(pricing),
        cash=_cash(worked),
        workload=_workload(pricing),
        risk=_risk(worked),
        exposures=(
            Exposure("clinical", "Are registers still checked?", "met", "Practices go on reporting them."),
            Exposure(
                "financial", "Who pays if a practice leaves early?", "open", "The document does not say."
            ),
        ),
        overlaps=(
            Overlap(
                2, "care plans", "Unplanned admissions service 2014", ("care plans",), Decimal("1200.50")
            ),
        ),
        averages=Averages(
            Decimal("7000"),
            Decimal("7001.5"),
            (("HYP", 13.8, 13.81),),
            Decimal("-812.40"),
            ("The nation is invented.",),
        ),
        absent={},
    )


def bare(pricing: Pricing) -> Assessment:
    """The assessment of a price when nothing more could be worked out, each with a reason."""
    whole = filled(pricing)
    why = {
        name: f"the store has nothing for {name}."
        for name in ("cash by month", "workload", "risk", "national averages", "exposures")
    }
    return replace(
        whole,
        groups=(),
        cash=None,
        workload=None,
        risk=None,
        averages=None,
        exposures=(),
        overlaps=(),
        absent=why,
    )


def work(pricing: Pricing) -> Worked:
    """Streams that add up to the lines: what is guaranteed, and the rest at risk."""
    codes = tuple(line.practice for line in pricing.lines)
    sure = np.array([to_pence(line.guaranteed) for line in pricing.lines], dtype=np.int64)
    whole = np.array([to_pence(line.scheme) for line in pricing.lines], dtype=np.int64)
    high = np.array([to_pence(line.highest) for line in pricing.lines], dtype=np.int64)
    none = np.zeros_like(sure)
    paid_by = ("the CCG", "", "primary care")
    when = When("quarterly")
    at_risk, sure_too = Certainty.AT_RISK, Certainty.GUARANTEED
    streams = (
        Stream(QOF, 0, *paid_by, at_risk, When(), whole - sure, none, high - sure, none),
        Stream(LEVEL, 1, *paid_by, sure_too, when, sure, sure, sure, sure),
    )
    return Worked(
        ask=Ask(pricing.scheme, pricing.law, Tables(), Area(pricing.area), pricing.reading, DEMONSTRATION),
        practices=codes,
        roll=tuple(Practice(line.practice, line.name, "DEMO", line.patients, "") for line in pricing.lines),
        joined=np.array([line.joined for line in pricing.lines], dtype=np.bool_),
        national=None,
        reformed=None,
        national_pence=np.array([to_pence(line.national) for line in pricing.lines], dtype=np.int64),
        ended_pence=none,
        reform=pricing.law,
        streams=streams,
        facts=None,
        notes=tuple(line.notes for line in pricing.lines),
    )


def _cash(worked: Worked) -> CashFlow:
    """Staying, seven tenths monthly and the rest in June; joining, level months in the scheme's year."""
    start = worked.ask.law.year.start
    months = tuple(date(start - 1 + (m + 3) // 12, (m + 3) % 12 + 1, 1) for m in range(36))
    staying, joining = (np.zeros((len(worked), 36), dtype=np.int64) for _ in range(2))
    before, after = worked.before_pence, worked.scheme_pence
    for year in range(3):
        for month in range(12):
            staying[:, 12 * year + month] += before * 7 // 120
        staying[:, 12 * year + 2] += before * 3 // 10
    joining[:] = staying
    joining[:, 12:24] = (after // 12)[:, None]
    joining[:, 14] += before * 3 // 10
    joining[:, 26] = before * 7 // 120
    return CashFlow(months, staying, joining, ("Settlement is in June.",))


def _risk(worked: Worked) -> Risk:
    nation, local = worked.before_pence.astype(float), worked.scheme_pence.astype(float)
    scale = np.array([0.9, 1.0, 1.06])[:, None]
    narrow = np.array([0.97, 1.0, 1.01])[:, None]
    falls = (("blood pressure", Estimate(-4.0, -2.0, -0.5), MADE_UP),)
    says = ("Practices are drawn apart from one another.",)
    wide, close = nation * scale, local * narrow
    return Risk(200, 2015, wide, close, wide.sum(axis=1), close.sum(axis=1), falls, says)


def _workload(pricing: Pricing) -> Workload:
    size = np.array([float(line.patients or 0) for line in pricing.lines])
    fewer, more = Estimate(900, 1100, 1300), Estimate(400, 400, 420)
    rows = (
        WorkRow(1, "Reviews no longer asked for", "stops", 1200.0, fewer, Estimate(180, 220, 260), MADE_UP),
        WorkRow(2, "Care plans", "starts", 400.0, more, Estimate(100, 133.3, 160), MADE_UP),
    )
    marginal = (Marginal("DM005", 12.5, Decimal("4100.20"), 310.0, Estimate(40, 52, 60), 78.85),)
    return Workload(
        rows, size * 0.02, size * 0.017, (74.1, 88.0), marginal, ("Minutes a contact are assumed.",)
    )


def _budget(pricing: Pricing) -> Budget:
    better = [line for line in pricing.lines if line.change > 0]
    pot = Pot("primary care", "NHS England and the CCG", pricing.local, pricing.guaranteed)
    if_better = pricing.national + sum((line.change for line in better), Decimal(0))
    return Budget((pot,), pricing.local, if_better, len(better), None, None, Decimal("38.2"), ("No pool.",))


def _grouping(pricing: Pricing) -> Grouping:
    half = len(pricing.lines) // 2
    rows = []
    for label, lines in (("smaller lists", pricing.lines[:half]), ("=larger lists", pricing.lines[half:])):
        some = replace(pricing, lines=lines)
        rows.append(GroupRow(label, len(lines), some.patients, some.national, some.local, banded(some)))
    return Grouping("list size", "halves of the area", tuple(rows), 1)
