"""Nothing is dropped or kept without a word: repeats, cells that are no numbers, codes no law has."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.datasets.store import Store
from published_shapes import payments, payments_row

Write = Callable[..., Path]
Y2015 = FinancialYear(2015)
HEADER = "practice,indicator,numerator,denominator\n"


def counts(*rows: str) -> str:
    return "year," + HEADER + "".join(f"{row}\n" for row in rows)


def problems(store: Store, *paths: Path, year: FinancialYear | None = None) -> list[str]:
    with pytest.raises(BadInput) as bad:
        store.add(paths, year=year)
    return [str(problem) for problem in bad.value.problems]


def test_an_amount_said_not_to_be_there(store: Store, write: Write) -> None:
    text = payments(payments_row("A99001"), payments_row("A99002", qof="n/a"), payments_row("A99003", qof=""))
    receipt = store.add([write("pay-18-19.csv", text)])[0]
    assert [str(left) for left in receipt.left_out] == [
        "1 row: an amount that is not a number (first: line 3 A99002 qof n/a)"
    ]


def test_a_practice_paid_twice_in_the_same_words(store: Store, write: Write) -> None:
    text = payments(payments_row("A99001"), payments_row("A99002"), payments_row("A99001"))
    receipt = store.add([write("pay-18-19.csv", text)])[0]
    assert receipt.taken == {"practices": 2, "payments": 10}
    assert [str(left) for left in receipt.left_out] == [
        "1 row: the same as an earlier row (first: line 4 as line 2)"
    ]


def test_repeats_in_a_table_of_our_own(store: Store, write: Write) -> None:
    row = "2015/16,A99001,HYP006,5,7"
    receipt = store.add([write("mine.csv", counts(row, "2015/16,A99002,HYP006,1,2", row, row))])[0]
    assert receipt.taken == {"counts": 2}
    assert [str(left) for left in receipt.left_out] == [
        "2 rows: the same as an earlier row (first: line 4 as line 2; line 5 as line 2)"
    ]
    assert store.tables(Y2015).counts.height == 2


def test_a_payment_of_our_own_that_is_no_number(store: Store, write: Write) -> None:
    text = "year,practice,line,reading,amount\n2015/16,A99001,qof,cash,5\n2015/16,A99002,qof,cash,z\n"
    receipt = store.add([write("mine.csv", text)])[0]
    assert [str(left) for left in receipt.left_out] == [
        "1 row: amount is not a number (first: line 3 A99002 qof cash)"
    ]


def test_what_no_law_has_is_kept_and_said(store: Store, write: Write) -> None:
    rows = (
        "2099/00,A99001,HYP006,5,7",
        "2015/16,A99001,hyp6,5,7",
        "2015/16,A99002,hyp6,5,7",
        "2015/16,A99001,HYP006,5,7",
        "2015/16,A99001,TOTAL,,",
        "2015/16,10002,XX9,5,7",
    )
    receipt = store.add([write("mine.csv", counts(*rows))])[0]
    assert receipt.taken == {"counts": 6}
    assert receipt.remarks == (
        "2 rows: kept, though the law of 2015/16 has no such indicator: hyp6 (did you mean HYP006?)",
        "1 row: kept, though no law is shipped for 2099/00",
        "1 row: kept, though the law of 2015/16 has no such indicator: XX9",
    )


def test_more_than_all_is_kept_and_said(store: Store, write: Write) -> None:
    receipt = store.add([write("mine.csv", counts("2015/16,A99001,HYP006,9,7"))])[0]
    assert receipt.remarks == (
        "1 row: kept, though the numerator is larger than the denominator (first: line 2 A99001 HYP006)",
    )
    assert store.tables(Y2015).counts["numerator"].to_list() == [9]


def test_the_year_of_our_own_table_said_beside_it(store: Store, write: Write) -> None:
    path = write("mine.csv", HEADER + "A99001,HYP006,5,7\n")
    assert problems(store, path) == [
        "mine.csv  D109  which financial year it holds is not said, in the file or its name. "
        "Give it: --year 2015/16."
    ]
    assert store.add([path], year=Y2015)[0].years == ("2015/16",)


def test_problems_in_a_folder_say_where_and_all_at_once(store: Store, write: Write, tmp_path: Path) -> None:
    write("fold/deep/a.csv", "")
    write("fold/b.csv", "one,two\n1,2\n")
    found = problems(store, tmp_path / "fold")
    assert [line.split("  ")[:2] for line in found] == [
        [str(tmp_path / "fold" / "b.csv"), "D107"],
        [str(tmp_path / "fold" / "deep" / "a.csv"), "D102"],
    ]


def test_a_clash_in_a_folder_says_where(store: Store, write: Write, tmp_path: Path) -> None:
    store.add([write("mine.csv", counts("2015/16,A99001,HYP006,5,7"))])
    path = write("fold/other.csv", counts("2015/16,A99001,HYP006,5,8"))
    assert problems(store, path.parent)[0].startswith(f"{path}  D114  ")


@pytest.mark.skipif(os.name != "posix", reason="devices are named otherwise here")
def test_a_device_is_not_a_file(store: Store) -> None:
    assert problems(store, Path("/dev/null")) == ["/dev/null  D101  it is not a file."]


def test_a_store_damaged_in_the_middle(store: Store, write: Write) -> None:
    rows = [f"2015/16,A{10000 + n},HYP{n % 900:03d},{n % 50},{n + 60}" for n in range(60_000)]
    store.add([write("mine.csv", counts(*rows))])
    whole = bytearray(store.path.read_bytes())
    start, end = len(whole) // 5, len(whole) - len(whole) // 5
    whole[start:end] = os.urandom(end - start)
    store.path.write_bytes(whole)
    attempts: list[Callable[[], object]] = [
        store.files,
        lambda: store.tables(Y2015),
        lambda: store.add([write("more.csv", counts("2015/16,A99001,HYP006,5,7"))]),
        lambda: store.remove("mine.csv"),
    ]
    refused = []
    for attempt in attempts:
        try:
            attempt()
        except BadInput as bad:
            refused.append([(problem.file, problem.code) for problem in bad.problems])
    assert refused
    assert all(each == [(str(store.path), "D117")] for each in refused)
