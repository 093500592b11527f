"""The tables everything shares: their columns, kinds and meaning.

Published files, submitted returns, the record engine and the demonstration area all become these;
the engine, prices, monitoring and evaluation read nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

TEXT, NUMBER, WHOLE, DAY = "text", "number", "whole", "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, whether every row must fill it, what it means; `blank` stands in empty cells."""

    name: str
    kind: str
    required: bool
    says: str
    blank: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One shared table: what a row is, which columns make a row one of a kind, and its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _columns(*rows: tuple[str, str, bool, str] | Column) -> tuple[Column, ...]:
    return tuple(row if isinstance(row, Column) else Column(*row) for row in rows)


_FILE = ("file", TEXT, True, "sha256 of the file or run the row came from")

PRACTICES = Table(
    "practices",
    "practice and year",
    ("year", "practice"),
    _columns(
        ("year", TEXT, True, "financial year, 2015/16"),
        ("practice", TEXT, True, "practice code"),
        ("nation", TEXT, True, "England, Scotland or Demonstration: whose national averages apply"),
        ("name", TEXT, False, "practice name"),
        ("commissioner", TEXT, False, "code of the CCG, sub-ICB location, ICB or health board"),
        ("commissioner_name", TEXT, False, "its name"),
        ("network", TEXT, False, "primary care network code"),
        ("region", TEXT, False, "region code"),
        ("contract", TEXT, False, "GMS, PMS or APMS"),
        ("list_size", NUMBER, False, "registered patients"),
        ("weighted_list", NUMBER, False, "weighted patients"),
        ("rurality", TEXT, False, "Urban or Rural"),
        ("deprivation", NUMBER, False, "IMD score"),
        ("deprivation_decile", WHOLE, False, "1 is the most deprived tenth"),
        ("opened", DAY, False, "first day of the contract"),
        ("closed", DAY, False, "last day of the contract"),
        ("successor", TEXT, False, "practice that took the list over"),
        _FILE,
    ),
)

COUNTS = Table(
    "counts",
    "practice, year and indicator",
    ("year", "practice", "indicator", "month"),
    _columns(
        ("year", TEXT, True, "financial year"),
        ("month", DAY, False, "month end, empty for the year end"),
        ("practice", TEXT, True, "practice code"),
        ("indicator", TEXT, True, "indicator code as in the law of the year"),
        ("register", NUMBER, False, "patients on the indicator's register"),
        ("denominator", NUMBER, False, "eligible patients, adjusted ones left out"),
        ("numerator", NUMBER, False, "patients for whom it was achieved"),
        ("adjusted", NUMBER, False, "exceptions or personalised care adjustments"),
        ("excluded", NUMBER, False, "excluded by definition"),
        ("points_published", NUMBER, False, "points as published"),
        ("points_available", NUMBER, False, "points as printed beside the row, where the file has them"),
        ("lower", NUMBER, False, "lower threshold as printed, percent"),
        ("upper", NUMBER, False, "upper threshold as printed, percent"),
        _FILE,
    ),
)

PREVALENCE = Table(
    "prevalence",
    "practice (or nation), year and group",
    ("year", "practice", "group"),
    _columns(
        ("year", TEXT, True, "financial year"),
        ("practice", TEXT, True, "practice code, or ENGLAND, SCOTLAND, DEMONSTRATION for the national row"),
        ("group", TEXT, True, "group code as in the law of the year"),
        ("register", NUMBER, False, "patients on the register"),
        ("list_size", NUMBER, False, "whole list, whatever age the register covers"),
        ("target_population", NUMBER, False, "target population; national row: mean a practice"),
        _FILE,
    ),
)

PAYMENTS = Table(
    "payments",
    "practice, year and line",
    ("year", "practice", "line", "reading"),
    _columns(
        ("year", TEXT, True, "financial year"),
        ("practice", TEXT, True, "practice code"),
        ("line", TEXT, True, "what was paid: qof, global_sum, pms_balance …"),
        ("reading", TEXT, True, "cash as published or accrual as earned"),
        ("amount", NUMBER, True, "pounds"),
        _FILE,
    ),
)

MEASURES = Table(
    "measures",
    "practice, year, own measure of a scheme and period",
    ("year", "practice", "measure", "period"),
    _columns(
        ("year", TEXT, True, "financial year"),
        ("practice", TEXT, True, "practice code"),
        ("measure", TEXT, True, "id of a scheme's own measure: CRM01A, or with the scheme's id before it"),
        Column("period", TEXT, False, "a part of the year as the scheme names it, empty for all of it", ""),
        ("numerator", NUMBER, True, "patients, things done or pounds; 1 for yes and 0 for no"),
        ("denominator", NUMBER, False, "patients it is a share of, where it is a share"),
        _FILE,
    ),
)

TABLES = {table.name: table for table in (PRACTICES, COUNTS, PREVALENCE, PAYMENTS, MEASURES)}
DEMONSTRATION = "Demonstration"
"""The invented nation of the demonstration area."""
NATIONAL_ROWS = {"England": "ENGLAND", "Scotland": "SCOTLAND", DEMONSTRATION: "DEMONSTRATION"}
"""What stands for the practice in the national row of each nation."""
POOLED = "pooled"
"""What stands in `file` of a national row that the store worked out from the practices' own rows."""
TOTAL = "TOTAL"
"""What stands for the indicator in a row that holds a practice's points in all."""
SUMS = (TOTAL, "CL", "PH", "PHAS")
"""What stands for the indicator in rows that add several up: all points, or those of a domain."""
