"""Registers of a body read whole or refused whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openqof.core.governance.interests import (
    Breach,
    Category,
    Gift,
    Interest,
    NilReturn,
    Register,
    Training,
)
from openqof.core.governance.names import normalised
from openqof.core.problems import BadInput, Problem
from openqof.files.kinds import REGISTER as REGISTER_FILE
from openqof.files.kinds import kind_of
from openqof.files.nodes import Document, read_document
from openqof.files.register_check import check_register
from openqof.files.register_shape import REGISTER
from openqof.files.shape import Value, Walk, read
from openqof.files.shipped import shown_path


def load_register(path: str | Path) -> Register:
    """The registers of a file; BadInput carries every problem in it."""
    document = read_document(Path(path), name=shown_path(Path(path)))
    if (kind := kind_of(document)) not in (REGISTER_FILE, ""):
        hint = "A register of interests begins with `register`."
        raise BadInput([Problem(document.name, 1, 1, "L011", f"This is {kind}, not {REGISTER_FILE}.", hint)])
    return read_register(document)


def read_register(document: Document) -> Register:
    """The registers of a document already composed; BadInput carries every problem in it."""
    walk = Walk(document.name)
    value, _ = read(REGISTER, document, walk=walk)
    found = register_from(value, walk) if value is not None else None
    if found is None:
        raise BadInput(walk.problems)
    return found


def register_from(value: Value, walk: Walk) -> Register | None:
    """The registers of a value that `REGISTER` has read, once their meaning is checked.

    None where the walk has any problem, of this part or another.
    """
    check_register(value, walk)
    return None if walk.problems else _register(value)


def _register(value: Value) -> Register:
    people = {name: _words(each) for name, each in value["people"].items()}
    makers = frozenset(each.value for each in _items(value, "decision_makers"))
    reviewed = value.get("reviewed")
    return Register(
        body=value.plain("register"),
        people=people,
        decision_makers=makers,
        interests=tuple(_interest(each, people, makers) for each in _items(value, "interests")),
        nil_returns=tuple(NilReturn(*_two(each, "declared")) for each in _items(value, "nil_returns")),
        gifts=tuple(_gift(each) for each in _items(value, "gifts")),
        breaches=tuple(_breach(each) for each in _items(value, "breaches")),
        training=tuple(Training(*_two(each, "completed")) for each in _items(value, "training")),
        reviewed={name: each.value for name, each in reviewed.items()} if reviewed is not None else None,
    )


def _interest(value: Value, people: dict[str, tuple[str, ...]], makers: frozenset[str]) -> Interest:
    """An entry; the roles are those of the person where it states none."""
    plain, person = value.plain, value.plain("person")
    known = {normalised(name): roles for name, roles in people.items()}
    roles = value.get("roles")
    return Interest(
        id=plain("id"),
        person=person,
        roles=_words(roles) if roles is not None else known[normalised(person)],
        organisation=plain("organisation"),
        category=Category(plain("category")),
        nature=plain("nature"),
        held_from=plain("from"),
        held_to=plain("to"),
        code=plain("code", ""),
        through=plain("through", ""),
        mitigation=plain("mitigation", ""),
        declared=plain("declared"),
        recorded=plain("recorded"),
        approved_by=plain("approved_by", ""),
        decision_maker=normalised(person) in {normalised(each) for each in makers},
        withheld_because=plain("withheld", ""),
    )


def _gift(value: Value) -> Gift:
    plain, pounds = value.plain, value.plain("pounds")
    return Gift(
        id=plain("id"),
        person=plain("person"),
        offered=plain("offered"),
        what=plain("what"),
        by=plain("by"),
        pounds=None if pounds is None else float(pounds),
        accepted=plain("accepted"),
        declared=plain("declared"),
        reason=plain("reason", ""),
    )


def _breach(value: Value) -> Breach:
    plain = value.plain
    return Breach(plain("id"), plain("found"), plain("nature"), plain("action", ""), plain("published"))


def _two(value: Value, key: str) -> tuple[str, date]:
    return value.plain("person"), value.plain(key)


def _items(value: Value, key: str) -> tuple[Value, ...]:
    found: tuple[Value, ...] = value.plain(key, ())
    return found


def _words(value: Value) -> tuple[str, ...]:
    return tuple(each.value for each in value.value)
