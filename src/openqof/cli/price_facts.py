"""A price for programs: every line as CSV, everything as JSON; money as text, which keeps it exact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openqof.impact.assessment import Assessment
    from openqof.impact.pricing import Line

_COLUMNS = (
    "option", "scheme_id", "practice", "name", "joined", "patients", "national", "scheme", "guaranteed",
    "at_risk", "lowest", "highest", "change", "percent", "per_patient", "notes",
)  # fmt: skip
_MONEY = (
    "patients",
    "national",
    "scheme",
    "guaranteed",
    "lowest",
    "highest",
    "change",
    "percent",
    "per_patient",
)
_PARTS = ("groups", "budget", "cash", "workload", "risk", "exposures", "overlaps", "averages", "absent")


def csv_table(found: Sequence[Assessment]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Every line of every option, a column for each part that any of them pays; and the columns."""
    rows = [
        {"option": number, "scheme_id": each.pricing.scheme.id} | plain_line(line) | dict(line.parts)
        for number, each in enumerate(found, start=1)
        for line in each.pricing.lines
    ]
    parts = dict.fromkeys(name for each in found for line in each.pricing.lines for name, _ in line.parts)
    return rows, {key: key for key in (*_COLUMNS, *parts)}


def plain_line(line: Line) -> dict[str, Any]:
    """A line without signs of money, figures as text."""
    from openqof.impact.pricing import in_files

    values = {name: getattr(line, name) for name in _MONEY}
    said = {name: None if value is None else str(value) for name, value in values.items()}
    said["at_risk"] = str(line.at_risk)
    said["percent"] = None if line.percent is None else str(in_files(line.percent))
    return {
        "practice": line.practice,
        "name": line.name,
        "joined": line.joined,
        **said,
        "notes": "; ".join(line.notes),
    }


def json_text(found: Sequence[Assessment], command: str) -> str:
    """The first option's facts, and those of every further one under `options`."""
    first, *others = (_facts(each) for each in found)
    whole = {**first, "command": command} | ({"options": others} if others else {})
    return json.dumps(whole, indent=1, ensure_ascii=False)


def _facts(found: Assessment) -> dict[str, Any]:
    from openqof.impact.facts import facts

    pricing = found.pricing
    lines = [
        plain_line(line) | {"parts": {name: str(pounds) for name, pounds in line.parts}}
        for line in pricing.lines
    ]
    following = {name.replace(" ", "_"): plain(getattr(found, name)) for name in _PARTS}
    months = {"practices_of_arrays": list(found.worked.practices)}
    return {**facts(pricing), "practices": lines, **following, **months}


def plain(thing: Any) -> Any:
    """Dataclasses, arrays, mappings and tuples as JSON has them; money, days and years as text."""
    from dataclasses import fields, is_dataclass

    from openqof.core.years import FinancialYear

    if is_dataclass(thing) and not isinstance(thing, FinancialYear):
        return {each.name: plain(getattr(thing, each.name)) for each in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, (tuple, list)):
        return [plain(item) for item in thing]
    if hasattr(thing, "tolist"):
        return plain(thing.tolist())
    if isinstance(thing, float):
        return thing if thing == thing else None
    return thing if thing is None or isinstance(thing, (bool, int, str)) else str(thing)
