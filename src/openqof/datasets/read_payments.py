"""NHS Payments to General Practice, in any year's spelling: practices and what each was paid, in cash."""

from __future__ import annotations

import polars as pl

from openqof.datasets import payment_lines, wanted
from openqof.datasets.names import slug
from openqof.datasets.receipts import LeftOut, Reading
from openqof.datasets.source import Kind, Source, Spellings

SPELLINGS: Spellings = {**payment_lines.DESCRIBES, **payment_lines.LINES}
DESCRIBED = {spelling for spellings in payment_lines.DESCRIBES.values() for spelling in spellings}


def read(source: Source) -> Reading:
    """Rows of practices and of payments (pounds, cash as published); every amount column becomes a line."""
    lines, strange = _lines(source)
    described = [c for c in payment_lines.DESCRIBES if source.has(c)]
    frame = source.sheet.frame.select(
        "at_line",
        *(pl.col(source.columns[ours]).alias(ours) for ours in described),
        *(pl.col(column).alias(f"£{line}") for column, line in lines.items()),
    )
    rows, left = wanted.part(frame, _whole_rows(described), shown=("practice",))
    payments, more = _payments(rows, list(lines.values()))
    frames = {
        "practices": _practices(source, rows, described),
        "payments": payments.with_columns(source.stamp),
    }
    remarks = tuple(
        f'column "{heading}" is new to this program: kept as line {line}' for heading, line in strange
    )
    return Reading(frames, (*left, *more), remarks)


def _lines(source: Source) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The file's amount columns mapped to lines, and those whose name has not been met before."""
    known = {source.columns[line]: line for line in payment_lines.LINES if source.has(line)}
    strange = []
    for column, heading in zip(source.sheet.columns, source.sheet.headings, strict=True):
        if column in known or column in DESCRIBED or not _is_amount(source, column):
            continue
        strange.append((heading.strip(), slug(heading)))
        known[column] = slug(heading)
    return known, strange


def _is_amount(source: Source, column: str) -> bool:
    if column in payment_lines.PASSED_OVER or column.startswith((payment_lines.IS_A_RATE, "blank")):
        return False
    cells = [row.get(column, "") for row in source.sheet.sample]
    says = pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).select(
        bad=wanted.not_a_number("cell").any(), some=wanted.number("cell").is_not_null().any()
    )
    return bool(says["some"].item()) and not says["bad"].item()


def _whole_rows(described: list[str]) -> dict[str, pl.Expr]:
    total = wanted.text("practice").str.to_lowercase().str.contains("total|england").fill_null(False)
    if "name" in described:
        total = total | wanted.text("name").str.to_lowercase().is_in(
            ["total", "england", "grand total"]
        ).fill_null(False)
    return {
        "a total, not a practice": total,
        "no practice code": wanted.text("practice").is_null(),
        "not a practice code": ~wanted.is_practice("practice"),
    }


def _payments(rows: pl.LazyFrame, lines: list[str]) -> tuple[pl.LazyFrame, tuple[LeftOut, ...]]:
    long = rows.unpivot(
        on=[f"£{line}" for line in lines],
        index=["at_line", "practice"],
        variable_name="paid",
        value_name="amount",
    ).with_columns(pl.col("paid").str.strip_prefix("£"))
    kept, left = wanted.part(
        long.filter(~wanted.blank("amount")),
        {
            "an amount withheld": wanted.suppressed("amount"),
            "an amount that is not a number": wanted.number("amount").is_null(),
        },
        shown=("practice", "paid", "amount"),
    )
    payments = kept.select(
        wanted.code("practice").alias("practice"),
        pl.col("paid").alias("line"),
        pl.lit("cash").alias("reading"),
        wanted.number("amount").alias("amount"),
    )
    return payments, left


def _practices(source: Source, rows: pl.LazyFrame, described: list[str]) -> pl.LazyFrame:
    forms = {
        "list_size": wanted.number,
        "weighted_list": wanted.number,
        "opened": wanted.day,
        "closed": wanted.day,
    }
    codes = ("practice", "commissioner", "network", "region", "contract")
    columns = [(forms.get(c) or (wanted.code if c in codes else wanted.text))(c).alias(c) for c in described]
    return rows.select("at_line", source.stamp, *columns, pl.lit("England").alias("nation"))


KIND = Kind(
    "payments", "NHS Payments to General Practice", SPELLINGS, ("practice", "contract", "qof", "total"), read
)
