"""Practice lists: the Organisation Data Service's files, which have no header, and patients registered."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from openqof.core.years import FinancialYear
from openqof.datasets import wanted
from openqof.datasets.receipts import Reading
from openqof.datasets.sheets import Sheet, without_header
from openqof.datasets.source import Kind, Source, Spellings

PRACTICES = (
    "practice",
    "name",
    "region",
    "geography",
    "a1",
    "a2",
    "a3",
    "a4",
    "a5",
    "postcode",
    "opened",
    "closed",
    "status",
    "subtype",
    "commissioner",
    "joined",
    "left_on",
    "telephone",
    "n1",
    "n2",
    "n3",
    "amended",
    "n4",
    "provider",
    "n5",
    "setting",
    "n6",
)
"""The 27 columns of epraccur."""
MEMBERS = ("practice", "commissioner", "type", "joined", "left_on", "amended")
SUCCESSIONS = ("practice", "successor", "reason", "effective", "indicator")
GP_PRACTICE = "4"
"""The prescribing setting of a general practice; others are walk-in centres, prisons, hospices and so on."""

_CODE, _GP, _DAY = re.compile(wanted.PRACTICE_CODE), re.compile(r"^G\d{7}$"), re.compile(r"^(\d{8})?$")


def _cells(sheet: Sheet) -> list[str]:
    return [heading.strip() for heading in sheet.headings]


def _looks_like_practices(sheet: Sheet) -> bool:
    cells = _cells(sheet)
    return len(cells) == len(PRACTICES) and bool(_CODE.match(cells[0])) and bool(_DAY.match(cells[10]))


def _looks_like_members(start: re.Pattern[str]) -> Callable[[Sheet], bool]:
    def looks(sheet: Sheet) -> bool:
        cells = _cells(sheet)
        return (
            len(cells) in (5, 6)
            and bool(start.match(cells[0]))
            and all(_DAY.match(c) for c in cells[3:5])
            and bool(cells[3])
        )

    return looks


def _looks_like_successions(sheet: Sheet) -> bool:
    cells = _cells(sheet)
    alike = (
        len(cells) in (4, 5, 6)
        and re.match(r"^[A-Z0-9]{3,8}$", cells[0])
        and re.match(r"^[A-Z0-9]{3,8}$", cells[1])
    )
    return bool(alike) and bool(re.match(r"^\d{8}$", cells[3])) and not cells[2].isdigit()


def read_practices(source: Source) -> Reading:
    """Practices with their days of opening and closing; they hold for any year."""
    frame = without_header(source.path, source.staging, PRACTICES)
    reasons = {
        "not a practice code": ~wanted.is_practice("practice"),
        "not a general practice": wanted.code("setting").ne_missing(GP_PRACTICE),
    }
    rows, left = wanted.part(frame, reasons, shown=("practice", "name"))
    practices = rows.select(
        wanted.code("practice").alias("practice"),
        pl.lit("England").alias("nation"),
        wanted.text("name").alias("name"),
        wanted.code("commissioner").alias("commissioner"),
        wanted.code("region").alias("region"),
        wanted.day("opened").alias("opened"),
        wanted.day("closed").alias("closed"),
    )
    return Reading({"practices": practices}, left)


def read_members(source: Source) -> Reading:
    """Which commissioner each practice belonged to, and when."""
    columns = MEMBERS[: len(source.sheet.headings)]
    frame = without_header(source.path, source.staging, columns)
    rows, left = wanted.part(frame, {"not a practice code": ~wanted.is_practice("practice")})
    members = rows.select(
        wanted.code("practice").alias("practice"),
        wanted.code("commissioner").alias("commissioner"),
        wanted.day("joined").alias("joined"),
        wanted.day("left_on").alias("left_on"),
    )
    return Reading({"memberships": members}, left)


def read_successions(source: Source) -> Reading:
    """Practices that ended and who took their list over; other organisations are left out."""
    columns = (*SUCCESSIONS, "more")[: len(source.sheet.headings)]
    frame = without_header(source.path, source.staging, columns)
    both = wanted.is_practice("practice") & wanted.is_practice("successor")
    rows, left = wanted.part(frame, {"not between two practices": ~both}, shown=("practice", "successor"))
    successions = rows.select(
        wanted.code("practice").alias("practice"),
        wanted.code("successor").alias("successor"),
        wanted.day("effective").alias("effective"),
    )
    return Reading({"successions": successions}, left)


def read_people(source: Source) -> Reading:
    """Nothing is kept: the file lists persons."""
    return Reading(remarks=("it lists general practitioners, persons, so nothing of it is kept",))


REGISTERED: Spellings = {
    "practice": ("code", "orgcode", "gppracticecode", "practicecode"),
    "list_size": ("numberofpatients", "totalall"),
    "extracted": ("extractdate",),
    "commissioner": ("subicblocationcode", "ccgcode"),
    "sex": ("sex",),
    "age": ("age", "agegroup5"),
    "organisation": ("type", "orgtype"),
    "area": ("onsccgcode", "onscode", "onssubicblocationcode"),
    "postcode": ("postcode",),
}
AGES: Spellings = {**REGISTERED, "age": ("agegroup5",)}
TARGETS = {
    "CS": (("FEMALE",), 25, 64),
    "CON": (("FEMALE",), 0, 54),
    "MAT": (("FEMALE",), 0, 54),
    "CHS": (("MALE", "FEMALE"), 0, 4),
}
"""Groups paid on a target population: which sexes, and the ages from and to."""


def _registered_reasons(source: Source) -> dict[str, pl.Expr]:
    reasons = {"not a practice": ~wanted.is_practice("practice")}
    if source.has("organisation"):
        reasons["not a practice"] |= ~wanted.code("organisation").is_in(["GP", "GP PRACTICE"]).fill_null(True)
    reasons["patients that are not a number"] = wanted.number("list_size").is_null()
    return reasons


def _year_of_extract(source: Source) -> pl.Expr:
    """The financial year of the extract's day where the file has it, else the year it was given as."""
    if not source.has("extracted"):
        return source.stamp
    day = wanted.day("extracted")
    start = (
        pl.when(day.dt.month() >= FinancialYear(2000).first_day.month)
        .then(day.dt.year())
        .otherwise(day.dt.year() - 1)
    )
    return pl.format("{}/{}", start, ((start + 1) % 100).cast(pl.String).str.zfill(2)).alias("year")


