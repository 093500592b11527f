"""The other files of a QOF publication: prevalence, practices' maxima, areas, and lists of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from openqof.core.tables import TOTAL
from openqof.datasets import law_names, wanted
from openqof.datasets.payment_lines import LINES
from openqof.datasets.receipts import Reading
from openqof.datasets.sheets import Sheet
from openqof.datasets.source import Kind, Source, Spellings

if TYPE_CHECKING:
    from openqof.core.national import NationalYear

WHOLE_LIST = "TOTAL"

PREVALENCE: Spellings = {
    "practice": ("practicecode",),
    "group": ("groupcode", "indicatorgroupcode", "indicatorgroup"),
    "register": ("register", "registersize", "diseaseregistersize"),
    "list_type": ("patientlisttype",),
    "list_size": ("practicelistsize", "patientlistsize", "patlistsize", "listsize"),
}
ORGANISATIONS: Spellings = {
    "practice": ("practicecode",),
    "points_available": ("revisedmaximumpoints", "revisedmaxpoints"),
    "name": ("practicename",),
    "commissioner": ("ccgcode", "subicbodscode", "ccgodscode"),
    "commissioner_name": ("ccgname", "subicbname"),
    "region": ("regioncode", "regionodscode"),
}
AREAS: Spellings = {
    "practice": ("practicecode",),
    "name": ("practicename",),
    "commissioner": ("subicbodscode", "subicbloccode", "ccgodscode", "ccgcode"),
    "commissioner_name": ("subicbname", "subicblocname", "ccgname"),
    "network": ("pcnodscode", "pcncode"),
    "region": ("regionodscode", "regioncode"),
}
INDICATORS: Spellings = {
    "indicator": ("indicatorcode",),
    "points": ("indicatorpointvalue",),
    "group": ("groupcode", "indicatorgroupcode"),
}
UNALLOCATED = "U"
"""The network code of practices that are in none."""
TEXTS = ("practice", "commissioner", "network", "region")


def read_prevalence(source: Source) -> Reading:
    """Registers by group, each over the practice's whole list, whatever ages the register is counted on.

    The whole list is that of the groups counted on it; where the file does not say which those are, the
    largest list of the practice.
    """
    reasons = wanted.practice_reasons() | {
        "no group": wanted.text("group").is_null(),
        "a register withheld because it is small": wanted.suppressed("register"),
        "no register": wanted.no_value("register"),
        "a register that is not a number": wanted.not_a_number("register"),
        "a negative register": (wanted.number("register") < 0).fill_null(False),
    }
    rows, left = wanted.part(source.frame, reasons, shown=("practice", "group", "register"))
    whole = pl.lit(True)
    if source.has("list_type"):
        whole = wanted.code("list_type") == WHOLE_LIST
    typed = rows.select(
        wanted.code("practice").alias("practice"),
        wanted.code("group").alias("group"),
        wanted.number("register").alias("register"),
        pl.when(whole).then(wanted.number("list_size")).alias("list_size"),
        whole.fill_null(False).alias("whole"),
    )
    lists = typed.group_by("practice").agg(pl.col("list_size").max())
    prevalence = typed.drop("list_size").join(lists, on="practice", how="left").with_columns(source.stamp)
    practices = lists.select(source.stamp, "practice", "list_size", pl.lit("England").alias("nation"))
    return Reading({"prevalence": prevalence, "practices": practices}, left, _about_lists(source, typed))


def _about_lists(source: Source, typed: pl.LazyFrame) -> tuple[str, ...]:
    if not source.has("list_type"):
        return (
            "which groups are counted on the whole list is not said: the largest list of a practice is taken",
        )
    part = (
        typed.filter(~pl.col("whole"))
        .select(pl.col("group").unique().sort())
        .collect()
        .get_column("group")
        .to_list()
    )
    if not part:
        return ()
    return (f"counted on part of the list, given the whole list in its place: {', '.join(part)}",)


def read_organisations(source: Source) -> Reading:
    """The most points each practice could reach, as the row TOTAL, and what the file says of the practice."""
    reasons = wanted.practice_reasons() | {
        "points that are not a number": wanted.not_a_number("points_available")
    }
    rows, left = wanted.part(source.frame, reasons)
    counts = rows.select(
        source.stamp,
        wanted.code("practice").alias("practice"),
        pl.lit(TOTAL).alias("indicator"),
        wanted.number("points_available").alias("points_available"),
    ).filter(pl.col("points_available").is_not_null())
    return Reading({"counts": counts, "practices": _practices(source, rows)}, left)


def _is_about_areas(sheet: Sheet) -> bool:
    """Not a payments file whose QOF column has gone: that too has names and commissioners."""
    return not any(column in spellings for spellings in LINES.values() for column in sheet.columns)


def read_areas(source: Source) -> Reading:
    """The name, commissioner, network and region of each practice; an unallocated network is left empty."""
    rows, left = wanted.part(source.frame, wanted.practice_reasons())
    return Reading({"practices": _practices(source, rows)}, left)


def _practices(source: Source, rows: pl.LazyFrame) -> pl.LazyFrame:
    columns = {c: (wanted.code if c in TEXTS else wanted.text)(c) for c in AREAS if source.has(c)}
    if "network" in columns:
        columns["network"] = pl.when(columns["network"] != UNALLOCATED).then(columns["network"])
    return rows.select(source.stamp, pl.lit("England").alias("nation"), **columns)


def read_indicators(source: Source) -> Reading:
    """Nothing to keep: the law has the points. What the file has otherwise than the law is said."""
    law = law_names.law_of("England", source.year) if source.year else None
    if law is None:
        return Reading(remarks=("the law of the year is not here to compare with",))
    rows = source.frame.select(
        wanted.code("indicator").alias("indicator"), wanted.number("points").alias("points")
    )
    printed = dict(rows.collect().iter_rows())
    return Reading(remarks=_differences(law, printed))


def _differences(law: NationalYear, printed: dict[str, float]) -> tuple[str, ...]:
    ours = {code: float(indicator.points.value) for code, indicator in law.indicators.items()}
    theirs = {law.aliases.get(code, code): points for code, points in printed.items()}
    changed = [
        f"{c} {theirs[c]:g} (law {ours[c]:g})"
        for c in sorted(ours.keys() & theirs.keys())
        if ours[c] != theirs[c]
    ]
    said = {
        "points otherwise than the law": changed,
        "not in the law": sorted(theirs.keys() - ours.keys()),
        "in the law but not here": sorted(ours.keys() - theirs.keys()),
    }
    return tuple(f"{what}: {', '.join(which)}" for what, which in said.items() if which) or (
        "agrees with the law",
    )


def read_nothing(source: Source) -> Reading:
    """Recognised; the shared tables have no place for it."""
    return Reading()


KINDS = (
    Kind(
        "qof_prevalence",
        "QOF prevalence by practice",
        PREVALENCE,
        ("practice", "group", "register", "list_size"),
        read_prevalence,
    ),
    Kind(
        "qof_organisations",
        "QOF practices and their maximum points",
        ORGANISATIONS,
        ("practice", "points_available"),
        read_organisations,
    ),
    Kind(
        "qof_mapping",
        "QOF indicators and their groups",
        INDICATORS,
        ("indicator", "points", "group"),
        read_indicators,
        keeps=False,
    ),
    Kind(
        "qof_validation",
        "QOF validation outcomes",
        {"practice": ("practicecode",), "rule": ("validationrule",), "says": ("ruledescription",)},
        ("practice", "rule", "says"),
        read_nothing,
        dated=False,
        keeps=False,
    ),
    Kind(
        "qof_adjustments",
        "QOF adjustments and exclusions of each indicator",
        {"indicator": ("indicatorcode",), "name": ("pcaexclname", "pcaname"), "type": ("type",)},
        ("indicator", "name", "type"),
        read_nothing,
        dated=False,
        keeps=False,
    ),
    Kind(
        "qof_adjusted_patients",
        "QOF adjustments by practice and reason",
        {
            "practice": ("practicecode",),
            "indicator": ("indicatorcode",),
            "reason": ("pcaexclname", "pcaexclshortname", "pcaname", "pcacategory"),
            "patients": ("value", "count", "patients"),
        },
        ("practice", "indicator", "reason"),
        read_nothing,
        dated=False,
        keeps=False,
    ),
    Kind(
        "qof_geographies",
        "QOF practices and their areas",
        AREAS,
        ("practice", "name", "commissioner"),
        read_areas,
        looks=_is_about_areas,
    ),
)
