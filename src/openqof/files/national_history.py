"""What the history of indicators must mean: who left is gone, who came is there, nobody is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import yaml

from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.files.history import each
from openqof.files.nodes import read_document
from openqof.files.shape import Value, Walk
from openqof.files.shipped import law_path, year_ids
from openqof.files.sources import sources
from openqof.files.values import did_you_mean


def check_history(history: Value, walk: Walk, *, complete: bool) -> None:
    """Note each event that the year files contradict; a complete history also forgets nobody who left."""
    for code, written in history.items():
        with walk.about(code):
            for event in each(written):
                _check_source(event, walk)
                _event(code, event, walk)
    for code, year in left_england() if complete else ():
        if not _says(history.get(code), year, otherwise=code in history.keys):
            said = f"{code} is in {year.previous} and not in {year}, but its history does not say so."
            walk.problem(history, "L083", said, f"Write what became of {code} in {year}.")


def _check_source(event: Value, walk: Walk) -> None:
    source = event.get("source")
    if source and source.value not in sources():
        hint = did_you_mean(source.value, sources(), otherwise="Add it to law/sources.yaml.")
        walk.problem(source, "L067", f"source {source.value} is not in sources.yaml.", hint)


def _says(written: Value | None, year: FinancialYear, *, otherwise: bool) -> bool:
    """Whether a code's events hold one of that year; `otherwise` where they were refused already."""
    if written is None:
        return otherwise
    return any(year == (_year_of(event) or year) for event in each(written))


def _year_of(event: Value) -> FinancialYear | None:
    when = event["retired"] if event.tag == "retired" else event.get("in")
    return when.value if when else None


def _event(code: str, event: Value, walk: Walk) -> None:
    when = event["retired"] if event.tag == "retired" else event.get("in")
    if when is None:
        if "in" not in event.keys:
            walk.problem(event, "L022", "`in` is missing.", "It takes the first year of the new number.")
        return
    codes, before = codes_of(when.value), codes_of(when.value.previous)
    if codes is None or before is None:
        said = f"the year files do not reach {when.value} and the year before."
        walk.problem(when, "L080", said, "Name a year shipped.")
        return
    if code in codes:
        walk.problem(when, "L081", f"{code} is still in {when.value}.", "Correct the year.")
    elif code not in before:
        walk.problem(when, "L081", f"{code} is not in {when.value.previous} either.", "Correct the year.")
    became = event.get("became") if event.tag == "became" else None
    for after in (*((became,) if became else ()), *event.plain("followed_by", ())):
        if after.value not in codes:
            hint = did_you_mean(after.value, codes)
            walk.problem(after, "L082", f"{after.value} is not an indicator of {when.value}.", hint)


@cache
def codes_of(year: FinancialYear) -> frozenset[str] | None:
    """The codes of an English year, as far as its file can be read; None where there is no file."""
    law_id = f"qof/{year.slug}"
    if law_id not in year_ids():
        return None
    try:
        root = read_document(law_path(law_id)).root
    except BadInput:
        return None
    top = {key.value: value for key, value in root.value} if isinstance(root, yaml.nodes.MappingNode) else {}
    return frozenset(key.value for key, _ in top["indicators"].value) if "indicators" in top else frozenset()


def left_england() -> Iterator[tuple[str, FinancialYear]]:
    """Indicators that left between two English years shipped, with each first year without them."""
    years = sorted(FinancialYear.parse(law.split("/")[1]) for law in year_ids() if law.startswith("qof/"))
    for before, after in pairwise(years):
        for code in sorted((codes_of(before) or frozenset()) - (codes_of(after) or frozenset())):
            yield code, after
