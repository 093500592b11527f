"""The store: added whole or not at all, never twice, swapped in one step, and several sources made one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.datasets import swap
from openqof.datasets.store import Store, default_path
from openqof.engine.tables import Tables
from published_shapes import GEOGRAPHIES, PREVALENCE, epraccur, payments, payments_row, qof_zip

Write = Callable[..., Path]
Y2018, Y2023 = FinancialYear(2018), FinancialYear(2023)


def problem(raised: pytest.ExceptionInfo[BadInput]) -> str:
    return str(raised.value)


def test_an_empty_store_reads_as_nothing(store: Store) -> None:
    assert store.files() == []
    assert store.years() == []
    assert store.practices_over_time() == []
    assert store.tables(Y2018).counts.height == 0
    assert not store.path.exists()
    with pytest.raises(BadInput, match=r"has nothing of 2018/19\. It holds nothing yet"):
        store.tables(Y2018, required=True)


def test_the_default_path_is_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENQOF_STORE", str(tmp_path / "mine.duckdb"))
    assert Store.open().path == tmp_path / "mine.duckdb"
    monkeypatch.delenv("OPENQOF_STORE")
    assert default_path().name == "store.duckdb"


def test_a_raw_zip_becomes_the_four_tables(store: Store, tmp_path: Path) -> None:
    store.add([qof_zip(tmp_path / "QOF2324.zip")])
    tables = store.tables(Y2023).checked()
    assert tables.counts.filter(indicator="HYP003").row(0, named=True) | {"file": ""} == {
        "year": "2023/24", "month": None, "practice": "A99001", "indicator": "HYP003", "register": None,
        "denominator": 800, "numerator": 600, "adjusted": 41, "excluded": None, "points_published": 12.57,
        "points_available": None, "lower": None, "upper": None, "file": "",
    }  # fmt: skip
    assert tables.counts.filter(indicator="TOTAL")["points_available"].to_list() == [635]
    own = tables.prevalence.filter(~pl.col("practice").is_in(["ENGLAND"]))
    assert dict(own.filter(practice="A99001").select("group", "list_size").iter_rows()) == {
        "AF": 5000,
        "AST": 5000,
    }
    practices = {row["practice"]: row for row in tables.practices.iter_rows(named=True)}
    assert practices["A99001"]["name"] == "Ffynnon Ŵen Surgery"
    assert (practices["A99001"]["network"], practices["A99002"]["network"]) == ("U99999", None)
    assert (practices["A99001"]["list_size"], practices["A99001"]["commissioner"]) == (5000, "99Z")


def test_a_national_row_is_pooled_over_whole_lists(store: Store, write: Write) -> None:
    store.add([write("PREVALENCE_2324.csv", PREVALENCE)])
    rows = store.tables(Y2023).prevalence.filter(practice="ENGLAND").sort("group")
    assert rows.select("group", "register", "list_size", "file").rows() == [
        ("AF", 150, 8000, "pooled"),
        ("AST", 450, 8000, "pooled"),
    ]


def test_a_national_row_given_is_not_worked_out(store: Store, write: Write) -> None:
    given = "year,practice,group,register,list_size\n2023/24,ENGLAND,AF,2,100\n"
    store.add([write("PREVALENCE_2324.csv", PREVALENCE), write("national.csv", given)])
    rows = store.tables(Y2023).prevalence.filter(practice="ENGLAND", group="AF")
    assert rows.select("register", "list_size").rows() == [(2, 100)]


def test_the_national_row_does_not_follow_the_commissioner(store: Store, write: Write) -> None:
    areas = GEOGRAPHIES.replace("Y99,99Z,A sub-ICB,U,", "Y99,99X,Another,U,")
    store.add([write("PREVALENCE_2324.csv", PREVALENCE), write("MAPPING_NHS_GEOGRAPHIES_2324.csv", areas)])
    tables = store.tables(Y2023, "99Z")
    assert tables.practices["practice"].to_list() == ["A99001"]
    assert set(tables.prevalence["practice"]) == {"A99001", "ENGLAND"}
    assert tables.prevalence.filter(practice="ENGLAND", group="AF")["list_size"].item() == 8000
    assert [(c.code, c.practices) for c in store.commissioners(Y2023)] == [("99X", 1), ("99Z", 1)]


def test_the_same_file_twice_is_said_and_changes_nothing(store: Store, write: Write) -> None:
    path = write("nhspaymentsgp-18-19.csv", payments())
    store.add([path])
    before = store.path.read_bytes()
    again = store.add([path, path])
    assert [receipt.state for receipt in again] == ["already kept"]
    assert store.path.read_bytes() == before


def test_a_bad_file_beside_a_good_one_changes_nothing(store: Store, write: Write) -> None:
    store.add([write("nhspaymentsgp-18-19.csv", payments())])
    before = store.path.read_bytes()
    with pytest.raises(BadInput):
        store.add([write("PREVALENCE_2324.csv", PREVALENCE), write("broken.csv", "a,b\n1,2\n")])
    assert store.path.read_bytes() == before
    assert [file.name for file in store.files()] == ["nhspaymentsgp-18-19.csv"]


def test_a_newer_file_of_the_same_rows_is_refused_or_replaces(store: Store, write: Write) -> None:
    store.add([write("pay-18-19.csv", payments())])
    newer = write("pay-18-19-v2.csv", payments(payments_row("A99001", qof="2000")))
    with pytest.raises(BadInput) as raised:
        store.add([newer])
    assert "D114" in problem(raised)
    assert "from pay-18-19.csv" in problem(raised)
    assert "--replace" in problem(raised)
    receipt = store.add([newer], replace=True)[0]
    assert receipt.replaced == ("pay-18-19.csv",)
    assert [file.name for file in store.files()] == ["pay-18-19-v2.csv"]
    assert store.tables(Y2018).payments.filter(line="qof")["amount"].to_list() == [2000]
    assert store.tables(Y2018).practices["practice"].to_list() == ["A99001"]


def test_two_files_of_the_same_rows_given_together(store: Store, write: Write) -> None:
    one = write("pay-18-19.csv", payments())
    two = write("pay-18-19-b.csv", payments(payments_row("A99001", qof="1")))
    with pytest.raises(BadInput, match="D115  it holds the same rows of NHS Payments"):
        store.add([one, two], replace=True)
    assert not store.path.exists()


def test_several_sources_make_one_row(store: Store, write: Write, tmp_path: Path) -> None:
    store.add(
        [
            qof_zip(tmp_path / "QOF2324.zip"),
            write(
                "nhspaymentsgp-23-24.csv", payments(payments_row("A99001", closed="30/06/2023", name="Other"))
            ),
            write("epraccur.csv", epraccur("A99001", closed="20300101") + "\n" + epraccur("A99003")),
            write("imd.csv", "practice_code,imd_score,imd_decile\nA99001,34.5,2\n"),
            write("succ.csv", '"A99001","A99002","","20230701","1"\n'),
        ]
    )
    tables = store.tables(Y2023).checked()
    assert tables.practices["practice"].to_list() == ["A99001", "A99002"]
    row = tables.practices.row(0, named=True)
    assert row["name"] == "Ffynnon Ŵen Surgery"
    assert (row["list_size"], row["weighted_list"]) == (5000, 4800)
    assert (row["contract"], row["deprivation"], row["deprivation_decile"]) == ("GMS", 34.5, 2)
    assert (str(row["opened"]), str(row["closed"]), row["successor"]) == (
        "1974-04-01",
        "2023-06-30",
        "A99002",
    )


def test_remove_by_name_and_by_sha(store: Store, write: Write) -> None:
    store.add([write("pay-18-19.csv", payments()), write("PREVALENCE_2324.csv", PREVALENCE)])
    sha = next(file.sha256 for file in store.files() if file.name.startswith("PREV"))
    with pytest.raises(BadInput, match="D119"):
        store.remove(sha[:5])
    assert [file.name for file in store.remove(sha[:10])] == ["PREVALENCE_2324.csv"]
    assert store.years() == [Y2018]
    store.remove("pay-18-19.csv")
    assert store.files() == []
    assert store.years() == []
    with pytest.raises(BadInput, match="It holds nothing yet"):
        store.remove("pay-18-19.csv")


def test_tables_made_by_a_program_replace_their_earlier_self(store: Store) -> None:
    def made(list_size: float) -> Tables:
        frame = pl.DataFrame({"year": ["2015/16"], "practice": ["D00001"], "nation": ["Demonstration"],
                              "list_size": [list_size], "file": ["x"]})  # fmt: skip
        return Tables(practices=frame)

    for sha, size in (("a" * 64, 1.0), ("b" * 64, 2.0)):
        store.put("made", made(size), sha256=sha, kind="demonstration", title="made up")
    practices = store.tables(FinancialYear(2015)).practices
    assert practices.select("list_size", "file").rows() == [(2.0, "b" * 64)]


def test_what_happened_to_practices(store: Store, write: Write) -> None:
    first = payments(
        payments_row("A99001"), payments_row("A99002"), payments_row("A99003", closed="30/09/2018"),
        payments_row("A99004", ccg="99X"), payments_row("A99005", ccg="99W"),
        payments_row("A99006", ccg="99W"),
    )  # fmt: skip
    second = payments(
        payments_row("A99001"), payments_row("A99007"), payments_row("A99004", ccg="99Z"),
        payments_row("A99005", ccg="99V"), payments_row("A99006", ccg="99V"),
        payments_row("A99009", ccg="99X"),
    )  # fmt: skip
    store.add(
        [
            write("pay-18-19.csv", first),
            write("pay-19-20.csv", second),
            write("succ.csv", '"A99002","A99001","","20190401","1"\n'),
        ]
    )
    found = {(e.year, e.practice, e.kind, e.before, e.after): e.evidence for e in store.practices_over_time()}
    assert found == {
        (
            "2018/19",
            "A99002",
            "merged",
            "",
            "A99001",
        ): "in 2018/19 but not 2019/20: pay-18-19.csv and pay-19-20.csv",
        ("2018/19", "A99003", "closed", "", ""): "30 September 2018 in pay-18-19.csv",
        ("2019/20", "A99004", "reorganised", "99X", "99Z"): "pay-18-19.csv and pay-19-20.csv",
        ("2019/20", "A99005", "reorganised", "99W", "99V"): "pay-18-19.csv and pay-19-20.csv",
        ("2019/20", "A99006", "reorganised", "99W", "99V"): "pay-18-19.csv and pay-19-20.csv",
        (
            "2019/20",
            "A99007",
            "opened",
            "",
            "",
        ): "in 2019/20 but not 2018/19: pay-18-19.csv and pay-19-20.csv",
        (
            "2019/20",
            "A99009",
            "opened",
            "",
            "",
        ): "in 2019/20 but not 2018/19: pay-18-19.csv and pay-19-20.csv",
    }


def test_a_practice_that_moves_alone(store: Store, write: Write) -> None:
    store.add(
        [
            write("pay-18-19.csv", payments(payments_row("A99001"), payments_row("A99002"))),
            write("pay-19-20.csv", payments(payments_row("A99001"), payments_row("A99002", ccg="99X"))),
        ]
    )
    (event,) = store.practices_over_time()
    assert (event.practice, event.kind, event.before, event.after) == ("A99002", "moved", "99Z", "99X")


def test_a_store_that_is_not_ours(tmp_path: Path) -> None:
    text, other, older = tmp_path / "text", tmp_path / "other", tmp_path / "older"
    text.write_text("not a database, " * 300)
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE t (a INTEGER)").fetchall()
    with duckdb.connect(str(older)) as connection:
        connection.execute("CREATE TABLE about (version INTEGER)").fetchall()
        connection.execute("INSERT INTO about VALUES (0)").fetchall()
    for path, says in (
        (text, "is not a store"),
        (other, "but not a store"),
        (older, "of version 0; this program"),
    ):
        with pytest.raises(BadInput, match=f"D117.*{says}"):
            Store.open(path)


def test_one_change_at_a_time(store: Store, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "WAIT_SECONDS", 0.1)
    path = write("pay-18-19.csv", payments())
    store.path.parent.mkdir(parents=True)
    other = sqlite3.connect(f"{store.path}.lock", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(BadInput, match="D118  another command is changing the store"):
        store.add([path])
    other.close()
    assert store.add([path])[0].state == "added"


def test_a_folder_nothing_may_be_written_in(write: Write) -> None:
    path = write("pay-18-19.csv", payments())
    with pytest.raises(BadInput, match="D118  nothing can be written beside it"):
        Store.open(path / "inside" / "store.duckdb").add([path])


def test_a_failure_while_writing_leaves_the_old_store(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([write("pay-18-19.csv", payments())])
    before = store.path.read_bytes()

    def fails(copy: Path, to: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(swap, "put_in_place", fails)
    with pytest.raises(OSError, match="disk full"):
        store.add([write("PREVALENCE_2324.csv", PREVALENCE)])
    assert store.path.read_bytes() == before
    assert sorted(p.name for p in store.path.parent.iterdir()) == ["store.duckdb", "store.duckdb.lock"]


ADD_AND_STOP = """
    import sys, time
    from pathlib import Path
    from openqof.datasets import {module} as stopped
    from openqof.datasets.store import Store

    def stop(*args, **kwargs):
        Path(sys.argv[3]).write_text("here")
        time.sleep(60)

    stopped.{function} = stop
    Store.open(sys.argv[1]).add([sys.argv[2]])
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
@pytest.mark.parametrize(("module", "function"), [("swap", "put_in_place"), ("keeping", "_insert")])
def test_killed_while_adding(store: Store, write: Write, tmp_path: Path, module: str, function: str) -> None:
    store.add([write("pay-18-19.csv", payments())])
    before = store.path.read_bytes()
    second, mark = write("PREVALENCE_2324.csv", PREVALENCE), tmp_path / "reached"
    program = textwrap.dedent(ADD_AND_STOP.format(module=module, function=function))
    child = subprocess.Popen([sys.executable, "-c", program, str(store.path), str(second), str(mark)])
    try:
        until = time.monotonic() + 30
        while not mark.exists() and time.monotonic() < until:
            time.sleep(0.02)
        assert mark.exists()
        child.send_signal(signal.SIGKILL)
    finally:
        child.kill()
        child.wait()
    assert store.path.read_bytes() == before
    assert [file.name for file in store.files()] == ["pay-18-19.csv"]
    assert store.add([second])[0].state == "added"
    assert sorted(p.name for p in store.path.parent.iterdir()) == ["store.duckdb", "store.duckdb.lock"]


def test_a_reader_keeps_what_it_opened(store: Store, write: Write) -> None:
    store.add([write("pay-18-19.csv", payments())])
    with store._reading() as connection:
        store.add([write("PREVALENCE_2324.csv", PREVALENCE)])
        assert connection.execute("SELECT count(*) FROM files").fetchall() == [(1,)]
    assert len(store.files()) == 2


def test_a_link_to_a_store_stays_one(store: Store, write: Write, tmp_path: Path) -> None:
    store.add([write("pay-18-19.csv", payments())])
    link = tmp_path / "link.duckdb"
    link.symlink_to(store.path)
    Store.open(link).add([write("PREVALENCE_2324.csv", PREVALENCE)])
    assert link.is_symlink()
    assert [file.name for file in store.files()] == ["pay-18-19.csv", "PREVALENCE_2324.csv"]
