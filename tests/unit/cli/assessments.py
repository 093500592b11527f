"""A small assessment in which every part has an answer, for tests of what is shown of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import numpy as np

from impact_builders import MADE_UP, guaranteed, scheme
from openqof.core.terms import Reading
from openqof.files.load import load_year
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
from openqof.impact.pricing import Band, Line, Pricing, Rests
from openqof.impact.worked import Worked

D = Decimal
MONTHS = tuple(date(2014 + (m + 3) // 12, (m + 3) % 12 + 1, 1) for m in range(36))


def line(code: str, national: str, income: str, **more: object) -> Line:
    made = Line(code, f"Practice {code} (invented)", D(5000), D(national), D(income), D("40.00"), notes=())
    made = replace(made, lowest=D("10.00"), highest=D("900.00"))
    return replace(made, parts=(("National QOF", D(income)),), **more)  # type: ignore[arg-type]


def pricing(*lines: Line) -> Pricing:
    return Pricing(
        scheme=scheme(guaranteed()), law=load_year("qof/2015-16"), area=("T01",), area_name="Northtown",
        invented=False, reading=Reading.CASH, national_says="QOF paid", scheme_says="QOF of before", rule="",
        remarks=("A remark.",), lines=lines, gone=(), elsewhere=(),
        rests=Rests({}, {}, None) if not lines else _rests(), files=(), fingerprint="f" * 64,
    )  # fmt: skip


def _rests() -> Rests:
    from openqof.core.sources import count_by_basis

    return Rests(count_by_basis([MADE_UP]), count_by_basis([]), None)


def assessment(*lines: Line) -> Assessment:
    """Everything known; the area falls £60 behind in June of the year."""
    lines = lines or (
        line("P01", "100.40", "200.40"),
        line("P02", "300.40", "250.40", notes=("with a note",)),
    )
    joining = np.full((len(lines), 36), 1000)
    joining[:, 14] -= 3000
    joining[:, 20] += 5000
    bands = (Band("lower by more than 5%", 1, D(5000)), Band("higher by more than 5%", 1, D(5000)))
    row = GroupRow("Rural", 2, D(10000), D("400.80"), D("450.80"), bands)
    priced = pricing(*lines)
    hours = Estimate(10, 20, 40)
    return Assessment(
        worked=cast(Worked, SimpleNamespace(practices=tuple(each.practice for each in lines))),
        pricing=priced,
        groups=(
            Grouping("rurality", "As called", (row, replace(row, label="Urban")), unknown=1),
            Grouping("network", "Network", tuple(replace(row, label=f"N{n}") for n in range(9))),
        ),
        budget=Budget(
            (Pot("winter", "the CCG", D("1234.56"), D("200"), D("50")),), D("450.80"), D("200.40"), 1,
            D("300"), D("80"), D("12.34"), ("The pool is not used up.",),
        ),
        cash=CashFlow(MONTHS, np.full((len(lines), 36), 1000), joining, ("Paid monthly.",)),
        workload=Workload(
            (
                WorkRow(1, "HYP006", "stops", 100, hours, hours, MADE_UP),
                WorkRow(2, "care plans", "starts", 50, hours, Estimate(5, 8, 9), MADE_UP),
            ),
            np.array([30.0, 40.0]), np.array([25.0, 33.0]), (120.0, 140.0),
            (
                Marginal("DM017", 3.5, D("700"), 40, hours, 35.0),
                Marginal("AF007", 2, D("90"), 5, hours, None),
            ),
            ("Supposed.",),
        ),
        risk=Risk(
            500, 7, np.zeros((3, 2)), np.zeros((3, 2)), np.array([30000.0, 40000.0, 50000.0]),
            np.array([41000.0, 45000.0, 46000.0]), (), ("Drawn.",),
        ),
        exposures=(
            Exposure("clinical", "Is recall kept?", "open", "Nothing says so."),
            Exposure("financial", "Is a floor set?", "met", "Change 1."),
        ),
        overlaps=(
            Overlap(2, "care plans", "services/unplanned-admissions-2014", ("care planning",), D("99")),
        ),
        averages=Averages(D(7233), D(7300), (), D("-12.34"), ("As if all left.",)),
        absent={},
    )  # fmt: skip
