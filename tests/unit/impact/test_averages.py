"""National averages without the practices that leave, and what that pays all others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from builders import indicator, national_year
from impact_builders import tables
from openqof.core.national import NationalYear
from openqof.core.tables import POOLED
from openqof.core.years import FinancialYear
from openqof.engine.run import pay
from openqof.engine.tables import Tables, practice_year
from openqof.impact.averages import averages, why_unknown
from openqof.impact.worked import Worked
from openqof.impact.working.earned import earned
from worked_builders import stays, stream, worked

YEAR = FinancialYear(2022)
LISTS = {"A": 4000.0, "B": 8000.0, "C": 12000.0, "D": 8000.0}
REGISTERS = {"A": 800.0, "B": 800.0, "C": 1200.0, "D": 400.0}
OF_YEAR = {"year": str(YEAR)}


def law(*, weighted: bool = True) -> NationalYear:
    return national_year(indicator("H1", prevalence="HYP" if weighted else None))


def national_row(patients: float, prevalence: float) -> dict[str, object]:
    named = {"practice": "ENGLAND", "group": "HYP"}
    return {**OF_YEAR, **named, "register": patients * prevalence, "list_size": patients}


def data(patients: float | None = 32_000, prevalence: float = 0.1) -> Tables:
    """Four practices; with a national row of so many patients."""
    counted = {"indicator": "H1", "numerator": 60.0, "denominator": 100.0}
    return tables(
        practices=[{**OF_YEAR, "practice": code, "list_size": size} for code, size in LISTS.items()],
        counts=[{**OF_YEAR, "practice": code, **counted} for code in LISTS],
        prevalence=[
            {**OF_YEAR, "practice": code, "group": "HYP", "register": register, "list_size": LISTS[code]}
            for code, register in REGISTERS.items()
        ]
        + ([] if patients is None else [national_row(patients, prevalence)]),
    )


def asked(
    *codes: str,
    joined: tuple[bool, ...] = (),
    year: NationalYear | None = None,
    given: Tables | None = None,
) -> Worked:
    """Practices of an area, which leave national QOF altogether where they join."""
    of, held = year or law(), given or data()
    national = earned(of, held, nation="England", chosen=frozenset(codes))
    whole = national.pence.sum(axis=0)
    who = np.array(joined or [True] * len(codes))
    streams = stays(np.where(who, whole // 10, whole)), stream(np.where(who, whole, 0), instead="qof")
    made = worked(whole, *streams, data=held, law=of, codes=codes, joined=who.tolist())
    return replace(made, national=national, reformed=national)


def test_the_others_are_paid_by_the_averages_of_those_that_remain() -> None:
    # A leaves: 32,000 patients of 4 become 28,000 of 3, and 10% prevalence becomes 2,400 of 28,000.
    found = averages(asked("A"))
    assert found is not None
    assert found.list_before == 8000
    assert found.list_after == Decimal("9333.3333")
    assert found.prevalence == (("HYP", pytest.approx(10), pytest.approx(100 * 2400 / 28000)),)
    others = pay(law(), practice_year(law(), data(), nation="England")).totals().pounds[1:]
    scale = 8000 / float(found.list_after) * 0.1 / (2400 / 28000)
    assert float(found.others) == pytest.approx(float(others.sum()) * (scale - 1), abs=0.03)


def test_without_prevalence_only_the_list_moves_the_money() -> None:
    found = averages(asked("C", year=law(weighted=False)))
    assert found is not None
    assert found.list_after == Decimal("6666.6667")
    assert found.prevalence == ()
    # Half of 10 points at £200, on 20,000 patients: £2,500 at the old average, £3,000 at the new one.
    assert found.others == pytest.approx(Decimal(500), abs=Decimal("0.05"))


def test_who_does_not_join_is_among_the_others() -> None:
    alone, one = averages(asked("A")), averages(asked("A", "C", joined=(True, False)))
    both = averages(asked("A", "C"))
    assert alone is not None
    assert one is not None
    assert both is not None
    assert (one.list_after, one.prevalence, one.others) == (alone.list_after, alone.prevalence, alone.others)
    assert both.list_after == 8000
    assert both.others != one.others


def test_a_part_of_the_nation_moves_its_averages_by_its_own_weight_alone() -> None:
    # 50 million on 6,250 lists of 8,000. Without A's 4,000, of whom 800 are on the register:
    found = averages(asked("A", given=data(patients=5e7, prevalence=0.12)))
    assert found is not None
    assert found.list_after == Decimal(repr((5e7 - 4000) / 6249)).quantize(Decimal("0.0001"))
    assert float(found.list_after - found.list_before) == pytest.approx(0.64, abs=0.001)
    assert found.prevalence == (("HYP", pytest.approx(12), pytest.approx(100 * (6e6 - 800) / (5e7 - 4000))),)
    assert "Supposes that 1 of about 6,250 practices" in found.says[0]
    assert "the 3 other practices in the tables alone" in found.says[1]
    assert "0.1% of the nation" in found.says[1]


def test_averages_are_not_known_where_the_nation_s_totals_are_not() -> None:
    for given in (data(patients=None), _pooled(data())):
        part = asked("A", given=given)
        assert averages(part) is None
        assert "how many practices and patients the nation has is not known" in why_unknown(part)


def _pooled(held: Tables) -> Tables:
    """The national row as the store works it out from the practices that it holds."""
    whose = pl.col("practice") == "ENGLAND"
    named = pl.when(whose).then(pl.lit(POOLED)).otherwise("file").alias("file")
    return replace(held, prevalence=held.prevalence.with_columns(named))


def test_tables_with_a_nation_s_patients_are_the_nation() -> None:
    held = data(patients=None)
    large = held.practices.with_columns(pl.col("list_size") * 2000)
    found = averages(asked("A", given=replace(held, practices=large)))
    assert found is not None
    assert found.list_after / found.list_before == pytest.approx(Decimal(28) / 3 / 8, abs=Decimal("1e-6"))
    assert len(found.says) == 1


def test_no_answer_where_nobody_leaves_nobody_else_is_there_or_there_are_no_results() -> None:
    leaving = asked("A")
    assert averages(leaving) is not None
    for part in (stays(leaving.national_pence), stays(leaving.national_pence // 2)):
        assert averages(replace(leaving, streams=(part,))) is None
        assert "no practice leaves" in why_unknown(replace(leaving, streams=(part,)))
    assert averages(replace(leaving, streams=(stays(0 * leaving.national_pence),))) is not None
    assert averages(asked(*LISTS)) is None
    assert "no practice of the nation beside" in why_unknown(asked(*LISTS))
    assert averages(replace(leaving, national=None)) is None
    assert "payments" in why_unknown(replace(leaving, national=None))
