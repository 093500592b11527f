"""What the govern commands are asked: a day, a body, facts stated on the command line, rule packs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import BAD_INPUT, remark, wrong_usage

if TYPE_CHECKING:
    from openqof.core.governance.bodies import Body
    from openqof.core.governance.conditions import Fact, Facts
    from openqof.core.governance.packs import BodyKind, Pack

BodyOption = Annotated[Path, typer.Option("--body", metavar="FILE", help="the file of the body that decides")]
DateOption = Annotated[str, typer.Option("--date", metavar="DAY", help="the day it is asked, as 2015-04-01")]


def day_of(option: str, text: str) -> date:
    """The day written; wrong usage where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong_usage(f'{option} "{text}" is no day; write it as 2015-04-01.')


def no_item(wanted: str, known: Iterable[str]) -> str:
    """That the agenda has no such item, and what it has."""
    from openqof.core.governance.wording import listed

    return f"--item {wanted}: the agenda has no such item; it has {listed(known)}."


def pack_for(kind: BodyKind, on: date, packs: Iterable[Pack]) -> Pack:
    """The pack of a kind of body on a day; where none holds, that is said and the exit code is 1."""
    from openqof.core.governance.wording import day
    from openqof.governance.packs import pack_on
    from openqof.governance.powers import KINDS

    found = pack_on(packs, kind, on)
    if found is not None:
        return found
    remark(f"There are no rules for {KINDS[kind]} on {day(on)}.")
    raise typer.Exit(BAD_INPUT)


def body_line(body: Body, on: date, pack: Pack | None) -> str:
    """Who decides, under which model and which rules, in a sentence."""
    from openqof.core.governance.wording import day
    from openqof.governance.powers import KINDS

    if pack is None:
        return f"{body.name} is {KINDS[body.kind]}. No rule pack holds for it on {day(on)}."
    stated = body.model_on(on)
    rules = f"The rules are those of {pack.id}: {pack.title}."
    if stated is None:
        return f"{body.name} is {KINDS[body.kind]}. {supposed(body, on, pack)} {rules}"
    under = f"under the model “{stated.model.value}”, since {day(stated.first)}"
    return f"{body.name} is {KINDS[body.kind]} {under}. {rules}"


def supposed(body: Body, on: date, pack: Pack | None) -> str:
    """That the model of a body on a day is supposed, and why; "" where the body states it."""
    from openqof.core.governance.wording import day
    from openqof.governance.packs import model_of

    if pack is None or body.model_on(on) is not None:
        return ""
    first = min((each.first for each in body.models), default=None)
    lacking = f"its first model begins on {day(first)}" if first else "it states none"
    only = len({each.model for each in pack.powers}) == 1
    why = "is the only one that the rules have" if only else "leaves it the least power"
    model = model_of(body, pack, on).value
    return f"No model is stated for {day(on)}: {lacking}. “{model}” is supposed, which {why}."


def model_facts(body: Body, on: date, pack: Pack | None) -> dict[str, Any]:
    """The model of a body on a day for a program, and why it is supposed where the body states none."""
    from openqof.governance.packs import model_of

    model = model_of(body, pack, on).value if pack else None
    return {"model": model, "model_supposed": supposed(body, on, pack) or None}


def facts_of_case(stated: Mapping[str, Facts], scheme: str, written: Iterable[str]) -> Facts:
    """What the body states of all schemes, then of this one, then what the command line states."""
    return {**stated.get("all", {}), **stated.get(scheme, {}), **dict(map(_fact, written))}


def _fact(written: str) -> tuple[str, Fact]:
    from openqof.core.governance.conditions import FACTS
    from openqof.files.values import did_you_mean

    name, sign, value = written.partition("=")
    if not sign:
        wrong_usage(f'--fact "{written}" should be NAME=VALUE, as lmc_consulted=yes.')
    if name not in FACTS:
        listed = "docs/reference/governance-files.md lists them."
        wrong_usage(f"--fact {name}: there is no such fact. {did_you_mean(name, FACTS, otherwise=listed)}")
    return name, _value(name, value)


def _value(name: str, text: str) -> Fact:
    """The value of a fact in the form it has."""
    from decimal import Decimal, InvalidOperation

    from openqof.core.governance.conditions import DAY, FACTS, FIGURE, YES_NO

    kind = FACTS[name]
    try:
        if kind.form == YES_NO:
            return {"yes": True, "no": False}[text.casefold()]
        if kind.form == DAY:
            return date.fromisoformat(text)
        if kind.form == FIGURE:
            return Decimal(text)
    except (KeyError, ValueError, InvalidOperation):
        wrong_usage(f'--fact {name}: "{text}" should be {_wanted(kind.form)}.')
    if kind.words and text not in kind.words:
        wrong_usage(f'--fact {name}: "{text}" should be one of {", ".join(kind.words)}.')
    return text


def _wanted(form: str) -> str:
    return {"day": "a day, as 2015-04-01", "figure": "a figure"}.get(form, form)
