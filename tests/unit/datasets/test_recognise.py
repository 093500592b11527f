"""What a file is, and the messages for files that are nothing known or not whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.datasets import reading, zips
from openqof.datasets.names import plain, slug, years_in
from openqof.datasets.store import Store
from published_shapes import (
    PREVALENCE,
    USUAL_ACHIEVEMENT,
    achievement,
    epraccur,
    payments,
    payments_row,
    qof_zip,
)

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("PREVALENCE_2021_v2.csv", ["2020/21"]),
        ("ACHIEVEMENT_EAST_2324.csv", ["2023/24"]),
        ("QOF%202022-23%20Raw%20data%20.csv%20files.zip", ["2022/23"]),
        ("nhspaymentsgp-22-23-prac-csv.csv", ["2022/23"]),
        ("14-15.csv", ["2014/15"]),
        ("201516.csv", ["2015/16"]),
        ("practice_imd_2019.csv", []),
        ("table_2013-14_to_2015-16.parquet", ["2013/14", "2015/16"]),
        ("12345.csv", []),
    ],
)
def test_the_years_a_name_says(name: str, years: list[str]) -> None:
    assert [str(year) for year in years_in(name)] == years


def test_headings_are_told_whatever_their_style() -> None:
    assert plain("\ufeffDoctors.Retainer.Scheme.Payments ") == plain("DoctorsRetainerSchemePayments_\ufffd")
    assert slug("NewServiceOf2031_£") == "new_service_of2031"


def national_json(*, register: object, list_size: object = 10) -> str:
    """England's figures of a year, with one register."""
    written = json.dumps(
        {
            "period": "2024-25",
            "england": {"prevalence": {"AF": {"register": register}}},
            "icbs": {},
            "validation": {"included_list_size": list_size},
        }
    )
    return written.replace('"NaN"', "NaN")


def refused(store: Store, *paths: Path, year: FinancialYear | None = None) -> list[tuple[str, str]]:
    before = store.path.exists()
    with pytest.raises(BadInput) as bad:
        store.add(list(paths), year=year)
    assert store.path.exists() is before
    assert all(problem.file for problem in bad.value.problems)
    return [(problem.code, problem.message) for problem in bad.value.problems]


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("e.csv", b"", "D102", "the file is empty."),
        ("PREVALENCE_2324.csv", PREVALENCE.splitlines()[0] + "\n", "D102", "nothing but its header"),
        ("a.csv", "<!DOCTYPE html><html><body>404</body></html>", "D103", "web page"),
        ("b.csv", b"\xd0\xcf\x11\xe0rest", "D106", "workbook"),
        ("c.csv", b"\x00\x01\x02\x03" * 50, "D107", "neither text"),
        ("doc.pdf", b"%PDF-1.7 words", "D107", "neither text"),
        ("d.csv", "apples,pears\n1,2\n", "D107", "no kind of file"),
        ("e_2324.csv", PREVALENCE.replace("GROUP_CODE", "GRP"), "D108", "but column GROUP cannot be found"),
        (
            "p-18-19.csv",
            payments().replace("Total QOF Payments", "Points paid"),
            "D108",
            "but column QOF cannot",
        ),
        ("prevalence.csv", PREVALENCE, "D109", "which financial year"),
        ("f_2324.csv", PREVALENCE + "A99003,AF,7\n", "D111", "3 fields where the header has 5"),
        ("g_2324.csv", PREVALENCE + "A99001,AF,101,TOTAL,5000\n", "D112", "2 different rows of prevalence"),
        ("h_2324.csv", PREVALENCE.splitlines()[0] + "\n,AF,1,TOTAL,2\n", "D113", "no practice code"),
        ("i.parquet", b"PAR1 and then nothing", "D116", "damaged"),
        ("j.json", '{"period": ', "D116", "JSON"),
        ("k.json", '{"period": "2024-25"}', "D107", "no known kind"),
        ("l.json", "[" * 200_000, "D116", "JSON"),
        ("m.json", national_json(register=None, list_size="many"), "D116", "not numbers"),
        ("n.json", national_json(register="NaN"), "D116", "JSON"),
        ("o.csv", "PKEY,pears\n1,2\n", "D107", "no kind of file"),
    ],
)
def test_what_cannot_be_read_is_said(
    store: Store, write: Write, name: str, content: str | bytes, code: str, says: str
) -> None:
    found = refused(store, write(name, content))
    assert [c for c, _ in found] == [code]
    assert says in found[0][1]


