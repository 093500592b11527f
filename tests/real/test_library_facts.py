"""The shipped library against the table of schemes it was written from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from openqof.core.changes import Guarantee, Pay, Retire, SetPays, SetPoints, Suspend
from openqof.core.scheme import Scheme
from openqof.core.terms import BestPeriod, MeanOf, Tariff, Term, TopUp, parts_of
from openqof.files.load import load_scheme
from openqof.files.shipped import scheme_ids

pytestmark = pytest.mark.published

DOCUMENTS = {
    "somerset-2014-q4": "somerset/suspension-2014",
    "devon-cornwall-2014": "devon-cornwall/unplanned-admissions-2014",
    "spqs": "somerset/spqs-2014",
    "aylesbury-pcds": "aylesbury-vale/pcds-2015",
    "dudley-qofh": "dudley/quality-outcomes-2016",
    "tower-hamlets": "tower-hamlets/networks-2017",
    "bolton-bqc": "bolton/quality-contract-2015",
    "swb-pccf": "sandwell/commissioning-framework-2016",
    "liverpool-gpspec": "liverpool/gp-specification-2015",
    "hf-qofplus": "hammersmith-fulham/qof-plus-2008",
    "herefordshire-of": "herefordshire/outcomes-framework-2018",
    "leeds-2017": "leeds/suspension-2017",
    "lsc-icb-2022": "lancashire/best-quarter-2022",
    "nwl-crm-2026": "north-west-london/crm-2026",
    "scotland-2016": "scotland/transition-2016",
    "wales-2017": "wales/inactive-set-2017",
    "wales-qaif": "wales/qaif-2019",
    "ni-2023": "northern-ireland/suspension-2023",
    "ni-2024": "northern-ireland/core-funding-2024",
    "england-2024-ip": "england/protection-2024",
    "england-2025-retire": "england/retirement-2025",
    "england-2026-improve": "england/improvement-2026",
}
EARLIER = {"liverpool-gpspec"}
"""Written for an earlier year than the one in which it began; title and notes say so."""


@pytest.fixture(scope="session")
def table(published: Path) -> dict[str, dict[str, Any]]:
    path = published / "reference" / "local" / "schemes.json"
    if not path.is_file():
        pytest.skip(f"the table of schemes is not at {path}")
    rows = json.loads(path.read_text(encoding="utf-8"))["schemes"]
    return {row["id"]: row for row in rows}


def document(name: str) -> Scheme:
    return load_scheme(DOCUMENTS[name])


def terms(scheme: Scheme) -> Iterator[Term]:
    for change in scheme.changes:
        if isinstance(change.terms, Pay):
            yield from parts_of(change.terms.amount)


def the(kind: type[Any], scheme: Scheme) -> Any:
    found = [each for each in terms(scheme) if isinstance(each, kind)]
    assert len(found) == 1
    return found[0]


def stated(scheme: Scheme) -> str:
    """Results and notes in one text."""
    return " ".join([*(each.text for each in scheme.results), *(each.text for each in scheme.notes)])


def test_every_scheme_of_the_table_is_in_the_library(table: dict[str, dict[str, Any]]) -> None:
    assert set(DOCUMENTS) == set(table)
    assert set(DOCUMENTS.values()) <= set(scheme_ids())


def test_commissioners_are_those_of_the_table(table: dict[str, dict[str, Any]]) -> None:
    for name, row in table.items():
        codes = row.get("codes") or [row["code"]] if "codes" in row or "code" in row else []
        if codes:
            assert list(document(name).bodies) == codes, name


def test_each_begins_on_the_day_or_in_the_month_of_the_table(table: dict[str, dict[str, Any]]) -> None:
    for name in sorted(set(table) - EARLIER):
        began = table[name].get("start") or table[name]["start_inferred"]
        assert document(name).runs.first.isoformat().startswith(began), name


def test_uptake_is_that_of_the_table(table: dict[str, dict[str, Any]]) -> None:
    rows = {name: row["uptake"] for name, row in table.items() if "uptake" in row}
    assert rows
    for name, row in rows.items():
        uptake = document(name).uptake
        assert uptake is not None
        assert (uptake.joined, uptake.of) == (row["joined"], row["of"])


def test_somerset_is_guaranteed_2012_13_unless_the_year_is_much_better(table: dict[str, Any]) -> None:
    scheme = document("somerset-2014-q4")
    (pay,) = [each.terms for each in scheme.changes if isinstance(each.terms, Guarantee)]
    assert str(pay.of) == table["somerset-2014-q4"]["pay"]["base_year"]
    assert pay.or_actual_above == scheme.parameters["significantly_better"].value
    assert load_scheme(scheme.id, values={"significantly_better": "12"}).changes[0] != scheme.changes[0]


def asserted(name: str, what: str) -> Decimal:
    return document(name).asserts[what].value


def test_suspended_protected_and_retired_sets_have_the_points_of_the_table(table: dict[str, Any]) -> None:
    assert asserted("devon-cornwall-2014", "points_net") == table["devon-cornwall-2014"]["suspended_points"]
    assert asserted("england-2024-ip", "changed_points") == table["england-2024-ip"]["points"]
    retired = table["england-2025-retire"]
    assert asserted("england-2025-retire", "points") == retired["points"]
    assert asserted("england-2025-retire", "indicators") == retired["indicators"]
    assert asserted("england-2025-retire", "points_net") == retired["split"]["removed"]["points"]
    assert asserted("england-2025-retire", "points_returned") == retired["split"]["to_cvd"]["points"]


def test_protection_and_retirement_name_the_same_indicators(table: dict[str, Any]) -> None:
    protected = {
        code
        for change in document("england-2024-ip").changes
        if isinstance(change.terms, SetPays)
        for code in change.terms.indicators.names
    }
    (retired,) = [c.terms for c in document("england-2025-retire").changes if isinstance(c.terms, Retire)]
    assert protected == set(retired.indicators.names)
    assert len(protected) == table["england-2024-ip"]["indicators"]


def test_nine_indicators_take_the_moved_points(table: dict[str, Any]) -> None:
    moved = [c.terms for c in document("england-2025-retire").changes if isinstance(c.terms, SetPoints)]
    named = [code for each in moved for code in each.indicators.names]
    assert len(named) == len(set(named)) == table["england-2025-retire"]["split"]["to_cvd"]["indicators"]


def test_spqs_keeps_as_many_indicators_as_were_found(table: dict[str, Any]) -> None:
    kept = document("spqs").parameters["kept"]
    assert isinstance(kept.value, tuple)
    assert len(kept.value) == table["spqs"]["reported_indicators"]
    assert kept.provenance.basis.value == "recalled"


def test_bolton_tops_up_to_its_target_by_nineteen_standards(table: dict[str, Any]) -> None:
    row, top = table["bolton-bqc"]["pay"], the(TopUp, document("bolton-bqc"))
    mandatory, others = top.parts
    assert top.to == row["target_per_patient"]
    assert (mandatory.share, others.share) == (Decimal(60), Decimal(40))
    assert len(mandatory.standards) == row["mandatory_standards"]
    assert len(mandatory.standards) + len(others.standards) == row["standards"]
    assert (mandatory.each, others.each) == (False, True)


def test_north_west_london_has_every_tariff_weight_and_threshold(table: dict[str, Any]) -> None:
    row, tariff = table["nwl-crm-2026"], the(Tariff, document("nwl-crm-2026"))
    assert {name: float(pounds) for name, pounds in tariff.groups} == row["pay"]["tariff"]
    mine = [(kpi.measure, float(kpi.full), float(kpi.half), float(kpi.weight)) for kpi in tariff.kpis]
    theirs = [
        (code.removesuffix("A-C"), full, half, weight) for code, _, full, half, weight, _ in row["kpis"]
    ]
    assert mine == theirs
    assert sum(kpi.weight for kpi in tariff.kpis) == 100


def test_lancashire_is_paid_the_best_of_the_three_quarters(table: dict[str, Any]) -> None:
    best = [each for each in terms(document("lsc-icb-2022")) if isinstance(each, BestPeriod)]
    assert list(best[0].periods) == table["lsc-icb-2022"]["pay"]["of"]


def test_scotland_is_paid_the_mean_of_three_years_in_two_parts(table: dict[str, Any]) -> None:
    scheme, row = document("scotland-2016"), table["scotland-2016"]["pay"]
    means = [each for each in terms(scheme) if isinstance(each, MeanOf)]
    assert len(means) == 2
    assert all(len(mean.terms) == len(row["years"]) for mean in means)
    assert scheme.parameters["to_points"].value == row["points"]
    assert scheme.parameters["quality"].value == Decimal(str(row["designated_quality_share"])) * 100


def test_wales_and_northern_ireland_keep_their_totals_though_they_have_no_price(
    table: dict[str, Any],
) -> None:
    wales, qaif = document("wales-2017"), document("wales-qaif")
    assert wales.parameters["inactive_points"].value == table["wales-2017"]["suspended_points"]
    assert wales.parameters["retired_points"].value == table["wales-2017"]["retired"]["points"]
    assert qaif.parameters["point_value"].value == table["wales-qaif"]["point_value"]
    assert qaif.parameters["active_clinical"].value == table["wales-qaif"]["active_clinical_points"]
    scales = {
        code: [change.terms.lower, change.terms.upper]
        for change in qaif.changes
        if isinstance(change.terms, SetPays)
        for code in change.terms.indicators.names
    }
    assert scales == table["wales-qaif"]["thresholds"]
    ireland, row = document("ni-2024").parameters, table["ni-2024"]
    assert ireland["indemnity"].value == row["indemnity"]
    assert ireland["core"].value == row["money"] - row["indemnity"]
    assert [
        each.unpriced is not None for each in (wales, qaif, document("ni-2023"), document("ni-2024"))
    ] == [True] * 4


def test_what_was_blocked_says_so(table: dict[str, Any]) -> None:
    status = document("leeds-2017").status
    assert status is not None
    assert status.text.split(";")[0] == table["leeds-2017"]["status"].split(":")[0]


def test_results_of_the_table_are_told(table: dict[str, Any]) -> None:
    wanted = {
        "spqs": ("2,363", "0.42"), "bolton-bqc": ("£18.05",),
        "swb-pccf": ("318 to 530",), "hf-qofplus": ("exception reporting",), "ni-2024": ("£15,900",),
    }  # fmt: skip
    for name, figures in wanted.items():
        assert [each for each in figures if each not in stated(document(name))] == [], name


def test_no_suspended_set_is_paid_at_a_level_without_a_source() -> None:
    for name in scheme_ids():
        for change in load_scheme(name).changes:
            if isinstance(change.terms, Suspend):
                assert change.terms.pay_provenance.source


def test_no_sentence_of_the_table_is_copied(published: Path, table: dict[str, Any]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9/'.]+", text.lower().replace("-", " "))
        return {tuple(words[at : at + 9]) for at in range(len(words) - 8)}

    folder = published / "reference" / "local"
    theirs = set().union(*(runs(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))))
    theirs |= runs(json.dumps(table))
    for name in scheme_ids():
        said = " . . . . . . . . . ".join(
            each.text for each in (*load_scheme(name).results, *load_scheme(name).notes)
        )
        assert not runs(said) & theirs, name
