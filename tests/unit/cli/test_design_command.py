"""openqof design on the demonstration area: terms that fit, terms that do not, and words that are wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.money import from_pence
from openqof.datasets.demo import keep
from openqof.datasets.store import Store
from openqof.files.load import load_year
from openqof.impact.design.price import pricer
from openqof.impact.working.roll import Area

SCHEME = "openqof/open-terms-2015"
SMALL = """
id: test-area/open
title: A rate left open
body: DEMO
base: qof/2015-16
runs: {from: 2015-04-01, to: 2016-03-31}
because: A test wants it.
parameters:
  rate: {value: 1, says: pounds a head, between: {from: 0, to: 2, step: 1}}
  gift: {value: 0, says: pounds a practice, between: {from: 0, to: 500, step: 250}}
changes:
  - pay:
      id: a
      what: time
      amount: {a_head: {pounds: {parameter: rate}, of: list}}
      by: body
      pot: new
      certainty: guaranteed
      when: monthly
  - pay:
      id: b
      what: more
      amount: {fixed: {parameter: gift}}
      by: body
      pot: new
      certainty: at risk
      when: year end
source: openqof
basis: recalled
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "store.duckdb"
    keep(Store.open(path))
    return path


@pytest.fixture
def scheme(tmp_path: Path) -> str:
    path = tmp_path / "open.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["design", *words, "--store", str(store)])


def bills(store: Path, scheme: str) -> list[Decimal]:
    """What every combination comes to, by pricing it."""
    law = load_year("qof/2015-16")
    tables = Store.open(store).tables(law.year)
    price, _, joins = pricer(scheme, law, tables, area=Area(("DEMO",)), reading=None)
    found = [price({"rate": rate, "gift": gift}) for rate in "012" for gift in ("0", "250", "500")]
    assert joins == 39
    return [from_pence(int(each.scheme.sum())) for each in found if each is not None]


def test_the_terms_chosen_are_the_dearest_that_the_budget_holds(store: Path, scheme: str) -> None:
    every = bills(store, scheme)
    for budget in (every[4] + 1, every[6] - 1):
        done = run(store, scheme, "--budget", str(budget), "--no-practice-loses", "--format", "json")
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)
        assert found["fits"] and found["paid_less"] == [] and found["priced"] <= len(every)
        assert Decimal(found["bill"]) == max(bill for bill in every if bill <= budget)
        assert found["aim"] == found["bill"]


def test_the_command_it_gives_prices_to_the_bill_it_states(store: Path, scheme: str) -> None:
    found = json.loads(run(store, scheme, "--budget", "3300000", "--format", "json").stdout)
    words = found["command"].split()[1:]
    priced = CliRunner().invoke(app, [*words, "--draws", "0", "--format", "json", "--store", str(store)])
    assert priced.exit_code == 0, priced.output
    assert found["bill"] in priced.stdout


def test_it_says_in_words_what_would_have_to_give(store: Path, scheme: str) -> None:
    done = run(store, scheme, "--budget", "100", "--no-practice-loses")
    assert done.exit_code == 1
    assert done.stderr == ""
    assert "No values of the open parameters fit" in done.stdout
    assert "is the least that keeps to the rest" in done.stdout


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_are_told_by_the_exit_code_too(store: Path, scheme: str, form: str) -> None:
    done = run(store, scheme, "--budget", "100", "--no-practice-loses", "--format", form)
    assert done.exit_code == 1
    assert form != "json" or json.loads(done.stdout)["fits"] is False


def test_a_scheme_with_nothing_open_is_a_problem(store: Path) -> None:
    done = run(store, "aylesbury-vale/pcds-2015", "--budget", "100", "--commissioner", "DEMO")
    assert done.exit_code == 1
    assert "P212" in done.stderr and "between" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--budget", "lots"), "--budget lots: write a number"),
        (("--budget", "1e400"), "--budget 1e400: write a number from 0 to 100,000,000,000."),
        (("--budget", "100000000000.01"), "from 0 to 100,000,000,000."),
        (
            ("--budget", "1", "--min-points", "1e400"),
            "--min-points 1e400: write a number from 0 to 1,000,000.",
        ),
        (("--budget", "1", "--losing-at-most", "120"), "from 0 to 100"),
        (("--budget", "1", "--no-practice-loses", "--losing-at-most", "5"), "not both"),
        (("--budget", "1", "--min-points", "nan"), "--min-points nan"),
    ],
)
def test_wrong_words_are_wrong_usage(store: Path, words: tuple[str, ...], said: str) -> None:
    done = run(store, SCHEME, *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_example_of_the_library_leaves_nobody_lower(store: Path) -> None:
    done = run(store, SCHEME, "--budget", "3300000", "--no-practice-loses")
    assert done.exit_code == 0, done.output
    assert "Paid less than nationally: 0 of 39 practices." in done.stdout
    assert "of a budget of £3,300,000.00" in done.stdout
    assert "--set reward=" in done.stdout
