"""The cells of a workbook as they stand in its file: kind and content, by sheet and place."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree
from zipfile import ZipFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """`kind` is "text" or "number"; `formula` whether a formula stands in it."""

    kind: str
    value: str
    formula: bool


def cells(book: bytes) -> dict[str, dict[str, Cell]]:
    """Sheets by name, cells by place such as B3; empty cells are left out."""
    with ZipFile(io.BytesIO(book)) as archive:
        words = [_text(item) for item in _root(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]
        sheets = [str(sheet.get("name")) for sheet in _root(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
        return {
            name: _sheet(_root(archive, f"xl/worksheets/sheet{number}.xml"), words)
            for number, name in enumerate(sheets, start=1)
        }


def rows(sheet: dict[str, Cell]) -> list[dict[str, Cell]]:
    """The rows of a sheet from the top, each by the letters of its columns."""
    found: dict[int, dict[str, Cell]] = {}
    for place, cell in sheet.items():
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()  # type: ignore[union-attr]
        found.setdefault(int(number), {})[letters] = cell
    return [found[number] for number in sorted(found)]


def _root(archive: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))


def _text(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))


def _sheet(root: ElementTree.Element, words: list[str]) -> dict[str, Cell]:
    found = {}
    for cell in root.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if value is not None and value.text is not None:
            shared = cell.get("t") == "s"
            text = words[int(value.text)] if shared else value.text
            formula = cell.find(f"{_MAIN}f") is not None
            found[str(cell.get("r"))] = Cell("text" if shared else "number", text, formula)
    return found
