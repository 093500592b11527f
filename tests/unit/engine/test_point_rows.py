"""A file of counts to points: terms, statuses, problems, and nothing left behind."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from openqof.core.national import Sliding
from openqof.core.problems import BadInput
from openqof.engine.exact import by_threshold
from openqof.engine.rows import files, stream
from openqof.engine.rows.files import run
from openqof.engine.rows.job import Job, Outcome
from openqof.engine.rows.points import Status, terms_of
from openqof.files.load import load_year

OWN = "practice,indicator,numerator,denominator,points_available,lower,upper\n"
BARE = "practice,indicator,numerator,denominator\n"


def write(folder: Path, text: str, name: str = "counts.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def done(folder: Path, text: str, **asked: object) -> pl.DataFrame:
    out = folder / "out.parquet"
    run(Job(write(folder, text), out, **asked))  # type: ignore[arg-type]
    return pl.read_parquet(out)


def points(folder: Path, text: str, **asked: object) -> list[float | None]:
    return done(folder, text, **asked).get_column("points").to_list()


def codes(folder: Path, text: str, **asked: object) -> list[str]:
    out = folder / "out.csv"
    with pytest.raises(BadInput) as bad:
        run(Job(write(folder, text), out, **asked))  # type: ignore[arg-type]
    assert sorted(p.name for p in folder.iterdir()) == ["counts.csv"], "something was left behind"
    return [problem.code for problem in bad.value.problems]


def england(year: str = "2015-16") -> dict[str, object]:
    law = load_year(f"qof/{year}")
    return {"terms": terms_of(law), "law": law.title}


def test_points_lie_between_the_thresholds(tmp_path: Path) -> None:
    text = OWN + "A,X1,40,100,10,40,90\nA,X2,65,100,10,40,90\nA,X3,90,100,10,40,90\nA,X4,0,0,10,40,90\n"
    frame = done(tmp_path, text)
    assert frame.get_column("points").to_list() == [0.0, 5.0, 10.0, 0.0]
    assert frame.get_column("achievement").to_list() == [40.0, 65.0, 90.0, None]


def test_a_step_is_paid_at_the_lower_threshold(tmp_path: Path) -> None:
    text = (
        OWN.replace("upper", "upper,step")
        + "A,VI1,90,100,18,90,95,3\nA,VI2,925,1000,18,90,95,3\nA,VI3,8,10,18,90,95,3\n"
    )
    assert points(tmp_path, text) == [3.0, 10.5, 0.0]


def test_the_law_of_a_year_gives_terms_and_a_register_passes_through(tmp_path: Path) -> None:
    text = BARE + "A,AF001,,\nA,AF006,75,100\nA,SMOK004,0,0\n"
    outcome = run(Job(write(tmp_path, text), tmp_path / "out.csv", **england()))  # type: ignore[arg-type]
    assert outcome.statuses[Status.NO_COUNTS] == 1
    assert outcome.statuses[Status.ZERO] == 1
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == [
        "A,AF001,,,,",
        "A,AF006,75,100,75.0,8.4",
        "A,SMOK004,0,0,,0.0",
    ]


def test_a_row_with_its_own_terms_goes_before_the_law_and_it_is_said(tmp_path: Path) -> None:
    text = OWN + "A,AF006,75,100,24,40,90\nB,AF006,75,100,,,\n"
    source = write(tmp_path, text)
    outcome = run(Job(source, tmp_path / "out.parquet", **england()))  # type: ignore[arg-type]
    assert outcome.differing_terms == 1
    assert pl.read_parquet(tmp_path / "out.parquet").get_column("points").to_list() == [16.8, 8.4]
    run(Job(source, tmp_path / "out.parquet", own=False, **england()))  # type: ignore[arg-type]
    assert pl.read_parquet(tmp_path / "out.parquet").get_column("points").to_list() == [8.4, 8.4]


def test_rows_of_another_year_than_the_laws_pass_through(tmp_path: Path) -> None:
    text = BARE.replace("practice", "year,practice", 1) + "2015/16,A,AF006,75,100\n201415,A,AF006,75,100\n"
    assert points(tmp_path, text, **england()) == [8.4, None]


def test_text_of_other_columns_stays_as_it_was(tmp_path: Path) -> None:
    text = BARE.replace("practice", "note,practice", 1) + '"a, b",00123,AF006,075,100\n'
    run(Job(write(tmp_path, text), tmp_path / "out.csv", **england()))  # type: ignore[arg-type]
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == '"a, b",00123,AF006,075,100,75.0,8.4'


def test_a_code_that_published_files_spell_otherwise_is_read(tmp_path: Path) -> None:
    law = load_year("qof/2015-16")
    scales = {alias: law.indicators[code] for alias, code in law.aliases.items()}
    alias, rule = next((a, rule) for a, rule in scales.items() if isinstance(rule.pays, Sliding))
    assert points(tmp_path, BARE + f"A,{alias},100,100\n", **england()) == [float(rule.points.value)]


def test_a_protected_indicator_earns_nothing_by_its_counts(tmp_path: Path) -> None:
    outcome = run(Job(write(tmp_path, BARE + "A,AST008,90,100\n"), tmp_path / "o.csv", **england("2024-25")))  # type: ignore[arg-type]
    assert outcome.statuses[Status.NOT_ON_A_SCALE] == 1


def test_a_blank_line_is_passed_over(tmp_path: Path) -> None:
    assert points(tmp_path, BARE + "A,AF006,75,100\n\n,,,\nB,AF006,90,100\n", **england()) == [8.4, 12.0]


def test_a_byte_order_mark_is_no_part_of_the_heading(tmp_path: Path) -> None:
    assert points(tmp_path, "\ufeff" + BARE + "A,AF006,75,100\n", **england()) == [8.4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("practice,indicator,numerator\nA,B,1\n", ["R201", "R201", "R201", "R201"]),
        (OWN + "A,X,1,ten,5,40,90\n", ["R204"]),
        (OWN + "A,X,nan,10,5,40,90\n", ["R204"]),
        (OWN + "A,X,-1,10,5,40,90\n", ["R205"]),
        (OWN + "A,X,1,10,5,90,40\n", ["R206"]),
        (OWN + "A,X,1,10,5,40,40\n", ["R206"]),
        (OWN + ",X,1,10,5,40,90\n", ["R203"]),
        (OWN + "A,X,1,10,5,40,90\nA,X,1,10,5,40,90\n", ["R210"]),
        (OWN.replace("upper", "upper,step") + "A,X,1,10,5,40,90,6\n", ["R207"]),
        (OWN, ["R211"]),
        ("", ["R211"]),
        (OWN + "A,X,1\nB,X,1,2,3,40,90\n", ["R216"]),
        (OWN + "A,X,1,2,3,40,90,7\n", ["R216"]),
        (OWN.replace("upper", "upper,points") + "A,X,1,2,3,40,90,7\n", ["R202"]),
    ],
)
def test_bad_input_is_a_problem_and_leaves_nothing_behind(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert codes(tmp_path, text) == expected


def test_every_problem_of_a_file_is_given_at_once(tmp_path: Path) -> None:
    text = OWN + "A,X,1,ten,5,40,90\nB,X,-1,10,5,40,90\nC,X,1,10,5,90,40\nC,X,1,10,5,40,90\n"
    assert sorted(codes(tmp_path, text)) == ["R204", "R205", "R206", "R210"]


def test_problems_say_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        run(Job(write(tmp_path, OWN + "A,X,1,2,5,40,90\n\nA,Y,1,ten,5,40,90\n"), None))
    assert (bad.value.problems[0].line, bad.value.problems[0].column) == (4, 4)


def test_many_problems_of_one_kind_are_listed_in_part_and_counted(tmp_path: Path) -> None:
    text = OWN + "".join(f"P{n},X,-1,10,5,40,90\n" for n in range(80))
    with pytest.raises(BadInput) as bad:
        run(Job(write(tmp_path, text), None))
    assert len(bad.value.problems) == 50
    assert "30 more rows" in bad.value.problems[-1].hint


def test_an_indicator_the_year_has_not_is_named_with_what_became_of_it(tmp_path: Path) -> None:
    source = write(tmp_path, BARE + "A,AF006,75,100\nA,BP02,1,2\nB,BP02,1,2\nA,DM011,1,2\n")
    with pytest.raises(BadInput) as bad:
        run(
            Job(
                source,
                None,
                became=lambda name: "retired in 2014/15" if name == "DM011" else None,
                **england(),
            )
        )  # type: ignore[arg-type]
    said = [str(problem) for problem in bad.value.problems]
    assert any("BP02 (2 rows). Did you mean BP002?" in line for line in said)
    assert any("DM011 (1 row). It was retired in 2014/15." in line for line in said)


def test_a_missing_column_is_looked_for_under_another_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        run(
            Job(write(tmp_path, "practice,indicater,numerator,denominator\nA,AF006,1,2\n"), None, **england())
        )  # type: ignore[arg-type]
    assert "--columns indicator=indicater" in bad.value.problems[0].hint


def test_columns_are_named_by_the_user(tmp_path: Path) -> None:
    text = "prac,ind,n,d\nA,AF006,75,100\n"
    named = {"practice": "prac", "indicator": "ind", "numerator": "n", "denominator": "d"}
    frame = done(tmp_path, text, columns=named, **england())
    assert frame.columns == ["practice", "indicator", "numerator", "denominator", "achievement", "points"]
    assert frame.get_column("numerator").dtype == pl.Float64


def test_the_published_scottish_shape_is_recognised(tmp_path: Path) -> None:
    text = "year,practice,ind,num,denom,points,achieved,lo,up\n201415,1,X,75,100,12,8.4,40,90\n"
    outcome = run(Job(write(tmp_path, text), tmp_path / "out.csv", published="achieved"))
    assert outcome.shape
    assert (outcome.agree, outcome.compared) == (1, 1)


def compared(folder: Path, published: str, **asked: object) -> Outcome:
    text = OWN.replace("upper", "upper,points") + f"A,X,75,100,12,40,90,{published}\nA,Z,0,0,12,40,90,0\n"
    return run(Job(write(folder, text), None, published="points", **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("published", "agrees"), [("8.4", 1), ("8.405", 1), ("8.395", 1), ("8.4051", 0), ("8.39", 0)]
)
def test_the_tolerance_itself_agrees(tmp_path: Path, published: str, agrees: int) -> None:
    outcome = compared(tmp_path, published)
    assert (outcome.agree, outcome.compared, outcome.zero_agree) == (agrees, 1, 1)
    assert outcome.differing == 1 - agrees


def test_a_row_without_a_published_figure_is_counted_apart(tmp_path: Path) -> None:
    outcome = compared(tmp_path, "")
    assert (outcome.compared, outcome.unpublished) == (0, 1)


def test_disagreements_are_all_listed_in_the_file(tmp_path: Path) -> None:
    compared(tmp_path, "1", disagreements=tmp_path / "apart.csv")
    listed = pl.read_csv(tmp_path / "apart.csv")
    assert listed.get_column("difference").to_list() == [pytest.approx(7.4)]


def test_an_existing_result_stays_when_the_input_is_bad(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("kept")
    with pytest.raises(BadInput):
        run(Job(write(tmp_path, OWN + "A,X,1,ten,5,40,90\n"), out))
    assert out.read_text() == "kept"


def test_a_cut_parquet_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(BadInput) as bad:
        run(Job(tmp_path / "cut.parquet", None))
    assert bad.value.problems[0].code == "R213"


@pytest.mark.parametrize("name", ["counts.xls", "none.csv"])
def test_a_file_that_is_not_there_or_not_a_table_is_a_problem(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as bad:
        run(Job(tmp_path / name, None))
    assert bad.value.problems[0].code == "R212"


def test_bytes_that_are_not_text_are_located(tmp_path: Path) -> None:
    source = tmp_path / "latin.csv"
    source.write_bytes(OWN.encode() + b"A,X,1,2,3,40,90\nCaf\xe9,X,1,2,3,40,90\n")
    with pytest.raises(BadInput) as bad:
        run(Job(source, None))
    assert [(p.code, p.line, p.column) for p in bad.value.problems] == [("R217", 3, 1)]


def test_batches_give_what_one_piece_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    rows = [f"P{n},X{n % 9},{chance.randint(0, 99)},{chance.choice([0, 99])},10,40,90" for n in range(5_000)]
    text = OWN + "\n".join(rows) + "\n"
    whole = done(tmp_path, text)
    monkeypatch.setattr(files, "BATCH", 137)
    assert done(tmp_path, text).equals(whole)


def test_duplicates_far_apart_are_found_across_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BATCH", 100)
    rows = [f"P{n},X,1,2,10,40,90" for n in range(3_000)]
    with pytest.raises(BadInput) as bad:
        run(Job(write(tmp_path, OWN + "\n".join([*rows, rows[3]]) + "\n"), None))
    assert "lines 5, 3002" in bad.value.problems[0].message


def test_points_are_those_of_the_exact_engine(tmp_path: Path) -> None:
    law = load_year("qof/2015-16")
    rule = law.indicators["AF006"]
    counts = [(n, d) for d in range(1, 40) for n in range(d + 1)]
    text = BARE + "".join(f"P{n}-{d},AF006,{n},{d}\n" for n, d in counts)
    for (n, d), found in zip(counts, points(tmp_path, text, **england()), strict=True):
        expected = by_threshold(Fraction(rule.points.value), rule.pays, Fraction(100 * n, d))  # type: ignore[arg-type]
        assert found == pytest.approx(float(expected), abs=1e-9)


def test_only_a_few_rows_that_disagree_are_kept_to_be_shown(tmp_path: Path) -> None:
    rows = "".join(f"P{n},X,1,2,10,40,90,9\n" for n in range(160))
    outcome = run(Job(write(tmp_path, OWN.replace("upper", "upper,was") + rows), None, published="was"))
    assert outcome.differ.height == stream.SHOWN
    assert outcome.differing == 160


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ((BARE + "A,X,1,2\n").encode("utf-16"), "UTF-16"),
        ((BARE + "A,X,1,2\n").encode("utf-16-le"), "UTF-16"),
        ((BARE + "A,X,1,2\n").replace(",", ";").encode(), "semicolons"),
        ((BARE + "A,X,1,2\n").replace(",", "\t").encode(), "tabs"),
        (b"\xef\xbb\xbf\n<!doctype html><html></html>", "web page"),
        (b"PK\x03\x04 and the rest", "workbook"),
    ],
)
def test_a_file_that_is_no_csv_is_one_clear_problem(tmp_path: Path, raw: bytes, said: str) -> None:
    source = tmp_path / "counts.csv"
    source.write_bytes(raw)
    with pytest.raises(BadInput) as bad:
        run(Job(source, tmp_path / "out.csv", **england()))  # type: ignore[arg-type]
    assert [problem.code for problem in bad.value.problems] == ["R218"]
    assert said in str(bad.value)


def test_a_code_in_small_letters_is_known_for_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no indicator bp002 \(1 row\)\. Did you mean BP002\?"):
        run(Job(write(tmp_path, BARE + "A,bp002,1,2\n"), None, **england()))  # type: ignore[arg-type]


def test_a_column_the_result_adds_is_renamed_or_left_out(tmp_path: Path) -> None:
    text = OWN.replace("upper", "upper,achievement") + "A,X,1,2,3,40,90,7\n"
    with pytest.raises(BadInput) as bad:
        run(Job(write(tmp_path, text), None))
    assert str(bad.value).endswith("Rename the column, or leave it out.")
