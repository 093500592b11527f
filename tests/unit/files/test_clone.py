"""A scheme copied for another body and year: what moves, what stays, what is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from openqof.core.changes import Guarantee
from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.files.check import check_file
from openqof.files.clone import clone, clone_id, on_year, write_clone
from openqof.files.load import load_scheme, load_year

GUARANTEE = "aylesbury-vale/pcds-2015"
SUSPENSION = "devon-cornwall/unplanned-admissions-2014"
NEXT = FinancialYear(2016)

WITH_VALUES = """\
# A scheme of an area that is not there.
id: nowhere/plans-2015
title: Care plans
bodies: [10Y, 10Z]
base: qof/2015-16
runs: {from: 2015-04-01, to: 2016-03-31}
because: Plans are worth more than points.
uptake: {joined: 9, of: 10}
parameters:
  rate:   # pounds a head
    value: 2
    says: pounds a head
    between: {from: 1, to: 5, step: 1}
    source: press-2015-aylesbury
    basis: found
  since: {value: 2014/15, says: the base year}
  kept: {value: [HYP006, DM017], says: indicators kept}
changes:
  # kept as they are
  - keep: {indicators: {parameter: kept}}
  - guarantee: {income: qof, of: {parameter: since}, reading: cash}
  - pay:
      what: plans
      amount: {a_head: {pounds: {parameter: rate}, of: list}}
      by: the CCG
      pot: primary care
      certainty: guaranteed
      when: {2015-07-01: 45, 2016-05-01: 55}
source: openqof
basis: recalled
# what uptake was
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "plans.yaml"
    path.write_text(WITH_VALUES, encoding="utf-8")
    return path


def copied(source: str | Path, path: Path, *, year: FinancialYear = NEXT, **values: str) -> Path:
    assert not write_clone(clone(source, body="11J", year=year, values=values), path)
    return path


def test_a_copy_is_another_bodys_and_moves_with_the_year(tmp_path: Path) -> None:
    made = load_scheme(copied(GUARANTEE, tmp_path / "mine.yaml"))
    assert (made.id, made.bodies, made.base) == ("11j/pcds-2016", ("11J",), "qof/2016-17")
    assert (made.runs.first, made.runs.last) == (date(2016, 4, 1), date(2017, 3, 31))
    assert made.offer is not None
    assert made.offer.closes == date(2016, 5, 31)
    guarantee = made.changes[0].terms
    assert isinstance(guarantee, Guarantee)
    assert guarantee.of == FinancialYear(2015)


def test_what_is_the_other_areas_own_is_left_out_and_said(tmp_path: Path, own: Path) -> None:
    made = clone(own, body="11J", year=NEXT)
    assert "uptake" in made.left_out
    scheme = load_scheme(copied(own, tmp_path / "mine.yaml"))
    assert scheme.uptake is None
    assert scheme.results == ()
    (note,) = scheme.notes
    assert "Copied from nowhere/plans-2015" in note.text
    assert "Left out, as its own: uptake." in note.text
    assert "1 year later" in note.text


def test_comments_order_and_sources_stay(own: Path) -> None:
    text = clone(own, body="11J", year=NEXT).text
    for comment in ("# A scheme of an area", "# pounds a head", "# kept as they are", "# what uptake was"):
        assert comment in text
    assert text.index("because:") < text.index("parameters:") < text.index("changes:")
    assert "source: press-2015-aylesbury" in text


def test_only_what_had_to_change_is_written_anew() -> None:
    before = Path(load_scheme(GUARANTEE).file).read_text(encoding="utf-8").splitlines()
    after = clone(GUARANTEE, body="11J", year=NEXT).text.partition("\nnotes:")[0].splitlines()
    anew = [line.strip().partition(":")[0] for line in after if line not in before]
    assert anew == ["id", "title", "body", "base", "runs", "closes", "- guarantee", "by"]


