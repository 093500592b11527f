"""What a register of decisions must mean as well as look like: references, seals and corrections."""

from __future__ import annotations

from openqof.core.governance.sealing import seal_holds
from openqof.files.actions_check import check_twice
from openqof.files.decision_build import build_decision
from openqof.files.decision_shape import DECISION
from openqof.files.shape import Value, Walk, did_you_mean


def check_decisions(value: Value, walk: Walk) -> None:
    """Note every problem of meaning."""
    records = value.plain("records", ())
    check_twice((*records, *value.plain("procurements", ())), walk)
    for each in records:
        _sealed(each, walk)
    _corrected(records, walk)
    _done(value, walk)


def _sealed(record: Value, walk: Walk) -> None:
    """A record of which any part was refused is not judged by its seal."""
    whole = set(record.keys) == set(dict(record.items())) and set(DECISION.required) <= set(record.keys)
    if whole and not seal_holds(build_decision(record)):
        said = f"the record {record.plain('reference')} is not as it was sealed."
        walk.problem(record["sha256"], "G611", said, "Restore it, and correct it by a new record.")


def _corrected(records: tuple[Value, ...], walk: Walk) -> None:
    known = [name for each in records if (name := each.plain("reference"))]
    by: dict[str, str] = {}
    for each in records:
        corrects = each.get("corrects")
        if corrects is None:
            continue
        if corrects.value not in known:
            hint = did_you_mean(corrects.value, known, otherwise="Name a record of this register.")
            walk.problem(corrects, "G612", f"there is no record {corrects.value}.", hint)
        first = by.setdefault(corrects.value, each.plain("reference", ""))
        if first != each.plain("reference", ""):
            said = f"{first} corrects {corrects.value} already."
            walk.problem(corrects, "G613", said, f"Correct {first}.")


def _done(value: Value, walk: Walk) -> None:
    """What was done was done about something of this register."""
    entries = (*value.plain("records", ()), *value.plain("procurements", ()))
    known = [name for each in entries if (name := each.plain("reference"))]
    for each in value.plain("done", ()):
        of = each.get("of")
        if of is not None and of.value not in known:
            hint = did_you_mean(of.value, known, otherwise="Name a record or an entry of this register.")
            walk.problem(of, "G612", f"there is no record {of.value}.", hint)
