"""A register of contract actions, built of what was read without a problem."""

from __future__ import annotations

from openqof.core.governance.actions import Action
from openqof.core.governance.progress import Standing
from openqof.core.governance.records import ActionRegister, Membership, OptOut
from openqof.files.governance_conditions import words_in
from openqof.files.shape import Value


def build_actions(value: Value) -> ActionRegister:
    """The register; names of fields have spaces, whatever the file has between their words."""
    plain = value.plain
    return ActionRegister(
        body=plain("register"),
        actions=tuple(map(_action, plain("actions"))),
        members=tuple(map(_member, plain("members", ()))),
        opted_out=tuple(map(_opt_out, plain("opted_out", ()))),
    )


def fields_in(value: Value | None) -> dict[str, str]:
    """Fields by name, as rules name them."""
    return {plain_name(name): each.value for name, each in value.items()} if value is not None else {}


def plain_name(name: str) -> str:
    """The name of a field with spaces between its words."""
    return " ".join(name.replace("_", " ").split())


def _action(value: Value) -> Action:
    plain = value.plain
    return Action(
        reference=plain("reference"),
        kind=plain("kind"),
        practice=plain("practice"),
        served=plain("served"),
        by=plain("by"),
        grounds=words_in(value.get("grounds")),
        fields=fields_in(value.get("fields")),
        period_ends=plain("period_ends"),
        successors=words_in(value.get("successors")),
    )


def _member(value: Value) -> Membership:
    plain = value.plain
    standing = Standing(plain("standing", Standing.JOINED.value))
    return Membership(
        plain("scheme"), plain("practice"), plain("from"), plain("to"), standing, plain("closed_lists", True)
    )


def _opt_out(value: Value) -> OptOut:
    plain = value.plain
    return OptOut(
        plain("practice"),
        plain("scheme"),
        words_in(value["indicators"]),
        plain("from"),
        plain("to"),
        plain("lawful", True),
        words_in(value.get("may_be_used_for")),
        words_in(value.get("not_for")),
    )
