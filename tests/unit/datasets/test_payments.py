"""NHS Payments to General Practice: spellings, marks for nothing, totals, columns not met before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openqof.core.years import FinancialYear
from openqof.datasets import payment_lines
from openqof.datasets.store import Store
from published_shapes import PAYMENTS_HEADER, payments, payments_row

Write = Callable[..., Path]
Y2018 = FinancialYear(2018)


def test_no_spelling_stands_for_two_things() -> None:
    tables = (payment_lines.DESCRIBES, payment_lines.LINES)
    every = [s for table in tables for spellings in table.values() for s in spellings] + [
        *payment_lines.PASSED_OVER
    ]
    assert len(every) == len(set(every))


def test_a_year_spelt_otherwise_gives_the_same_rows(store: Store, write: Write, tmp_path: Path) -> None:
    other = "".join(
        part.title().replace(" ", "") for part in PAYMENTS_HEADER.replace("NAME", "Name").split(" ")
    )
    text = payments().replace(PAYMENTS_HEADER, other)
    store.add([write("pay-18-19.csv", payments())])
    second = Store.open(tmp_path / "second.duckdb")
    second.add([write("pay-2018-19.csv", text)])
    for table in ("payments", "practices"):
        one, two = (getattr(s.tables(Y2018), table).drop("file") for s in (store, second))
        assert one.equals(two)


def test_cells_and_rows_that_say_nothing(store: Store, write: Write) -> None:
    text = payments(
        payments_row("a99001", qof="£1,000.50".replace(",", "")),
        payments_row("A99002", qof="-"),
        payments_row("A99003", qof="lots"),
        payments_row("A99004", qof="*"),
        payments_row("A99005", qof="-12.25"),
        payments_row("TOTAL", qof="99"),
        payments_row("", qof="1"),
        payments_row("A1", qof="1"),
    )
    receipt = store.add([write("pay-18-19.csv", text)])[0]
    assert [str(left) for left in receipt.left_out] == [
        "1 row: a total, not a practice (first: line 7 TOTAL)",
        "1 row: no practice code (first: line 8)",
        "1 row: not a practice code (first: line 9 A1)",
        "1 row: an amount withheld (first: line 5 A99004 qof *)",
        "1 row: an amount that is not a number (first: line 4 A99003 qof lots)",
    ]
    rows = store.tables(Y2018).payments.filter(line="qof")
    assert dict(rows.select("practice", "amount").iter_rows()) == {"A99001": 1000.5, "A99005": -12.25}
    assert set(rows["reading"]) == {"cash"}


def test_a_column_not_met_before_is_kept_and_said(store: Store, write: Write) -> None:
    header, *rows = payments().splitlines()
    text = "\n".join(
        [f"{header},NewServiceOf2031_£,Averages of nothing,Comment", *(f"{r},7,8,fine" for r in rows)]
    )
    receipt = store.add([write("pay-18-19.csv", text)])[0]
    assert receipt.remarks == (
        'column "NewServiceOf2031_£" is new to this program: kept as line new_service_of2031',
    )
    lines = set(store.tables(Y2018).payments["line"])
    assert lines == {"global_sum", "mpig", "qof", "pms_balance", "total", "new_service_of2031"}


def test_days_and_contracts(store: Store, write: Write) -> None:
    text = payments(payments_row("A99001", closed="31/12/2018")).replace(",GMS,", ",UNKNOWN,")
    store.add([write("pay-18-19.csv", text)])
    row = store.tables(Y2018).practices.row(0, named=True)
    assert (row["closed"], row["opened"], row["contract"]) == (date(2018, 12, 31), None, None)