@pytest.mark.parametrize("original", [FinancialYear(2015), FinancialYear(2017), FinancialYear(2014)])
def test_years_and_days_in_parameters_and_payments_move_too(
    tmp_path: Path, own: Path, original: FinancialYear
) -> None:
    made = load_scheme(copied(own, tmp_path / "mine.yaml", year=original))
    guarantee, pay = made.changes[1].terms, made.changes[2].terms
    assert guarantee.of == original.previous  # type: ignore[union-attr]
    assert pay.when.days[0] == (date(original.start, 7, 1), Decimal(45))  # type: ignore[union-attr]


def test_values_are_set_and_marked_as_ones_own(tmp_path: Path, own: Path) -> None:
    made = load_scheme(copied(own, tmp_path / "mine.yaml", rate="4", kept="HYP006", since="2013/14"))
    rate = made.parameters["rate"]
    assert (rate.value, rate.provenance.source, rate.provenance.basis) == (Decimal(4), "openqof", "recalled")
    assert made.parameters["kept"].value == ("HYP006",)
    assert made.parameters["kept"].provenance.source == "openqof"
    assert made.changes[1].terms.of == FinancialYear(2013)  # type: ignore[union-attr]


@pytest.mark.parametrize("values", [{"rat": "4"}, {"rate": "9"}])
def test_a_value_that_cannot_be_is_a_problem(own: Path, values: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        clone(own, body="11J", year=NEXT, values=values)


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine\n", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_clone(clone(GUARANTEE, body="11J", year=NEXT), path)
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_indicators_that_the_new_year_lacks_are_the_problems_of_check(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    problems = write_clone(clone(SUSPENSION, body="11J", year=FinancialYear(2015)), path)
    assert len(problems) == 40
    assert all("was retired in" in problem.hint or "became" in problem.hint for problem in problems)
    assert problems == tuple(check_file(path))


def test_part_of_a_year_stays_part_of_a_year(tmp_path: Path) -> None:
    text = clone(SUSPENSION, body="11J", year=FinancialYear(2014)).text
    assert "runs: {from: 2015-01-01, to: 2015-03-31" in text


@pytest.mark.parametrize(
    ("original", "made"),
    [
        ("aylesbury-vale/pcds-2015", "11j/pcds-2016"),
        ("england/protection-2024-25", "11j/protection-2016"),
        ("bolton/standard", "11j/standard-2016"),
    ],
)
def test_ids_name_body_and_year(original: str, made: str) -> None:
    assert clone_id(original, body="11J", year=NEXT) == made


def test_a_scheme_reads_on_another_national_year(own: Path) -> None:
    made = on_year(own, load_year("qof/2016-17"))
    assert (made.id, made.bodies, made.base) == ("nowhere/plans-2015", ("10Y", "10Z"), "qof/2016-17")
    assert made.uptake is not None
    assert made.changes[1].terms.of == FinancialYear(2015)  # type: ignore[union-attr]


SCOTLAND = "scotland/transition-2016"


def test_a_national_change_of_the_year_after_its_base_stays_so_when_it_is_copied(tmp_path: Path) -> None:
    made = load_scheme(copied(SCOTLAND, tmp_path / "mine.yaml", year=FinancialYear(2017)))
    assert (made.id, made.base) == ("11j/transition-2017", "qof/2016-17")
    assert (made.runs.first, made.runs.last) == (date(2017, 4, 1), date(2018, 3, 31))
    assert made.year_on(load_year("qof/2016-17")) == FinancialYear(2017)


def test_it_reads_on_another_nations_law_of_the_same_year_with_its_own_days() -> None:
    values = {"of_2013_14": "900", "to_points": "559"}
    made = on_year(SCOTLAND, load_year("qof/2015-16"), values=values)
    assert (made.base, made.runs.first, made.runs.last) == (
        "qof/2015-16",
        date(2016, 4, 1),
        date(2017, 3, 31),
    )
    assert {name: made.parameters[name].value for name in values} == {"of_2013_14": 900, "to_points": 559}
    later = on_year(SCOTLAND, load_year("qof/2017-18"), values=values)
    assert (later.base, later.runs.first) == ("qof/2017-18", date(2018, 4, 1))


def test_on_a_year_without_its_indicators_it_says_which() -> None:
    with pytest.raises(BadInput, match="AF002"):
        on_year(SUSPENSION, load_year("qof/2015-16"))
