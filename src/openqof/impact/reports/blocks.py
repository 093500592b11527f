"""What pages of a report are made of: plain values that the web page and the PDF both set."""

from __future__ import annotations

from dataclasses import dataclass

from openqof.core.sources import Basis
from openqof.impact.documents.shape import Table


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs; `look` is "", "lead", "quiet" or "inset"."""

    paragraphs: tuple[str, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` where the numbers are used elsewhere."""

    items: tuple[str, ...]
    says: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Short questions with their answers, each of a sentence or more."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in a box: what it is, the figure, and what more to know of it."""

    says: str
    figure: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side, the first of them the main one where `main` says so."""

    figures: tuple[Figure, ...]
    main: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. On a small screen its rows become blocks. `links` lead from the first cell of each row.

    `look` is "plain", "every" for the table of practices, "fine" for many columns or rows, or "figures-of"
    for few columns of figures of one thing each. With `keep` it stays a table on a small screen, of the
    columns named, and the rest is folded.
    """

    table: Table
    look: str = "plain"
    links: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """A table that is shown when asked for, and always printed."""

    says: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG in two sizes; `narrow` is "" where one size fits all."""

    caption: str
    wide: str
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Prints:
    """Names with long codes."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """What the reader types."""

    text: str


Block = Text | Items | Answers | Figures | Grid | Folded | Drawing | Prints | Code


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `level` 2 stands in the contents, 3 below it.

    `page` where it begins a printed page. `beside` where its blocks stand in two columns on a wide screen,
    `many` where its drawings stand three in a row: pages of single practices, which are folded on a screen.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    page: bool = False
    beside: bool = False
    many: bool = False

    @property
    def folds(self) -> bool:
        """Whether it is shown on a screen when asked for."""
        return self.beside or self.many


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    under: str
    lead: str
    invented: bool
    version: str
    sections: tuple[Section, ...]

    @property
    def contents(self) -> tuple[Section, ...]:
        """The sections that the contents list."""
        return tuple(section for section in self.sections if section.level == 2)


BASES = frozenset(basis.value for basis in Basis)
"""Cells that are set as a mark of how sure something is."""
