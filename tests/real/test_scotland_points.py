"""Scotland 2013/14 to 2015/16: points recomputed from counts and thresholds, against those published."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.engine.rows.files import run
from openqof.engine.rows.job import Job
from openqof.engine.rows.points import terms_of
from openqof.files.load import load_year

pytestmark = pytest.mark.published
FILE = "practice_indicator_2013-14_to_2015-16.parquet"
NAMES = "indicator=ind,numerator=num,denominator=denom,points_available=points,lower=lo,upper=up"


@pytest.fixture(scope="module")
def scotland(published: Path) -> Path:
    return published / "data" / "scotland" / FILE


def test_the_rows_own_thresholds_give_the_published_points(scotland: Path, tmp_path: Path) -> None:
    differing = tmp_path / "differing.csv"
    outcome = run(Job(scotland, tmp_path / "points.parquet", published="achieved", disagreements=differing))
    assert outcome.shape == "the Scottish practice tables"
    assert outcome.rows == 249_822
    assert outcome.compared == 157_731
    assert outcome.agree / outcome.compared >= 0.9997
    listed = pl.read_csv(differing)
    assert listed.filter(pl.col("denominator") > 0).height == outcome.compared - outcome.agree
    assert (listed.get_column("difference") > 0.005).all()
    made = pl.read_parquet(tmp_path / "points.parquet")
    assert made.height == 249_822
    assert made.columns[-2:] == ["achievement", "points"]


@pytest.mark.parametrize("year", ["2013-14", "2014-15", "2015-16"])
def test_the_law_gives_the_points_the_rows_own_terms_give(scotland: Path, tmp_path: Path, year: str) -> None:
    law = load_year(f"qof-scotland/{year}")
    by_law = run(
        Job(scotland, tmp_path / "law.parquet", terms=terms_of(law), published="achieved", law=law.id)
    )
    run(Job(scotland, tmp_path / "own.parquet"))
    of_year = pl.col("year") == year.replace("-", "")
    law_points = pl.read_parquet(tmp_path / "law.parquet").filter(of_year)
    own_points = pl.read_parquet(tmp_path / "own.parquet").filter(of_year)
    assert law_points.filter(pl.col("achievement").is_not_null()).height > 45_000
    both = law_points.select("practice", "indicator", by_law="points").join(
        own_points.select("practice", "indicator", own="points"), on=["practice", "indicator"]
    )
    apart = both.filter((pl.col("by_law") - pl.col("own")).abs() > 1e-9)
    assert not apart.height, apart
    assert by_law.agree / by_law.compared > 0.9995


def test_all_three_years_together_agree_by_the_law(scotland: Path) -> None:
    outcomes = [
        run(Job(scotland, terms=terms_of(load_year(f"qof-scotland/{year}")), published="achieved"))
        for year in ("2013-14", "2014-15", "2015-16")
    ]
    agree, compared = sum(one.agree for one in outcomes), sum(one.compared for one in outcomes)
    assert agree / compared >= 0.9997


def test_the_command_says_how_many_agree_and_lists_the_others(scotland: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app,
        [
            "points",
            str(scotland),
            "--columns",
            NAMES,
            "--published",
            "achieved",
            "-o",
            str(tmp_path / "out.csv"),
        ],
    )
    assert result.exit_code == 0, result.output
    assert "157,699 of 157,731 rows" in result.stdout
    assert "99.979%" in result.stdout
    assert "18428" in result.stdout
    assert (tmp_path / "out.csv").exists()


def test_with_columns_named_the_law_is_still_used_when_asked(scotland: Path) -> None:
    arguments = ["points", str(scotland), "--columns", NAMES, "--published", "achieved"]
    result = CliRunner().invoke(app, [*arguments, "--year", "qof-scotland/2014-15", "--terms", "law"])
    assert result.exit_code == 0, result.output
    assert "of 46,653 rows" in result.stdout
