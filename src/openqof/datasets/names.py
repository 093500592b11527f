"""Names as publishers write them: column headings made plain, years found in file names."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import unquote

from openqof.core.years import FinancialYear

_YEAR = re.compile(
    r"(?<!\d)(20\d\d)[-_ /](?:20)?(\d\d)(?!\d)|(?<!\d)(20\d\d)(\d\d)(?!\d)|(?<!\d)(\d\d)[-_ ]?(\d\d)(?!\d)"
)
_FIRST_YEAR = 2004
"""QOF began in April 2004; earlier pairs of digits in a name are something else."""


def plain(heading: str) -> str:
    """A heading with nothing but its letters and digits, small: spaces, dots, £ and BOM do not matter."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def slug(heading: str) -> str:
    """A heading as a name of ours: words in small letters joined by underscores."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", heading)
    return "_".join(re.findall(r"[a-z0-9]+", apart.lower()))


def years_in(name: str) -> list[FinancialYear]:
    """The financial years a name could mean, each once: 2324, 2021_v2, 14-15, 2015-16, 201516."""
    found = []
    for match in _YEAR.finditer(unquote(name)):
        first, second = [part for part in match.groups() if part is not None]
        start = int(first) if len(first) == 4 else 2000 + int(first)
        if start >= _FIRST_YEAR and (start + 1) % 100 == int(second):
            found.append(FinancialYear(start))
    return sorted(set(found))


def year_of_path(*names: str) -> FinancialYear | None:
    """The one year the nearest telling name says: the member's own, then its zip's; None when unclear."""
    for name in names:
        found = years_in(PurePath(name).stem)
        if len(found) == 1:
            return found[0]
    return None


def read_year(text: str) -> FinancialYear | None:
    """A year as a column holds it, None when it is not one."""
    try:
        return FinancialYear.parse(text)
    except ValueError:
        return None
