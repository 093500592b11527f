"""Naming a year's law on the command line: its id, a file, or just the financial year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openqof.core.problems import BadInput, Problem

if TYPE_CHECKING:
    from openqof.core.national import Indicator, NationalYear

YearOption = Annotated[
    str, typer.Option("--year", help="the law: qof/2015-16, qof-scotland/2014-15, 2015/16, or a law file")
]


def law_of(written: str) -> NationalYear:
    """The law a --year names; a bare financial year is England's. BadInput with every problem."""
    from openqof.files.load import load_year

    return load_year(law_id(written))


def law_id(written: str) -> str:
    """The id a --year stands for: 2015/16, 2015-16 and 1516 are qof/2015-16; anything else is as written."""
    from openqof.core.years import FinancialYear

    try:
        return f"qof/{FinancialYear.parse(written).slug}"
    except ValueError:
        return written


def find_indicator(law: NationalYear, written: str) -> Indicator:
    """The indicator of a year by its code, alias, or either in small letters; else BadInput."""
    from openqof.files.history import what_became
    from openqof.files.values import did_you_mean

    code = law.aliases.get(written, written)
    for known in (code, code.upper(), law.aliases.get(code.upper(), "")):
        if known in law.indicators:
            return law.indicators[known]
    became = what_became(code.upper(), law.year)
    was = "was " if became and became.startswith("retired") else ""
    hint = f"It {was}{became}." if became else did_you_mean(written, law.indicators)
    raise BadInput([Problem(law.file, 0, 0, "L076", f"{law.title} has no indicator {written}.", hint)])
