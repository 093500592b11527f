"""From the values of a scheme document to a Scheme; called only once nothing was found wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from openqof.core.scheme import (
    Asked,
    Bands,
    Bound,
    Change,
    Ends,
    Guarantee,
    LevelOf,
    Note,
    Offer,
    PracticesGone,
    Reading,
    Report,
    Require,
    Runs,
    Said,
    Scheme,
    Suspend,
    Terms,
    Watch,
)
from openqof.core.sources import Basis, Provenance
from openqof.files.shape import Value

DEFAULT_BANDS = (Decimal(1), Decimal(5))
OWN_SOURCE = "openqof"


def build_scheme(document: Value, *, file: str, place: str, sha256: str) -> Scheme:
    """The scheme a document states; `place` is what provenances call the file, before the line."""
    return _Builder(document, place).scheme(file=file, sha256=sha256)


class _Builder:
    """Keeps the document and its default marks while the parts are made."""

    def __init__(self, document: Value, place: str) -> None:
        self.document = document
        self.file = place
        self.default = (document.plain("source"), document.plain("basis"))

    def scheme(self, *, file: str, sha256: str) -> Scheme:
        plain = self.document.plain
        return Scheme(
            id=plain("id"),
            title=plain("title"),
            bodies=bodies(self.document),
            base=plain("base"),
            runs=self._runs(self.document["runs"]),
            because=self._said(self.document["because"]),
            changes=tuple(self._change(n, each) for n, each in enumerate(plain("changes"), start=1)),
            provenance=self._mark(self.document),
            bands=self._bands(self.document.get("bands")),
            route=self._maybe("route", self._said),
            model=self._maybe("model", self._said),
            offer=self._maybe("offer", self._offer),
            asks=self._maybe("asks", self._asks),
            watch=self._maybe("watch", self._watch),
            ends=self._maybe("ends", self._ends),
            notes=tuple(self._note(each) for each in plain("notes", ())),
            asserts={name: each.value for name, each in _items(self.document.get("asserts"))},
            file=file,
            sha256=sha256,
        )

    def _maybe(self, key: str, make: Callable[[Value], Any]) -> Any:
        found = self.document.get(key)
        return None if found is None else make(found)

    def _mark(self, value: Value) -> Provenance:
        """The provenance a value states for itself, else the document's."""
        source, basis = self.default
        place = f"{self.file}:{value.place.line}"
        return Provenance(value.plain("source", source), Basis(value.plain("basis", basis)), place)

    def _said(self, value: Value) -> Said:
        return Said(str(value.plain("says", value.value)), self._mark(value))

    def _note(self, value: Value) -> Note:
        reading = value.plain("reading")
        return Note(value.plain("says"), self._mark(value), Reading(reading) if reading else None)

    def _asks(self, value: Value) -> Asked:
        return Asked(texts(value.plain("questions", value.value)), self._mark(value))

    def _runs(self, value: Value) -> Runs:
        return Runs(value.plain("from"), value.plain("to"), self._mark(value))

    def _offer(self, value: Value) -> Offer:
        stays = value.plain("national_qof_stays")
        return Offer(value.plain("to"), stays, self._mark(value), value.plain("closes"))

    def _watch(self, value: Value) -> Watch:
        return Watch(
            measure=value.plain("measure"),
            provenance=self._mark(value),
            against=value.plain("against", ""),
            may_be_used_for=texts(value.plain("may_be_used_for", ())),
            not_for=texts(value.plain("not_for", ())),
        )

    def _ends(self, value: Value) -> Ends:
        return Ends(value.plain("how"), self._mark(value), value.plain("notice", ""))

    def _bands(self, value: Value | None) -> Bands:
        """The bands declared, else those this project uses when a scheme is silent."""
        if value is None:
            return Bands(*DEFAULT_BANDS, Provenance(OWN_SOURCE, Basis.RECALLED, self.file))
        return Bands(value.plain("near"), value.plain("far"), self._mark(value))

    def _change(self, number: int, value: Value) -> Change:
        terms: Terms = _TERMS[value.tag](self, value[value.tag])
        return Change(number, terms, self._mark(value), value.plain("why", ""))

    def _guarantee(self, value: Value) -> Guarantee:
        return Guarantee(
            income=value.plain("income"),
            of=value.plain("of"),
            reading=Reading(value.plain("reading")),
            practices_gone=PracticesGone(value.plain("practices_gone", PracticesGone.SUCCESSOR)),
            hands_on={code: heir.value for code, heir in _items(value.get("hands_on"))},
        )

    def _suspend(self, value: Value) -> Suspend:
        pay = value["pay"]
        level = LevelOf(pay.plain("level_of"))
        return Suspend(texts(value.plain("indicators")), value.plain("from"), level, self._mark(pay))

    def _report(self, value: Value) -> Report:
        return Report(value.plain("level"), value.plain("indicators"))

    def _require(self, value: Value) -> Require:
        said = (value.plain("what"), value.plain("evidence", ""), value.plain("by"))
        return Require(Bound(value.plain("of")), *said)


_TERMS: dict[str, Callable[[_Builder, Value], Terms]] = {
    "guarantee": _Builder._guarantee,
    "suspend": _Builder._suspend,
    "report": _Builder._report,
    "require": _Builder._require,
}


def bodies(document: Value) -> tuple[str, ...]:
    """The commissioners of a document, one or several."""
    one = document.plain("body")
    return (one,) if one else texts(document.plain("bodies", ()))


def texts(values: tuple[Value, ...]) -> tuple[str, ...]:
    """A list of words without their places."""
    return tuple(value.value for value in values)


def _items(value: Value | None) -> list[tuple[str, Value]]:
    return [] if value is None else list(value.items())
