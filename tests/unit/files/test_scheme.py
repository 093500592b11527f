"""Scheme documents: the two shipped ones, every documented breakage, and what the reader makes of them."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.changes import Bound, Guarantee, PracticesGone, Require, Suspend
from openqof.core.problems import BadInput
from openqof.core.scheme import Asserted
from openqof.core.sources import Basis
from openqof.core.terms import Reading
from openqof.core.years import FinancialYear
from openqof.files import scheme_codes
from openqof.files.check import check_paths
from openqof.files.load import load_scheme, load_year
from openqof.files.problem_catalogue import Case, read_cases
from openqof.files.scheme_catalogue import write_page
from openqof.files.scheme_shape import scheme_schema
from openqof.files.shipped import LAW, law_path, scheme_ids, service_ids

ROOT = Path(__file__).parents[3]
BAD = ROOT / "tests" / "bad" / "schemes"
CASES = read_cases(BAD)
VALID = (BAD / "valid.yaml").read_text(encoding="utf-8")
ELSEWHERE = {"L213", "L216", "L241", "L242"}
"""Codes met elsewhere: a year of which nothing follows, a law file that is refused, parameters set anew."""
BARE = """\
id: test-area/bare
title: A bare scheme
body: 10Y
base: qof/2014-15
runs: {from: 2014-04-01, to: 2015-03-31}
because: The test wants a scheme.
changes: []
source: openqof
basis: derived
"""


REPORT = "  - report: {level: light, indicators: all}\n"
DEEDS = {"the change that reports is written 196 times": lambda text: text.replace(REPORT, REPORT * 196)}


def changed(tmp_path: Path, *swaps: tuple[str, str]) -> Path:
    text = VALID
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(BadInput) as refused:
        load_scheme(path)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_breakage_gives_its_answer(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = DEEDS[case.deed](VALID) if case.deed else case.edit(VALID)
    Path("valid.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "valid.yaml"])
    assert result.stdout.rstrip("\n").split("\n") == list(case.expected)
    assert result.exit_code == 1


def test_every_code_is_documented_and_shown() -> None:
    source = ROOT / "src" / "openqof"
    files = [*source.glob("files/scheme*.py"), *source.rglob("impact/**/*.py"), *source.glob("cli/*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "scheme_codes.py"]
    used = {code for text in texts for code in re.findall(r'"([LP]2\d\d)"', text)}
    assert used == {*scheme_codes.DOCUMENT_CODES, *scheme_codes.PRICE_CODES}
    shown = {code for case in CASES for code in case.codes}
    assert set(scheme_codes.DOCUMENT_CODES) - shown == ELSEWHERE


def test_the_page_of_problems_is_up_to_date() -> None:
    page = ROOT / "docs" / "reference" / "scheme-problems.md"
    assert page.read_text(encoding="utf-8") == write_page(CASES), "run make docs"


def test_a_total_of_the_year_after_needs_its_law(tmp_path: Path) -> None:
    text = BARE.replace("2014-15", "2026-27").replace("2015-", "2027-").replace("2014-", "2026-")
    path = tmp_path / "scheme.yaml"
    path.write_text(text.replace("[]", "[{retire: {indicators: [SMOK002]}}]") + "asserts: {points_net: 1}\n")
    assert problems(path) == ["L213"]


def test_a_total_needs_a_law_to_add_up(tmp_path: Path) -> None:
    text = BARE.replace("base: qof/2014-15", "unpriced: There is no law of Wales here.")
    path = tmp_path / "scheme.yaml"
    path.write_text(text + "asserts: {points: 0}\n")
    assert problems(path) == ["L213"]


def test_a_scheme_on_a_year_that_is_refused_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise BadInput([])

    monkeypatch.setattr("openqof.files.scheme.shipped_year", refused)
    assert problems(changed(tmp_path)) == ["L216"]


def test_every_shipped_scheme_and_service_loads_under_its_id() -> None:
    assert {"aylesbury-vale/pcds-2015", "devon-cornwall/unplanned-admissions-2014"} <= set(scheme_ids())
    for scheme_id in (*scheme_ids(), *service_ids()):
        assert load_scheme(scheme_id).id == scheme_id


def test_aylesbury_vale_guarantees_the_cash_of_the_year_before() -> None:
    scheme = load_scheme("aylesbury-vale/pcds-2015")
    assert (scheme.bodies, scheme.base) == (("10Y",), "qof/2015-16")
    assert scheme.priced[0].terms == Guarantee(
        "qof", FinancialYear(2014), Reading.CASH, PracticesGone.SUCCESSOR, {}
    )
    training = scheme.changes[2].terms
    assert isinstance(training, Require)
    assert (training.of, training.by) == (Bound.PRACTICE, date(2015, 12, 31))
    assert scheme.model is not None and scheme.model.provenance.basis is Basis.FOUND
    assert scheme.route is not None and scheme.route.provenance.basis is Basis.RECALLED


def test_devon_and_cornwall_suspend_forty_indicators_of_351_points_341_net() -> None:
    scheme = load_scheme("devon-cornwall/unplanned-admissions-2014")
    terms, law = scheme.priced[0].terms, load_year(scheme.base)
    assert isinstance(terms, Suspend)
    assert len(terms.indicators) == len(set(terms.indicators)) == 40
    assert sum(law.indicators[name].points.value for name in terms.indicators) == 351
    assert law.points - load_year("qof/2014-15").points == 341
    assert scheme.asserts["points_net"] == Asserted(Decimal(341))
    assert terms.pay_provenance.basis is Basis.DERIVED


def test_the_retired_set_is_the_one_published(published: Path) -> None:
    table = (published / "reference" / "national" / "retired_april_2014.csv").read_text(encoding="utf-8")
    retired = {line.split(",")[0] for line in table.splitlines()[1:]}
    terms = load_scheme("devon-cornwall/unplanned-admissions-2014").priced[0].terms
    assert isinstance(terms, Suspend)
    assert set(terms.indicators) == retired


def test_a_part_keeps_its_own_source_and_basis_and_the_rest_take_the_documents(tmp_path: Path) -> None:
    path = changed(
        tmp_path, ("{level_of: 2013/14}", "{level_of: 2013/14, source: press-2013-15, basis: recalled}")
    )
    terms = load_scheme(path).priced[0].terms
    assert isinstance(terms, Suspend)
    assert terms.pay_provenance.source == "press-2013-15"
    assert load_scheme(path).changes[1].provenance.basis is Basis.DERIVED


def test_a_value_changes_the_fingerprint_and_a_comment_does_not(tmp_path: Path) -> None:
    plain = load_scheme(changed(tmp_path)).sha256
    assert load_scheme(changed(tmp_path, ("# A small scheme", "# Still a small scheme"))).sha256 == plain
    assert load_scheme(changed(tmp_path, ("far: 5", "far: 6"))).sha256 != plain


def test_bands_left_out_are_one_and_five_percent(tmp_path: Path) -> None:
    scheme = load_scheme(changed(tmp_path, ("bands: {near: 1, far: 5}\n", "")))
    assert (scheme.bands.near, scheme.bands.far, scheme.bands.provenance.source) == (1, 5, "openqof")


def as_json(text: str) -> object:
    """The document as an editor sees it; days are words to JSON."""
    return _in_words(yaml.load(text, Loader=yaml.CSafeLoader))


def _in_words(thing: object) -> object:
    if isinstance(thing, dict):
        return {str(key): _in_words(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_in_words(each) for each in thing]
    return str(thing) if isinstance(thing, date) else thing


def test_the_schema_for_editors_is_up_to_date_and_takes_every_shipped_scheme() -> None:
    written = json.loads((LAW / "local-scheme.schema.json").read_text(encoding="utf-8"))
    assert written == scheme_schema(), "run make docs"
    validator = jsonschema.Draft202012Validator(written)
    for scheme_id in (*scheme_ids(), *service_ids()):
        text = law_path(scheme_id).read_text(encoding="utf-8")
        assert list(validator.iter_errors(as_json(text))) == []


@pytest.mark.parametrize(
    "swap",
    [("report:", "reprot:"), ("national_qof_stays: true", "national_qof_stays: maybe"), ("body:", "boddy:")],
)
def test_the_schema_refuses_what_the_reader_refuses(swap: tuple[str, str]) -> None:
    validator = jsonschema.Draft202012Validator(scheme_schema())
    assert list(validator.iter_errors(as_json(VALID.replace(*swap))))


@pytest.mark.parametrize("kind", ["scheme", "service", "contract"])
def test_the_schema_is_printed_for_every_kind_of_document(kind: str) -> None:
    result = CliRunner().invoke(app, ["schema", kind])
    assert json.loads(result.stdout) == scheme_schema()


def test_all_law_shipped_is_checked_services_and_assumptions_too() -> None:
    files, problems = check_paths()
    assert {law_path(name) for name in (*scheme_ids(), *service_ids())} <= set(files)
    assert [path for path in files if path.parent.name == "assumptions"]
    assert problems == ()
