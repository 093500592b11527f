"""Work that stops and starts, its hours and pounds, the last points, and how freed hours were spent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from impact_builders import LAST, MADE_UP, guaranteed, scheme
from openqof.core.changes import AddIndicator, Bound, Guarantee, Keep, Replace, Require, Retire, Suspend
from openqof.core.national import Sliding
from openqof.core.problems import BadInput
from openqof.core.scheme import Measure
from openqof.core.terms import Chosen, Reading
from openqof.files.load import load_scheme
from openqof.files.shipped import scheme_ids, service_ids
from openqof.impact.assessment import Workload
from openqof.impact.work.assumptions import load_assumptions
from openqof.impact.work.headroom import COLUMNS, headroom, read_spent, template
from openqof.impact.work.workload import workload
from openqof.impact.worked import Worked
from risk_builders import LAW, data, worked

ASSUMED = load_assumptions()
ADVICE = ASSUMED.kinds["advice"]
OBLIGED = Require(Bound.PRACTICE, "train", hours=Decimal(30))


def of(found: Worked) -> Workload:
    return workload(found, ASSUMED)


def hours_of_advice(patients: float, practices: float) -> float:
    """By hand: contacts × minutes, and hours once a practice."""
    minutes = float(ADVICE.clinician_minutes.likely + ADVICE.administrator_minutes.likely)
    each = float(ADVICE.contacts.likely) * minutes / 60
    return patients * each + practices * float(ADVICE.hours.likely)


def test_a_retired_indicator_stops_its_patients_in_every_practice() -> None:
    found = of(worked(Retire(Chosen(("SMOK005",)))))
    (row,) = found.rows
    assert (row.change, row.what, row.direction, row.patients) == (1, "SMOK005", "stops", 600)
    part = float(ADVICE.stops.likely) / 100
    assert row.contacts.likely == pytest.approx(600 * float(ADVICE.contacts.likely) * part)
    assert row.hours.likely == pytest.approx(hours_of_advice(600, 6) * part)
    assert row.hours.low < row.hours.likely < row.hours.high
    assert found.freed == pytest.approx(row.hours.likely)


def test_a_part_year_suspension_stops_the_share_of_the_year_that_is_left() -> None:
    whole = of(worked(Retire(Chosen(("SMOK005",))))).freed
    half = Suspend(Chosen(("SMOK005",)), date(2015, 10, 1), None, MADE_UP)
    assert of(worked(half)).freed == pytest.approx(whole * 183 / 366)
    month = replace(half, end=date(2015, 10, 31))
    assert of(worked(month)).freed == pytest.approx(whole * 31 / 366)


def test_a_guarantee_stops_all_but_what_is_kept() -> None:
    pledge = Guarantee("qof", LAST, Reading.ACCRUAL)
    both = data(years=(LAST, LAW.year))
    every = of(worked(pledge, tables=both))
    kept = of(worked(pledge, Keep(Chosen(("DM007", "HYP001"))), tables=both))
    assert {row.what for row in every.rows} == set(LAW.indicators)
    assert {row.what for row in kept.rows} == {"SMOK005", "THY002", "QP001"}


def test_an_indicator_that_two_changes_stop_counts_once() -> None:
    one, other = (
        Suspend(Chosen(("SMOK005",)), day, None, MADE_UP) for day in (date(2015, 4, 1), date(2015, 10, 1))
    )
    assert of(worked(one, other)).freed == pytest.approx(of(worked(one)).freed)


def test_an_obligation_takes_its_own_hours_or_those_supposed() -> None:
    found = of(worked(OBLIGED, replace(OBLIGED, what="report", hours=None), replace(OBLIGED, of=Bound.BODY)))
    supposed = ASSUMED.hours["obligation"]
    assert [(row.what, row.hours.likely) for row in found.rows] == [
        ("train", 6 * 30), ("report", 6 * float(supposed.likely)),
    ]  # fmt: skip
    assert found.freed == pytest.approx(-6 * (30 + float(supposed.likely)))
    assert (found.rows[0].provenance, found.rows[1].provenance) == (MADE_UP, supposed.provenance)


def test_a_replacement_stops_one_work_and_starts_another() -> None:
    scale = Sliding(Decimal(40), Decimal(80))
    new = AddIndicator("OWN001", "advice of our own", Decimal(5), scale, measure="talks")
    measure = Measure("talks", "talks held", "share", MADE_UP, expected=Decimal(50), work="review")
    document = replace(scheme(Replace(Chosen(("SMOK005",)), new)), measures={"talks": measure})
    found = of(worked(document=document))
    assert [(row.what, row.direction) for row in found.rows] == [("SMOK005", "stops"), ("OWN001", "starts")]
    assert found.rows[1].contacts.likely == pytest.approx(found.rows[1].patients)


def test_an_indicator_of_no_known_kind_is_named_and_not_counted() -> None:
    scale = Sliding(Decimal(40), Decimal(80))
    found = of(worked(AddIndicator("ODD001", "something", Decimal(5), scale)))
    assert found.rows == ()
    assert any("ODD001" in said for said in found.says)


def test_practices_that_do_not_join_keep_their_work() -> None:
    from impact_builders import scheme
    from openqof.impact.price import work
    from openqof.impact.working.roll import Area

    area = Area(("T01",), frozenset({"A00000"}))
    found = of(work(scheme(Retire(Chosen(("SMOK005",)))), LAW, data(), area=area))
    assert found.rows[0].patients == 100
    assert np.flatnonzero(found.hours_before != found.hours_after).tolist() == [0]


def test_pounds_an_hour_are_pay_over_hours_of_those_who_join() -> None:
    given = worked(Retire(Chosen(("SMOK005",))))
    found = of(given)
    before, after = found.pounds_an_hour
    assert before == pytest.approx(given.before_pence.sum() / 100 / found.hours_before.sum())
    assert after == pytest.approx(given.scheme_pence.sum() / 100 / found.hours_after.sum())


def test_the_last_points_by_hand() -> None:
    # Six practices at some share of 100 patients: to 80 of 100, at 10 points over 40 percentage points.
    given = worked(OBLIGED)
    found = {row.indicator: row for row in of(given).marginal}
    assert given.national is not None
    numerator = given.national.inputs.numerator[0]
    short = 80 - numerator
    row = found["SMOK005"]
    assert row.patients == short.sum()
    assert row.points == pytest.approx((short * 10 / 40).sum())
    assert float(row.pounds) == pytest.approx(row.points * 100, abs=0.01)
    times = float(ASSUMED.last_points.likely)
    assert row.hours.likely == pytest.approx(hours_of_advice(float(short.sum()), 0) * times)
    assert row.each == pytest.approx(float(row.pounds) / row.hours.likely)


def test_the_dearest_last_points_stand_first_and_those_with_all_points_nowhere() -> None:
    found = of(worked(OBLIGED)).marginal
    each = [row.each for row in found]
    assert each == sorted(each)
    assert {row.indicator for row in found} == {"SMOK005", "DM007", "THY002"}
    assert of(worked(OBLIGED, share=0.95)).marginal == ()


def test_without_results_hours_are_not_known_and_those_that_start_are_said() -> None:
    from impact_builders import both_years, tables

    payments = [
        {"year": year, "practice": code, "amount": 1000.0}
        for year in ("2014/15", "2015/16")
        for code in ("A1", "A2")
    ]
    paid = tables(practices=both_years("A1", "A2"), payments=payments)
    with pytest.raises(BadInput) as refused:
        of(worked(guaranteed(), OBLIGED, tables=paid))
    (problem,) = refused.value.problems
    assert problem.code == "P248"
    assert "no results of 2015/16 by indicator" in problem.message
    assert "60 hours" in problem.message


def with_measures(*measures: Measure) -> Workload:
    document = replace(scheme(OBLIGED), measures={each.id: each for each in measures})
    return of(worked(document=document))


def test_a_kind_of_work_that_nobody_knows_is_said_with_the_nearest() -> None:
    plans = Measure("plans", "plans made", "count", MADE_UP, expected=Decimal(40), work="reviews")
    found = with_measures(plans, replace(plans, id="talks"))
    (said,) = [each for each in found.says if "reviews" in each]
    assert "plans and talks" in said
    assert "Did you mean review?" in said
    known = with_measures(replace(plans, work="review"))
    assert known.freed < found.freed
    assert not any("plans" in each for each in known.says)


def test_a_measure_without_a_kind_or_without_patients_is_said() -> None:
    plans = Measure("plans", "plans made", "share", MADE_UP, expected=Decimal(40))
    assert any("Nothing says what kind of work plans is" in each for each in with_measures(plans).says)
    found = with_measures(replace(plans, work="review"))
    assert any("How many patients plans counts" in each for each in found.says)


def test_every_document_of_the_library_names_kinds_that_are_known() -> None:
    named = {
        (name, each.work)
        for name in (*scheme_ids(), *service_ids())
        for each in load_scheme(name).measures.values()
        if each.work
    }
    assert len(named) > 5
    assert [each for each in sorted(named) if each[1] not in ASSUMED.kinds] == []


# How the hours were spent


def form(folder: Path, *rows: str) -> Path:
    path = folder / "hours.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def freed() -> tuple:  # type: ignore[type-arg]
    given = worked(Retire(Chosen(("SMOK005",))))
    return headroom(given, of(given))


def test_headroom_is_hours_freed_by_practice() -> None:
    given = worked(Retire(Chosen(("SMOK005",))))
    assert sum(row.hours for row in headroom(given, of(given))) == pytest.approx(of(given).freed)


def test_the_empty_form_reads_as_nothing_spent(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(template(freed(), LAW.year.months[:2]), encoding="utf-8")
    assert [(each.hours, each.left) for each in read_spent(path, freed())] == [
        (0, row.hours) for row in freed()
    ]


def test_hours_are_added_up_by_use(tmp_path: Path) -> None:
    path = form(
        tmp_path,
        "A00000,,,2015-04,care plans,3.5,",
        "A00000,,,2015-05,care plans,2,",
        "A00000,,,2015-05,rest,1,",
    )
    first = read_spent(path, freed())[0]
    assert dict(first.uses) == {"care plans": 5.5, "rest": 1.0}
    assert first.left == pytest.approx(first.freed - 6.5)


def test_every_problem_of_a_form_is_told_with_its_line_and_column(tmp_path: Path) -> None:
    path = form(
        tmp_path,
        "A00009,,,2015-13,talks,-1,",
        "A00000,,,2015-05,,2,",
        "A00000,,,2015-05,talks,",
        "A00000,,,,,,",
    )
    with pytest.raises(BadInput) as caught:
        read_spent(path, freed())
    assert [(p.line, p.column, p.code) for p in caught.value.problems] == [
        (2, 1, "P244"), (2, 4, "P245"), (2, 6, "P246"), (3, 5, "P247"), (4, 6, "P246"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), [("", "P242"), ("practice,hours\nA00000,1\n", "P243")])
def test_a_file_that_is_no_form_is_told(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_spent(path, freed())
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_form_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_spent(tmp_path / "nothing.csv", freed())
