"""What openqof price is asked, brought together: documents, laws, tables, area; and the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openqof.cli.price_data import Data
from openqof.cli.waiting import waiting
from openqof.core.problems import BadInput, Problem
from openqof.core.terms import Reading

if TYPE_CHECKING:
    from openqof.core.assumptions import Assumptions
    from openqof.core.scheme import Scheme
    from openqof.datasets.store import Store
    from openqof.engine.tables import Tables
    from openqof.impact.assessment import Assessment
    from openqof.impact.working.roll import Area

Telling = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the command line; the first scheme is the one that further options stand beside."""

    schemes: tuple[str, ...]
    against: str
    commissioner: str
    values: Mapping[str, str]
    practices: str
    reading: Reading | None
    assumptions: Path | None
    draws: int
    seed: int
    closed_lists: str = ""


@dataclass(frozen=True, slots=True)
class Joins:
    """The codes of files: the practices that join, None for all, and those with a closed list."""

    joined: frozenset[str] | None
    closed: frozenset[str]


def assessments(asked: Asked, store: Store) -> tuple[Assessment, ...]:
    """Every scheme asked for, priced and assessed; BadInput with every problem of any of them.

    All are priced for one area, so that they can be compared: the commissioner's named, else the first's own.
    """
    from openqof.impact.work.assumptions import load_assumptions

    schemes = _schemes(asked)
    supposed, data = load_assumptions(asked.assumptions), Data(store)
    joins = Joins(
        None if asked.practices == "all" else _codes(asked.practices, "--practices"),
        _codes(asked.closed_lists, "--closed-lists") if asked.closed_lists else frozenset(),
    )
    with waiting("reading the store") as tell:
        return tuple(
            _assessed(
                scheme, asked, data, bodies=schemes[0].bodies, supposed=supposed, joins=joins, tell=tell
            )
            for scheme in schemes
        )


def _schemes(asked: Asked) -> list[Scheme]:
    """The documents, each with those of the values that it has parameters for; all their problems at once."""
    found: list[Scheme] = []
    problems: list[Problem] = []
    for written in asked.schemes:
        try:
            found.append(_priceable(_scheme(written, asked)))
        except BadInput as bad:
            problems += bad.problems
    problems += [] if problems else _twice(asked.schemes, found)
    if problems:
        raise BadInput(problems)
    return found


def _twice(written: Sequence[str], schemes: Sequence[Scheme]) -> list[Problem]:
    """A problem for every scheme that stands in the command before, on the same terms."""
    prints = [scheme.sha256 for scheme in schemes]
    said, hint = (
        "is named twice, and would stand beside itself.",
        "Leave it out once, or name another option.",
    )
    return [
        Problem(name, 0, 0, "P249", said, hint)
        for place, name in enumerate(written)
        if prints[place] in prints[:place]
    ]


def _scheme(written: str, asked: Asked) -> Scheme:
    from openqof.files.load import load_scheme

    values = asked.values
    if values and len(asked.schemes) > 1:
        values = {name: value for name, value in values.items() if name in load_scheme(written).parameters}
    scheme = load_scheme(written, values=values)
    return _against(written, scheme, asked.against, values) if asked.against else scheme


def _priceable(scheme: Scheme) -> Scheme:
    from openqof.impact.working.checks import check_priced

    check_priced(scheme)
    return scheme


def _against(written: str, scheme: Scheme, against: str, values: Mapping[str, str]) -> Scheme:
    """The scheme as it would read on another national year, its base years moved with it."""
    from openqof.cli.year import law_of
    from openqof.files.clone import on_year

    law = law_of(against)
    return scheme if law.id == scheme.base else on_year(written, law, values=values)


def _assessed(
    scheme: Scheme,
    asked: Asked,
    data: Data,
    *,
    bodies: tuple[str, ...],
    supposed: Assumptions,
    joins: Joins,
    tell: Telling,
) -> Assessment:
    from openqof.files.load import load_year
    from openqof.impact.assess import assess
    from openqof.impact.price import pricing_of, work

    law = load_year(scheme.base)
    tell("reading the store")
    tables = data.tables(scheme, law)
    area = _area((asked.commissioner,) if asked.commissioner else bodies, tables.of(law.year), joins)
    tell(f"pricing {scheme.id}")
    services = data.services(scheme)
    worked = work(scheme, law, tables, area=area, reading=asked.reading)
    pricing = pricing_of(worked)
    return assess(
        worked,
        pricing,
        assumptions=supposed,
        services=services,
        draws=asked.draws,
        seed=asked.seed,
        tell=tell,
    )


def _codes(path: str, option: str) -> frozenset[str]:
    """The practice codes in a file, one a line or separated by commas."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said, hint = f"the file that {option} names cannot be read.", "Give a text file of practice codes."
        raise BadInput([Problem(path, 0, 0, "P207", said, hint)]) from error
    words = text.replace(",", " ").replace('"', " ").split()
    codes = frozenset(word for word in words if word.casefold() != "practice")
    if not codes:
        said, hint = f"the file that {option} names has no practice code in it.", "Put in one code a line."
        raise BadInput([Problem(path, 0, 0, "P207", said, hint)])
    return codes


def _area(bodies: tuple[str, ...], tables: Tables, joins: Joins) -> Area:
    """Whose practices are priced, and which join: codes in any case, as the year's tables write them."""
    from openqof.cli.held import as_known
    from openqof.impact.working.roll import Area

    known, codes = (tables.practices.get_column(name).drop_nulls() for name in ("commissioner", "practice"))
    area = tuple(as_known(code, known) for code in bodies)
    joined, closed = (
        None if each is None else frozenset(as_known(code, codes) for code in each)
        for each in (joins.joined, joins.closed)
    )
    return Area(area, joined, closed or frozenset())
