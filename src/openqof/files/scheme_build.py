"""From the values of a scheme document to a Scheme; called only once nothing was found wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from openqof.core.scheme import (
    Aim,
    Asked,
    Asserted,
    Bands,
    Change,
    Ends,
    Measure,
    Note,
    Offer,
    Option,
    Parameter,
    Runs,
    Said,
    Scheme,
    Uptake,
    Watch,
)
from openqof.core.sources import Basis, Provenance
from openqof.core.terms import Reading
from openqof.files.scheme_basics import MAY_JOIN
from openqof.files.scheme_changes_build import build_terms
from openqof.files.scheme_terms_build import texts
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
            base=plain("base", ""),
            runs=self._runs(self.document["runs"]),
            because=self._said(self.document["because"]),
            changes=tuple(self._change(n, each) for n, each in enumerate(plain("changes"), start=1)),
            provenance=self._mark(self.document),
            bands=self._bands(self.document.get("bands")),
            kind=plain("kind", "scheme"),
            line=plain("line", ""),
            covers=texts(plain("covers", ())),
            asserts={name: _asserted(each) for name, each in _items(self.document.get("asserts"))},
            file=file,
            sha256=sha256,
            **self._told(),
            **self._declared(),
        )

    def _told(self) -> dict[str, Any]:
        """What the document says of itself beside its changes."""
        return {
            "route": self._maybe("route", self._said),
            "model": self._maybe("model", self._said),
            "offer": self._maybe("offer", self._offer),
            "asks": self._maybe("asks", self._asks),
            "hypothesis": self._maybe("hypothesis", self._said),
            "watch": self._maybe("watch", self._watch),
            "ends": self._maybe("ends", self._ends),
            "status": self._maybe("status", self._said),
            "uptake": self._maybe("uptake", self._uptake),
            "unpriced": self._maybe("unpriced", self._said),
            "results": self._each("results", self._said),
            "options": self._each("options", self._option),
            "notes": self._each("notes", self._note),
        }

    def _declared(self) -> dict[str, Any]:
        """What its changes go back to."""
        parameters, measures = (_items(self.document.get(key)) for key in ("parameters", "measures"))
        return {
            "parameters": {name: self._parameter(name, each) for name, each in parameters},
            "measures": {name: self._measure(name, each) for name, each in measures},
            "aim": self._maybe("aim", self._aim),
        }

    def _maybe(self, key: str, make: Callable[[Value], Any]) -> Any:
        found = self.document.get(key)
        return None if found is None else make(found)

    def _each(self, key: str, make: Callable[[Value], Any]) -> tuple[Any, ...]:
        return tuple(make(each) for each in self.document.plain(key, ()))

    def _mark(self, value: Value, within: Value | None = None) -> Provenance:
        """The provenance a value states for itself, else the part it stands in, else the document."""
        source, basis = self.default
        if within is not None:
            source, basis = within.plain("source", source), within.plain("basis", basis)
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
        return Offer(
            to=value.plain("to"),
            national_qof_stays=value.plain("national_qof_stays"),
            provenance=self._mark(value),
            closes=value.plain("closes"),
            contracts=texts(value.plain("contracts", ())),
            closed_lists=value.plain("closed_lists", MAY_JOIN) == MAY_JOIN,
        )

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

    def _option(self, value: Value) -> Option:
        return Option(value.plain("says"), value.plain("rejected_because"), self._mark(value))

    def _uptake(self, value: Value) -> Uptake:
        plain = value.plain
        return Uptake(self._mark(value), plain("joined"), plain("of"), plain("expected"))

    def _aim(self, value: Value) -> Aim:
        changes = tuple(each.value for each in value.plain("changes", ()))
        return Aim(self._mark(value), changes, value.plain("where", ""))

    def _parameter(self, name: str, value: Value) -> Parameter:
        between = value.get("between")
        low, high, step = ((between.plain(k) if between else None) for k in ("from", "to", "step"))
        return Parameter(
            name=name,
            says=value.plain("says"),
            value=_settled(value["value"]),
            provenance=self._mark(value),
            low=low,
            high=high,
            step=step,
        )

    def _measure(self, name: str, value: Value) -> Measure:
        plain = value.plain
        return Measure(
            id=name,
            says=plain("says"),
            kind=plain("kind"),
            provenance=self._mark(value),
            numerator=plain("numerator", ""),
            denominator=plain("denominator", ""),
            read_from=plain("read_from", ""),
            expected=plain("expected"),
            spread=plain("spread"),
            periods=texts(plain("periods", ())),
            work=plain("work", ""),
        )

    def _change(self, number: int, value: Value) -> Change:
        terms = build_terms(value, lambda part: self._mark(part, value))
        overrides = tuple(each.value for each in overridden(value))
        return Change(number, terms, self._mark(value), value.plain("why", ""), overrides)


def bodies(document: Value) -> tuple[str, ...]:
    """The commissioners of a document, one or several."""
    one = document.plain("body")
    return (one,) if one else texts(document.plain("bodies", ()))


def overridden(change: Value) -> tuple[Value, ...]:
    """The numbers of the changes that a change says it overrides, written as one or as a list."""
    written = change.get("overrides")
    if written is None:
        return ()
    return written.value if isinstance(written.value, tuple) else (written,)


def _settled(value: Value) -> Decimal | tuple[str, ...]:
    if isinstance(value.value, tuple):
        return tuple(str(each.value) for each in value.value)
    return value.value if isinstance(value.value, Decimal) else (str(value.value),)


def _asserted(value: Value) -> Asserted:
    if isinstance(value.value, Decimal):
        return Asserted(value.value)
    return Asserted(value.plain("is"), value.plain("within", Decimal(0)))


def _items(value: Value | None) -> Iterable[tuple[str, Value]]:
    return () if value is None else value.items()
