"""What openqof pay shows: lines, totals that are their sum, what is left out and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from openqof.cli.common import counted
from openqof.cli.held import Held
from openqof.core.money import from_pence, write_pounds

if TYPE_CHECKING:
    from openqof.core.national import NationalYear
    from openqof.engine.floors import Floor
    from openqof.engine.run import Result
    from openqof.engine.tables import LeftOut

Row = dict[str, Any]


@dataclass(frozen=True)
class Paid:
    """The result for the practices asked for, those of them left out, and the floor they claim, if any."""

    held: Held
    result: Result
    left_out: tuple[LeftOut, ...]
    about: dict[str, Row]
    claim: str = ""
    floor: Floor | None = None


def two_decimals(number: float) -> Decimal:
    """A number to two decimals, half up, as points are published."""
    return Decimal(repr(float(number))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def practice_lines(paid: Paid) -> list[Row]:
    """One line a practice; its pounds are the sum of its indicators' pence, and of the floor's."""
    totals = paid.result.totals()
    lines = []
    for place, code in enumerate(totals.practices):
        points, pence = float(totals.points[place]), int(totals.pence[place])
        if paid.floor is not None:
            points, pence = points + float(paid.floor.points[place]), pence + int(paid.floor.pence[place])
        lines.append(
            {
                "practice": code,
                "name": paid.about[code]["name"],
                "list_size": f"{paid.result.inputs.list_size[place]:.10g}",
                "points": two_decimals(points),
                "pounds": from_pence(pence),
            }
        )
    return lines


def indicator_lines(paid: Paid) -> Iterator[Row]:
    """A line for every practice and indicator, and one for what a floor adds."""
    result = paid.result
    for column, code in enumerate(result.inputs.practices):
        for row, indicator in enumerate(result.inputs.indicators):
            achieved = float(result.achievement[row, column])
            yield {
                "practice": code,
                "indicator": indicator,
                "achievement": None if achieved != achieved else two_decimals(achieved),
                "points": two_decimals(result.points[row, column]),
                "pounds": from_pence(int(result.pence[row, column])),
            }
        if paid.floor is not None:
            points, pounds = paid.floor.points[column], from_pence(int(paid.floor.pence[column]))
            added = {"achievement": None, "points": two_decimals(points), "pounds": pounds}
            yield {"practice": code, "indicator": paid.claim, **added}


def total_of(lines: list[Row], *, what: str = "practice") -> Row:
    """The sum of lines as they are printed."""
    return {
        "practice": "total",
        "name": counted(len(lines), what),
        "indicator": counted(len(lines), what),
        "points": sum((line["points"] for line in lines), Decimal("0.00")),
        "pounds": sum((line["pounds"] for line in lines), Decimal("0.00")),
    }


def recalled(paid: Paid) -> Decimal:
    """Pounds of indicators whose points, thresholds or weighting are recalled, and of a floor that is."""
    from openqof.engine.explain import rests_on_recalled

    law = paid.held.law
    rules = enumerate(law.indicators.values())
    pence = int(paid.result.pence[[row for row, rule in rules if rests_on_recalled(law, rule)]].sum())
    if paid.floor is not None and floor_is_recalled(law, paid.claim):
        pence += int(paid.floor.pence.sum())
    return from_pence(pence)


def floor_is_recalled(law: NationalYear, claim: str) -> bool:
    """Whether what a floor adds rests on a recalled value: its own, or one of the year it looks back to."""
    from openqof.core.sources import Basis
    from openqof.core.years import FinancialYear
    from openqof.engine.earlier import law_of_year
    from openqof.engine.explain import rests_on_recalled

    claimed = next(one for one in law.arrangements if one.id == claim)
    base = law_of_year(law, FinancialYear.parse(claimed.terms["at"]))
    years = ((each, rule) for each in (base, law) for rule in each.indicators.values())
    return claimed.provenance.basis is Basis.RECALLED or any(rests_on_recalled(*each) for each in years)


def open_routes(law: NationalYear) -> tuple[str, ...]:
    """The indicators whose improvement route is not priced, for its upper bound was not found."""
    from openqof.core.national import BetterOf

    return tuple(
        code
        for code, rule in law.indicators.items()
        if isinstance(rule.pays, BetterOf) and rule.pays.improvement.upper is None
    )


def remarks(paid: Paid) -> Iterator[str]:
    """What the figures leave out, and what they rest on."""
    law, prepared = paid.held.law, paid.held.prepared
    lines = practice_lines(paid)
    who = f"{counted(len(lines), 'practice')} of {prepared.nation}"
    yield f"{law.title}: {who}, {write_pounds(total_of(lines)['pounds'])}."
    rests = "rests on points, thresholds or weights that are recalled, not found or derived"
    yield f"{write_pounds(recalled(paid))} of it {rests}."
    if paid.floor is not None:
        lifted = int((paid.floor.pence > 0).sum())
        added = from_pence(int(paid.floor.pence.sum()))
        yield f"{paid.claim} adds {write_pounds(added)} to {counted(lifted, 'practice')}, paid by list alone."
    by_reason: dict[str, list[str]] = {}
    for one in paid.left_out:
        by_reason.setdefault(one.why, []).append(one.practice)
    for why, codes in by_reason.items():
        more = f" and {len(codes) - 10:,} more (all with --format json)" if len(codes) > 10 else ""
        yield f"Left out, {why}: {', '.join(codes[:10])}{more}."
    for name, (became, number) in prepared.unknown.items():
        why = became or "the law of the year has no such indicator"
        yield f"Not paid: {name}, {counted(number, 'row')}; {why}."
    yield from _of_the_law(law, paid.claim)


def _of_the_law(law: NationalYear, claim: str) -> Iterator[str]:
    """What the year protects, and what of it the figures do not hold."""
    for arrangement in law.arrangements:
        if arrangement.kind == "protected":
            yield f"Protected at {arrangement.terms['at']}: {arrangement.says}."
        elif arrangement.kind == "floor" and arrangement.id != claim:
            yield f"Not applied: {arrangement.says}. It is claimed with --claim {arrangement.id}."
    if routes := open_routes(law):
        said = f"Not priced: the improvement route of {', '.join(routes)}, whose upper bound was not found."
        yield f"{said} Suppose one with --improvement-upper, in percentage points."


def facts(paid: Paid, *, detail: bool) -> Row:
    """Everything as JSON has it; money and points as text, which keeps them exact."""
    from openqof.core.sources import count_by_basis

    law, prepared = paid.held.law, paid.held.prepared
    lines = practice_lines(paid)
    total = total_of(lines)
    found = {
        "law": law.id,
        "title": law.title,
        "sha256": law.sha256,
        "nation": prepared.nation,
        "claim": paid.claim or None,
        "practices": _plain(lines),
        "total": {"practices": len(lines), "points": str(total["points"]), "pounds": str(total["pounds"])},
        "recalled_pounds": str(recalled(paid)),
        "notes": list(_of_the_law(law, paid.claim)),
        "values": {str(basis): number for basis, number in count_by_basis(law.provenances()).items()},
        "left_out": [{"practice": one.practice, "why": one.why} for one in paid.left_out],
        "unknown_indicators": [
            {"indicator": name, "rows": number, "became": became}
            for name, (became, number) in prepared.unknown.items()
        ],
    }
    return found | ({"lines": _plain(list(indicator_lines(paid)))} if detail else {})


def _plain(lines: list[Row]) -> list[Row]:
    return [{k: str(v) if isinstance(v, Decimal) else v for k, v in line.items()} for line in lines]
