"""A run as PDF, set by Typst from the blocks of the page; fonts are embedded and nothing is fetched."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from openqof.core.problems import BadInput, Problem
from openqof.impact.documents.html import head, rows
from openqof.impact.documents.tables import Run
from openqof.impact.reports.blocks import (
    Answers,
    Block,
    Code,
    Drawing,
    Figures,
    Folded,
    Grid,
    Items,
    Prints,
    Section,
    Text,
)
from openqof.impact.reports.page import document

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
EPOCH = 315532800
"""1 January 1980, the same for every file, so that the same run gives the same bytes."""


def as_pdf(run: Run) -> bytes:
    """The PDF as bytes, tagged for screen readers. BadInput where Typst is not installed."""
    try:
        import typst
    except ImportError as error:
        said = "PDF needs Typst, which is not installed."
        hint = "Install the extra: pip install 'openqof[documents]'."
        raise BadInput([Problem("PDF", 0, 0, "P282", said, hint)]) from error
    made = document(run)
    pictures: dict[str, str] = {}
    sections = [_section(section, pictures) for section in made.sections]
    whole = {
        "title": made.title, "under": made.under, "lead": made.lead, "invented": made.invented,
        "version": made.version, "sections": sections,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "report.typ").write_bytes(TEMPLATE.read_bytes())
        (place / "report.json").write_text(json.dumps(whole), encoding="utf-8")
        for name, svg in pictures.items():
            (place / name).write_text(svg, encoding="utf-8")
        compiled: bytes = typst.compile(
            place / "report.typ",
            root=place,
            ignore_system_fonts=True,
            timestamp=EPOCH,
            pdf_standards=["ua-1"],
        )
    return compiled


def _section(section: Section, pictures: dict[str, str]) -> dict[str, Any]:
    blocks = [_block(block, pictures) for block in section.blocks]
    return {
        "id": section.id,
        "title": section.title,
        "level": section.level,
        "page": section.page,
        "many": section.many,
        "blocks": blocks,
    }


def _block(block: Block, pictures: dict[str, str]) -> dict[str, Any]:
    match block:
        case Text():
            return {"kind": "text", "look": block.look, "paragraphs": block.paragraphs}
        case Items():
            return {"kind": "items", "says": block.says, "ordered": block.ordered, "items": block.items}
        case Answers():
            return {"kind": "answers", "pairs": block.pairs}
        case Figures():
            boxes = [{"says": one.says, "figure": one.figure, "of": one.of} for one in block.figures]
            return {"kind": "figures", "figures": boxes}
        case Folded():
            return _grid(block.grid)
        case Grid():
            return _grid(block)
        case Drawing():
            return _drawing(block, pictures)
        case Prints():
            return {"kind": "prints", "pairs": block.pairs}
        case Code():
            return {"kind": "code", "text": block.text}


def _grid(grid: Grid) -> dict[str, Any]:
    shown, columns = rows(grid), head(grid)
    heads = [
        {"says": column.says, "number": column.kind.is_number and place > 0, "weight": _weight(shown, place)}
        for place, column in enumerate(columns)
    ]
    return {"kind": "grid", "title": grid.table.title, "look": grid.look, "head": heads, "rows": shown}


def _weight(shown: list[dict[str, Any]], place: int) -> float:
    """How wide a column of words is beside others: the letters of its usual cell, within reason."""
    letters = [len(row["cells"][place - 1]["text"] if place else row["head"]) for row in shown]
    return min(60.0, max(9.0, sum(letters) / max(1, len(letters))))


def _drawing(block: Drawing, pictures: dict[str, str]) -> dict[str, Any]:
    from re import search

    name = f"drawing-{len(pictures)}.svg"
    pictures[name] = block.wide
    said = search(r"<desc[^>]*>(.*?)</desc>", block.wide)
    return {
        "kind": "drawing", "caption": block.caption, "file": name, "alt": said[1] if said else block.caption,
        "small": not block.narrow,
    }  # fmt: skip