def test_a_cut_off_file_names_its_line(store: Store, write: Write) -> None:
    path = write("PREVALENCE_2324.csv", PREVALENCE + "A99003,AF,7")
    with pytest.raises(BadInput) as bad:
        store.add([path])
    assert str(bad.value) == (
        "PREVALENCE_2324.csv:6:1  D111  3 fields where the header has 5. "
        "The file may be cut off: download it again."
    )


def test_a_missing_file_and_an_empty_folder(store: Store, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    found = refused(store, tmp_path / "gone.csv", tmp_path / "nothing")
    assert [code for code, _ in found] == ["D101", "D101"]


def test_every_problem_of_every_file_is_listed(store: Store, write: Write) -> None:
    good = write("PREVALENCE_2324.csv", PREVALENCE)
    found = refused(store, good, write("x.csv", ""), write("y.csv", "a,b\n1,2\n"))
    assert [code for code, _ in found] == ["D102", "D107"]


def test_the_year_may_be_given(store: Store, write: Write) -> None:
    store.add([write("prevalence.csv", PREVALENCE)], year=FinancialYear(2021))
    assert store.years() == [FinancialYear(2021)]


def test_the_folder_may_say_the_year(store: Store, write: Write) -> None:
    store.add([write("qof-1617-csv/PREVALENCE.csv", PREVALENCE)])
    assert store.years() == [FinancialYear(2016)]


def test_a_zip_in_a_nested_folder_with_other_things(store: Store, tmp_path: Path) -> None:
    extra = {"__MACOSX/._x.csv": "junk", "Read me.pdf": "%PDF", "notes_2324.csv": "apples,pears\n1,2\n"}
    receipts = store.add([qof_zip(tmp_path / "QOF2324.zip", folder="inner/deeper/", extra=extra)])
    states = {receipt.file.split("/")[-1]: receipt.state for receipt in receipts}
    assert states == {
        "ACHIEVEMENT_EAST_2324.csv": "added",
        "PREVALENCE_2324.csv": "added",
        "MAPPING_NHS_GEOGRAPHIES_2324.csv": "added",
        "ORGANISATION_REFERENCE_2324.csv": "added",
        "Read me.pdf": "not kept",
        "notes_2324.csv": "not kept",
    }


def test_a_member_without_a_year_takes_its_zips(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "QOF_1819.zip"
    with zipfile.ZipFile(path, "w") as archive:
        rows = (("A99001", "HYP006", "EXCEPTIONS", "4"), ("A99001", "HYP006", "DENOMINATOR", "40"))
        archive.writestr("ACHIEVEMENT.csv", achievement(*rows))
    store.add([path])
    row = store.tables(FinancialYear(2018)).counts.row(0, named=True)
    assert (row["adjusted"], row["denominator"]) == (4, 40)


def test_a_damaged_member_of_a_zip_refuses_the_zip(store: Store, tmp_path: Path) -> None:
    path = qof_zip(
        tmp_path / "QOF2324.zip", extra={"PREVALENCE_OLD_2324.csv": PREVALENCE.replace("REGISTER", "R")}
    )
    assert [code for code, _ in refused(store, path)] == ["D108"]


def test_broken_zips(store: Store, tmp_path: Path) -> None:
    whole = qof_zip(tmp_path / "QOF2324.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    flipped = bytearray(whole)
    flipped[60] ^= 0xFF
    (tmp_path / "flipped.zip").write_bytes(flipped)
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    found = refused(
        store, *(tmp_path / name for name in ("cut.zip", "flipped.zip", "empty.zip", "book.xlsx"))
    )
    assert [code for code, _ in found] == ["D106", "D104", "D107", "D104"]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_damaged_in_its_middle(store: Store, tmp_path: Path, packing: int) -> None:
    path = tmp_path / "pay-18-19.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("pay-18-19.csv", payments(*(payments_row(f"A{n:05d}") for n in range(2000))))
    data = bytearray(path.read_bytes())
    for at in range(60, len(data) - 120, 37):
        data[at] ^= 0xFF
    path.write_bytes(data)
    assert [code for code, _ in refused(store, path)] == ["D104"]


def test_a_member_whose_name_is_not_utf_8(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "pay-18-19.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("é.csv", payments())
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xff\xfe"))
    assert [code for code, _ in refused(store, path)] == ["D104"]


def test_a_member_named_to_lie_elsewhere_is_read_where_we_put_it(store: Store, tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "in" / "zip-18-19.zip", tmp_path / "elsewhere.csv"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../elsewhere.csv", payments(payments_row("A99001")))
        archive.writestr(str(elsewhere), payments(payments_row("A99002")))
    assert [receipt.state for receipt in store.add([path])] == ["added"] * 2
    assert not elsewhere.exists()


@pytest.mark.parametrize("name", ["pay-18-19 [1].csv", "pay-18-19 (*).csv"])
def test_signs_in_a_name_stand_for_themselves(store: Store, write: Write, name: str) -> None:
    assert store.add([write(name, payments())])[0].taken["practices"] == 2


def test_a_file_that_cannot_be_read_is_said(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading, "sha256_of", fails)
    assert refused(store, write("pay-18-19.csv", payments())) == [
        ("D101", "it cannot be read: Permission denied.")
    ]


def test_a_locked_zip(store: Store, tmp_path: Path) -> None:
    path = qof_zip(tmp_path / "QOF2324.zip")
    data = bytearray(path.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    path.write_bytes(data)
    assert "password" in refused(store, path)[0][1]


def test_a_zip_that_would_burst(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "SMALL", 1 << 20)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ACHIEVEMENT_2324.csv", b"0" * (4 << 20))
    code, message = refused(store, path)[0]
    assert code == "D105"
    assert "4,194,304" in message


def test_a_zip_within_a_zip(store: Store, tmp_path: Path) -> None:
    inner = qof_zip(tmp_path / "inner.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.writestr("inner.zip", inner)
    assert refused(store, tmp_path / "outer.zip") == [("D107", "a zip within a zip is not opened.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(store: Store, write: Write, encoding: str) -> None:
    text = payments(payments_row("A99001", name="Crème Façade")).replace("Global Sum", "GlobalSum_£")
    store.add([write("nhspaymentsgp-18-19.csv", text.encode(encoding))])
    tables = store.tables(FinancialYear(2018))
    assert tables.practices["name"].to_list() == ["Crème Façade"]
    assert tables.payments.filter(line="global_sum")["amount"].to_list() == [250000]


def test_semicolons_and_windows_line_ends(store: Store, write: Write) -> None:
    text = PREVALENCE.replace(",", ";").replace("\n", "\r\n")
    store.add([write("PREVALENCE_2324.csv", text)])
    assert store.tables(FinancialYear(2023)).prevalence.height == 4 + 2


def test_our_own_tables_as_csv_and_parquet(store: Store, write: Write, tmp_path: Path) -> None:
    write(
        "counts.csv",
        "year,practice,indicator,numerator,denominator\n2025-26,D00001,HYP008,612,803\n2025-27,D00001,X,1,2\n",
    )
    frame = pl.DataFrame(
        {"year": ["2025/26"], "practice": ["D00001"], "nation": ["Demonstration"], "list_size": [9412.0]}
    )
    frame.write_parquet(tmp_path / "practices.parquet")
    receipts = store.add([tmp_path / "counts.csv", tmp_path / "practices.parquet"])
    assert [str(left) for left in receipts[0].left_out] == [
        "1 row: year is not a financial year (first: line 3 D00001 X)"
    ]
    tables = store.tables(FinancialYear(2025)).checked()
    assert tables.counts["numerator"].to_list() == [612]
    assert tables.practices["nation"].to_list() == ["Demonstration"]


def test_numbers_of_a_parquet_file_are_kept_to_the_last_digit(store: Store, tmp_path: Path) -> None:
    amounts = [0.1 + 0.2, 1e-7, 123456789.123456789, -1 / 3]
    frame = pl.DataFrame(
        {
            "year": "2025/26",
            "practice": [f"A9900{n}" for n in range(4)],
            "line": "qof",
            "reading": "cash",
            "amount": amounts,
        }
    )
    frame.write_parquet(tmp_path / "payments.parquet")
    store.add([tmp_path / "payments.parquet"])
    assert store.tables(FinancialYear(2025)).payments["amount"].to_list() == amounts


def test_headerless_lists(store: Store, write: Write) -> None:
    rows = [epraccur("A99001"), epraccur("A99002", closed="20160630"), epraccur("Y99999", setting="1")]
    receipts = store.add(
        [
            write("epraccur.csv", "\r\n".join(rows)),
            write(
                "epcmem.csv",
                '"A99001","99Y","W","20130401","20150331","0"\n"A99001","99Z","W","20150401","","0"\n',
            ),
            write("epracmem.csv", '"G1234567","A99001","P","19940401","","0"\n'),
            write("succ.csv", '"A99002","A99001","","20160701","1"\n"5AB","99Z","","20130401","1"\n'),
        ]
    )
    assert {r.kind: r.state for r in receipts} == {
        "practice_list": "added", "memberships": "added", "practitioners": "not kept", "successions": "added",
    }  # fmt: skip
    left = {r.kind: [one.reason for one in r.left_out] for r in receipts}
    assert left["practice_list"] == ["not a general practice"]
    assert left["successions"] == ["not between two practices"]


def test_achievement_rows_that_cannot_be_used(store: Store, write: Write) -> None:
    rows = [
        *USUAL_ACHIEVEMENT,
        ("ENG", "AF001", "REGISTER", "1000"),
        ("", "AF001", "REGISTER", "1"),
        ("A99002", "AF001", "REGISTER", "*"),
        ("A99002", "DEP004", "NEWLY_DIAGNOSED", "5"),
        ("A99003", "AF001", "REGISTER", "many"),
        ("A99004", "AF001", "REGISTER", "-3"),
        ("A99005", "AF006", "NUMERATOR", "30"),
        ("A99005", "AF006", "DENOMINATOR", "20"),
        ("A99006", "AF006", "DENOMINATOR", "0"),
        ("A99006", "ZZ999", "ACHIEVED_POINTS", "1"),
    ]
    receipt = store.add([write("ACHIEVEMENT_2324.csv", achievement(*rows))])[0]
    assert {left.reason: left.rows for left in receipt.left_out} == {
        "a total, not a practice": 1,
        "no practice code": 1,
        "a measure no table has a place for": 1,
        "a count withheld because it is small": 1,
        "a value that is not a number": 1,
        "a negative value": 1,
    }
    assert receipt.remarks == (
        "1 row: kept, though the numerator is larger than the denominator (first: line 14 A99005 AF006)",
        "2 rows: kept, though the law of 2023/24 has no such indicator: "
        "HYP003 (became HYP008 in 2023/24), ZZ999",
    )
    counts = store.tables(FinancialYear(2023)).counts
    assert counts.filter(practice="A99006", indicator="AF006")["denominator"].to_list() == [0]
    assert set(counts["indicator"]) == {"AF001", "HYP003", "AF006", "ZZ999"}


def test_one_measure_with_two_values(store: Store, write: Write) -> None:
    rows = (*USUAL_ACHIEVEMENT, ("A99001", "AF001", "REGISTER", "96"))
    assert refused(store, write("ACHIEVEMENT_2324.csv", achievement(*rows))) == [
        ("D112", "two values of one measure for A99001 AF001.")
    ]


def test_the_shapes_of_2014_15(store: Store, write: Write) -> None:
    receipts = store.add(
        [
            write("14-15/INDICATORS_BY_PRAC.csv",
                  "PRACTICE_CODE,INDICATOR_GROUP,INDICATOR_CODE,ACHIEVED_POINTS,NUMERATOR,DENOMINATOR\n"
                  "A99001,AF,AF004,6,30,40\n"),
            write("14-15/EXCEPTION_OUTPUT.csv",
                  "PRACTICE_CODE,INDICATOR_CODE,EXCEPTION_COUNT\nA99001,AF004,3\n"),
            write("14-15/REGISTER_SIZES.csv",
                  "PRACTICE_CODE,INDICATOR_CODE,REGISTER_SIZE\nA99001,AF001,95\n"),
            write("14-15/PREVALENCE_BY_PRAC_v2.csv",
                  "PRACTICE_CODE,PRACTICE_NAME,INDICATOR_GROUP_CODE,REGISTER_SIZE,PRACTICE_LIST_SIZE,PREVALENCE\n"
                  "A99001,X,AF,95,5000,1.9\nA99001,X,AST,200,4700,4.2\n"),
        ]
    )  # fmt: skip
    assert [r.kind for r in receipts] == [
        "qof_indicators",
        "qof_exceptions",
        "qof_registers",
        "qof_prevalence",
    ]
    tables = store.tables(FinancialYear(2014)).checked()
    row = tables.counts.filter(indicator="AF004").row(0, named=True)
    assert (row["numerator"], row["denominator"], row["adjusted"]) == (30, 40, 3)
    assert set(tables.prevalence.filter(practice="A99001")["list_size"]) == {5000}


def test_patients_registered(store: Store, write: Write) -> None:
    header = (
        "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,"
        "CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS"
    )
    ages = "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS"
    row = "GP_PRAC_PAT_LIST,01JAN2024,GP,99Z,E38,A99001,AB1,{},{},{}\n"
    band = "X,01JAN2024,GP,A99001,,AB1,{},{},{}\n"
    lists = header + "\n" + row.format("ALL", "ALL", 5000) + row.format("MALE", "0", 40)
    bands = ages + "\n" + "".join(
        band.format(*cells)
        for cells in [("FEMALE", "20_24", 9), ("FEMALE", "25_29", 100), ("FEMALE", "60_64", 50),
                      ("FEMALE", "65_69", 7), ("MALE", "25_29", 80), ("MALE", "0_4", 30),
                      ("FEMALE", "0_4", 20), ("ALL", "ALL", 5000)]
    )  # fmt: skip
    store.add([write("gp-reg-pat-prac-all.csv", lists), write("gp-reg-pat-prac-quin-age.csv", bands)])
    tables = store.tables(FinancialYear(2023))
    assert tables.practices["list_size"].to_list() == [5000]
    own = tables.prevalence.filter(practice="A99001")
    assert dict(own.select("group", "target_population").iter_rows()) == {
        "CS": 150,
        "CON": 129,
        "MAT": 129,
        "CHS": 50,
    }


def test_fingertips(store: Store, write: Write) -> None:
    header = (
        "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,"
        "Sex,Age,Time period,Value"
    )
    row = '93553,"Deprivation score (IMD {})",E54,ICB,A99001,X,GPs,Persons,All ages,{},{}\n'
    text = (
        header
        + "\n"
        + row.format(2015, 2015, 20.5)
        + row.format(2019, 2019, 21.5)
        + "1,Smoking,E,I,A99001,X,GPs,P,A,2019,9\n"
    )
    receipt = store.add([write("indicators.csv", text), write("PREVALENCE_2324.csv", PREVALENCE)])[0]
    assert [left.reason for left in receipt.left_out] == ["not about deprivation"]
    practices = store.tables(FinancialYear(2023)).practices
    assert dict(practices.select("practice", "deprivation").iter_rows()) == {"A99001": 21.5, "A99002": None}
