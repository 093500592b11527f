"""openqof points: usage, messages and exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app

TEXT = "prac,ind,n,d,was\nA,AF001,,,5\nA,AF006,75,100,8.4\nA,SMOK004,30,40,9\nB,AF006,0,0,0\n"
NAMES = "practice=prac,indicator=ind,numerator=n,denominator=d"


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(TEXT)
    return path


def points(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["points", *map(str, arguments)])


def test_a_year_gives_points_and_what_was_done_is_said(counts: Path) -> None:
    out = counts.with_name("points.csv")
    result = points(counts, "--columns", NAMES, "--year", "qof/2015-16", "-o", out)
    assert result.exit_code == 0, result.output
    assert (
        out.read_text().splitlines()[0] == "practice,indicator,numerator,denominator,was,achievement,points"
    )
    assert "4 rows, 3 with points" in result.stderr
    assert "1  no numerator or denominator" in result.stderr
    assert result.stdout == ""


def test_published_points_are_compared(counts: Path) -> None:
    result = points(counts, "--columns", NAMES, "--year", "2015/16", "--published", "was")
    assert "1 of 2 rows with numerator, denominator above 0 and thresholds agree" in result.stdout
    assert "1 of 1 rows with denominator 0 agree" in result.stdout
    assert "SMOK004" in result.stdout
    apart = counts.with_name("apart.csv")
    listed = points(
        counts, "--columns", NAMES, "--year", "2015/16", "--published", "was", "--disagreements", apart
    )
    assert len(apart.read_text().splitlines()) == 2
    assert "apart.csv" in listed.stdout


def test_tolerance_is_the_users(counts: Path) -> None:
    result = points(counts, "--columns", NAMES, "--year", "2015/16", "--published", "was", "--tolerance", "1")
    assert "2 of 2 rows" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--year", "2015/16", "--terms", "both", "-o", "x.csv"],
        ["--terms", "law", "-o", "x.csv"],
        ["--disagreements", "x.csv", "-o", "y.csv"],
        ["--columns", "ind=indicator", "-o", "x.csv"],
        ["--columns", "indicator", "-o", "x.csv"],
    ],
)
def test_wrong_usage_is_said_and_is_exit_code_2(counts: Path, arguments: list[str]) -> None:
    result = points(counts, *arguments)
    assert result.exit_code == 2
    assert result.stderr


def test_problems_are_listed_and_are_exit_code_1(counts: Path) -> None:
    out = counts.with_name("points.csv")
    result = points(counts, "-o", out)
    assert result.exit_code == 1
    assert result.stderr.count("R201") == 7
    assert not out.exists()
    assert points(counts, "--columns", NAMES, "--year", "2031/32", "-o", out).exit_code == 1
    assert (
        points(
            counts, "--columns", NAMES, "--year", "2015/16", "-o", counts.with_name("points.xls")
        ).exit_code
        == 1
    )
    assert points(counts, "--columns", NAMES, "--year", "2015/16", "-o", "/none/points.csv").exit_code == 1


@pytest.mark.parametrize("by", ["name", "way round", "link"])
@pytest.mark.parametrize("option", ["-o", "--disagreements"])
def test_a_file_is_never_written_over_the_one_it_is_made_from(counts: Path, by: str, option: str) -> None:
    other = {"name": counts, "way round": counts.parent / ".." / counts.parent.name / counts.name}.get(by)
    if other is None:
        other = counts.with_name("link.csv")
        other.symlink_to(counts)
    result = points(counts, "--columns", NAMES, "--year", "2015/16", "--published", "was", option, other)
    assert result.exit_code == 2
    assert "names the same file as INPUT" in result.stderr
    assert counts.read_text() == TEXT


def test_one_row_has_and_two_have(counts: Path) -> None:
    counts.write_text("practice,indicator,numerator,denominator\nA,AF006,120,100\n")
    out = counts.with_name("points.csv")
    assert "1 row has a numerator larger" in points(counts, "--year", "2015/16", "-o", out).stderr
    counts.write_text(counts.read_text() + "B,AF006,120,100\n")
    assert "2 rows have a numerator larger" in points(counts, "--year", "2015/16", "-o", out).stderr


SMALL = """
import resource, sys
from pathlib import Path
from openqof.engine.rows.files import run
from openqof.engine.rows.job import Job
rows = run(Job(Path(sys.argv[1]), Path(sys.argv[2]))).rows
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.long
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_ten_million_rows_take_less_than_a_gigabyte(tmp_path: Path, ending: str) -> None:
    import polars as pl

    rows = pl.LazyFrame({"i": pl.int_range(10_000_000, eager=True)}).select(
        practice=pl.format("P{}", pl.col("i") // 100),
        indicator=pl.format("IND{}", pl.col("i") % 100),
        numerator=pl.col("i") % 301,
        denominator=pl.lit(400),
        points_available=pl.lit(10.0),
        lower=pl.lit(40.0),
        upper=pl.lit(80.0) + pl.col("i") % 2,
    )
    source = tmp_path / f"counts.{ending}"
    rows.sink_csv(source) if ending == "csv" else rows.sink_parquet(source)
    made = subprocess.run(
        [sys.executable, "-c", SMALL, source, tmp_path / "points.parquet"],
        capture_output=True,
        text=True,
        check=True,
    )
    done, megabytes = map(int, made.stdout.split())
    assert done == 10_000_000
    assert megabytes < 1_000