def read_registered(source: Source) -> Reading:
    """The list of each practice on a day."""
    frame = source.frame
    for column in ("sex", "age"):
        if source.has(column):
            frame = frame.filter(wanted.code(column) == "ALL")
    rows, left = wanted.part(frame, _registered_reasons(source))
    practices = rows.select(
        _year_of_extract(source),
        wanted.code("practice").alias("practice"),
        pl.lit("England").alias("nation"),
        wanted.number("list_size").alias("list_size"),
        *([wanted.code("commissioner").alias("commissioner")] if source.has("commissioner") else []),
    )
    return Reading({"practices": practices}, left)


def read_ages(source: Source) -> Reading:
    """Target populations of cervical screening, contraception, maternity and child health, from ages."""
    rows, left = wanted.part(source.frame, _registered_reasons(source), shown=("practice", "sex", "age"))
    banded = rows.select(
        _year_of_extract(source),
        wanted.code("practice").alias("practice"),
        wanted.code("sex").alias("sex"),
        wanted.number("list_size").alias("patients"),
        wanted.text("age").str.extract(r"^(\d+)").cast(pl.Int64, strict=False).alias("from_age"),
    )
    targets = []
    for group, (sexes, first, last) in TARGETS.items():
        chosen = banded.filter(pl.col("sex").is_in(sexes), pl.col("from_age").is_between(first, last))
        summed = chosen.group_by("year", "practice").agg(pl.col("patients").sum().alias("target_population"))
        targets.append(summed.with_columns(pl.lit(group).alias("group")))
    return Reading({"prevalence": pl.concat(targets)}, left)


def _by_content(
    read: Callable[[Source], Reading], *, id: str, title: str, spellings: Spellings, extra: tuple[str, ...]
) -> tuple[Kind, Kind]:
    """A kind that is dated by its own extract day, and the older one without it that is dated by name."""
    required = ("practice", "list_size", *extra)
    return (
        Kind(id, title, spellings, (*required, "extracted"), read, dated=False),
        Kind(id, title, spellings, (*required, "postcode"), read),
    )


KINDS = (
    *_by_content(
        read_ages,
        id="registered_ages",
        title="patients registered by age and sex",
        spellings=AGES,
        extra=("sex", "age"),
    ),
    *_by_content(
        read_registered, id="registered", title="patients registered", spellings=REGISTERED, extra=()
    ),
)

HEADERLESS = (
    Kind(
        "practice_list",
        "practice list (epraccur)",
        {},
        (),
        read_practices,
        dated=False,
        looks=_looks_like_practices,
    ),
    Kind(
        "memberships",
        "practices and their commissioners (epcmem)",
        {},
        (),
        read_members,
        dated=False,
        looks=_looks_like_members(_CODE),
    ),
    Kind(
        "practitioners",
        "practitioners by practice (epracmem)",
        {},
        (),
        read_people,
        dated=False,
        keeps=False,
        looks=_looks_like_members(_GP),
    ),
    Kind(
        "successions",
        "successions (succ)",
        {},
        (),
        read_successions,
        dated=False,
        looks=_looks_like_successions,
    ),
)
