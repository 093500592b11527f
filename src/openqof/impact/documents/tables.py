"""Every table of a report: what the page, the PDF, the workbook and the files for programs all show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openqof import __version__
from openqof.files.sources import sources
from openqof.impact.assessment import Assessment
from openqof.impact.documents import tables_area as area
from openqof.impact.documents import tables_practices as practices
from openqof.impact.documents.shape import Column, Table, Value, columns, joined
from openqof.impact.documents.tables_options import compared, names_of, summary_of_options
from openqof.impact.words.words import notes, statements

SHEETS = (
    "Summary", "Practices", "Parts", "Cash by month", "Groups", "Workload", "Risk", "Budget",
    "Exposures", "Sources",
)  # fmt: skip
OPTION = Column("option", "Option")
STATEMENTS = columns(("about", "About"), ("says", "Says"), ("basis", "Basis"), ("source", "Source"))
NOTES = columns(("about", "About"), ("says", "Says"))
PRINTS = columns(("what", "What"), ("sha256", "sha256"))


@dataclass(frozen=True, slots=True)
class Run:
    """One run to be written down: the assessments, options of one another where there are several.

    `command` is what gives the figures again; `files` names a file of the store by its sha256. Each
    assessment is an option, called by its short name; the first lends its own where something is said once.
    """

    options: tuple[Assessment, ...]
    command: str
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> Assessment:
        """The first option, or the only one."""
        return self.options[0]

    @property
    def names(self) -> tuple[str, ...]:
        """What each option is called."""
        return names_of(self.options)


def tables(run: Run) -> tuple[Table, ...]:
    """Every table that has rows, sheet by sheet; with several options, one column says which."""
    made = [_of_all(run, maker) for maker in _MAKERS]
    found = [*_of_run(run), *(each for each in made if each is not None and each.rows)]
    return tuple(sorted(found, key=lambda each: SHEETS.index(each.sheet)))


def statements_of(each: Assessment) -> Table:
    """Everything the scheme states, with its basis and source."""
    rows = tuple(
        (said.about, said.says, said.provenance.basis.value, source_title(said.provenance.source))
        for said in statements(each.pricing.scheme)
    )
    title = "What the scheme states, and where each statement comes from"
    return Table("statements", "Sources", title, STATEMENTS, rows)


def source_title(source: str) -> str:
    """The title of the source cited; its id where sources.yaml does not have it."""
    known = sources().get(source)
    return known.title if known else source


def notes_of(each: Assessment) -> Table:
    """What a reader of the figures must know, part by part, and what could not be answered."""
    found: list[tuple[Value, ...]] = [("The figures", note) for note in notes(each.pricing)]
    for about, part in (
        ("Budget", each.budget),
        ("Cash by month", each.cash),
        ("Workload", each.workload),
        ("Risk", each.risk),
        ("National averages", each.averages),
    ):
        found += [(about, said) for said in part.says] if part is not None else []
    found += [(f"Not answered: {name}", why) for name, why in each.absent.items()]
    return Table("notes", "Summary", "Read this with the figures", NOTES, tuple(found))


def _laws(each: Assessment) -> Table:
    pricing = each.pricing
    rows = (
        (f"scheme {pricing.scheme.id}", pricing.scheme.sha256),
        (f"law {pricing.law.id}", pricing.law.sha256),
        ("fingerprint of the price", pricing.fingerprint),
    )
    return Table("fingerprints", "Sources", "Fingerprints", PRINTS, rows)


_MAKERS: tuple[Callable[[Assessment], Table | None], ...] = (
    area.summary, area.bands, notes_of, practices.practices, practices.parts, practices.cash, area.groups,
    area.work, area.marginal, practices.ranges, area.falls, area.pots, area.bills, area.overlaps,
    area.averages, area.exposures, statements_of, _laws,
)  # fmt: skip


def _of_all(run: Run, maker: Callable[[Assessment], Table | None]) -> Table | None:
    if len(run.options) == 1:
        return maker(run.first)
    made = [(name, maker(each)) for name, each in zip(run.names, run.options, strict=True)]
    marked = [_marked(name, table) for name, table in made if table is not None]
    return joined(marked) if marked else None


def _marked(label: str, table: Table) -> Table:
    rows = tuple((label, *row) for row in table.rows)
    return Table(table.id, table.sheet, table.title, (OPTION, *table.columns), rows)


def _of_run(run: Run) -> list[Table]:
    """What is said once, however many options there are."""
    data = sorted({sha for each in run.options for sha in each.pricing.files})
    files = tuple((run.files.get(sha, "a file of the store"), sha) for sha in data)
    command = (("OpenQOF", __version__), ("Command", run.command))
    made = [
        Table("files", "Sources", "Files the figures come from", PRINTS, files),
        Table("again", "Sources", "How to get these figures again", NOTES, command),
    ]
    if len(run.options) > 1:
        made = [summary_of_options(run.options), compared(run.options), *made]
    return made
