"""openqof govern register and actions: registers of interests and of contract actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, counted, reports_problems, say, show_table, wrong_usage
from openqof.cli.govern_ask import DateOption, day_of, pack_for
from openqof.cli.govern_logged import ActingOption, AuditOption, Log, WhoOption, log_of
from openqof.cli.govern_say import (
    COLUMNS,
    against,
    as_json,
    cited,
    leave,
    paragraph,
    rows_of,
    rules_of,
    say_json,
    tell,
    tell_basis,
    tell_reasons,
)

if TYPE_CHECKING:
    from openqof.core.governance.audit import AuditEvent
    from openqof.core.governance.bodies import Body
    from openqof.core.governance.records import ActionRegister, Effect
    from openqof.core.governance.verdicts import Verdict
    from openqof.governance.public_register import Public, PublicEntry

_NEED = "Say whose register it is: --body FILE, or --kind ccg, icb or area-team."
_PUBLIC = {"register": "register", "entry": "entry"}
OwnBodyOption = Annotated[
    Path | None,
    typer.Option("--body", metavar="FILE", help="the file of the body, for its kind and own clocks"),
]
KindOption = Annotated[str, typer.Option("--kind", help="the kind of body, in place of --body")]


@reports_problems
def interests(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the registers of a body")],
    date: DateOption,
    body: OwnBodyOption = None,
    kind: KindOption = "",
    public: Annotated[
        bool, typer.Option("--public", help="print what the public sees, and nothing else")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whether registers of interests, gifts, breaches and training are in order on a day, by every clock.

    Exit code 0: in order. 1: something is to be done. 2: wrong usage.

    Example: openqof govern register register.yaml --date 2016-10-21 --body body.yaml
    """
    from openqof.core.governance.verdicts import decide
    from openqof.core.governance.wording import day
    from openqof.files.governance import load_packs
    from openqof.files.register_read import load_register
    from openqof.governance.public_register import published
    from openqof.governance.record_fields import sister_registers
    from openqof.governance.registers import known_on, register_verdict

    on, who = day_of("--date", date), _body(body)
    register, clocks = load_register(file), who.own_clocks if who else ()
    pack = pack_for(who.kind if who else _kind(kind), on, load_packs())
    if public:
        _show_public(published(register, pack, on, clocks), form)
        return
    found = register_verdict(register, pack, on, clocks)
    verdict = decide(found.question, [*found.reasons, *sister_registers(known_on(register, on), pack, on)])
    many = counted(len(verdict.against), "thing")
    is_ = "is" if len(verdict.against) == 1 else "are"
    said = f"Yes: the register is in order on {day(on)}."
    tell(verdict, said if verdict.allowed else f"No: {many} {is_} to be done on {day(on)}.", form)
    if form is Format.TABLE:
        tell_basis(rules_of([verdict]))
    leave(verdict.allowed)


def _body(path: Path | None) -> Body | None:
    from openqof.files.governance import load_body

    return None if path is None else load_body(path)[0]


def _kind(written: str) -> Any:
    from openqof.core.governance.packs import BodyKind

    try:
        return BodyKind(written)
    except ValueError:
        wrong_usage(_NEED)


def _show_public(public: Public, form: Format) -> None:
    """The public register: entries by what they are of."""
    from openqof.core.governance.wording import day

    parts = {"interests": public.interests, "gifts": public.gifts, "breaches": public.breaches}
    if form is Format.JSON:
        say_json({name: [dict(_fields(each)) for each in entries] for name, entries in parts.items()})
        return
    rows = [{"register": name, "entry": _entry(each)} for name, found in parts.items() for each in found]
    if form is Format.CSV:
        show_table(rows, _PUBLIC, form=form)
        return
    only = " of those who take decisions" if public.decision_makers_only else ""
    many = counted(len(rows), "entry", "entries")
    paragraph(f"The public register of {public.body}{only} on {day(public.on)}: {many}.")
    for row in rows:
        paragraph(f"{row['register']}: {row['entry']}", indent=2)


def _fields(entry: PublicEntry) -> Iterator[tuple[str, Any]]:
    yield from entry.fields.items()
    if entry.withheld_because:
        yield "withheld", entry.withheld_because
    if entry.until:
        yield "public until", entry.until.isoformat()


def _entry(entry: PublicEntry) -> str:
    return "; ".join(f"{name} {value}" for name, value in _fields(entry))


@reports_problems
def actions(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a register of contract actions")],
    body: OwnBodyOption = None,
    kind: KindOption = "",
    audit: AuditOption = None,
    who: WhoOption = "",
    acting_as: ActingOption = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Say of every contract action in a register whether it may stand as it is recorded, and what it changes.

    Asked are the fields and periods of each kind of action, what ending a contract for breach rests on, and
    whether its grounds may be used. With --audit every action whose grounds may not be used is logged. Exit
    code 0: all may stand. 1: some may not. 2: wrong usage.

    Example: openqof govern actions actions.yaml --kind ccg
    """
    from openqof.files.actions_read import load_actions
    from openqof.files.governance import load_packs
    from openqof.governance.actions import check_register

    log = log_of(audit, who, acting_as)
    register, own = load_actions(file), _body(body)
    found = check_register(register, load_packs(), own.kind if own else _kind(kind))
    verdicts = {action.reference: each for action, each in zip(register.actions, found, strict=True)}
    if form is Format.CSV:
        show_table(rows_of(verdicts, "action"), {"action": "action"} | COLUMNS, form=form)
    elif form is Format.JSON:
        say_json([_action_json(register, name, each) for name, each in verdicts.items()])
    else:
        _tell_actions(register, verdicts)
    if log is not None:
        log.add(_grounds_refused(register, log))
    leave(all(each.allowed for each in verdicts.values()))


def _grounds_refused(register: ActionRegister, log: Log) -> Iterator[AuditEvent]:
    """An event for each action whose grounds may not be used; the log gives it its time."""
    from openqof.governance.use_of_data import refused

    now = datetime.now(UTC)
    for action in register.actions:
        _, event = refused(action, register.opted_out, who=log.who, acting_as=log.acting_as, when=now)
        if event is not None:
            yield replace(event, when="")


def _tell_actions(register: ActionRegister, verdicts: dict[str, Verdict]) -> None:
    wrong = [each for each in verdicts.values() if not each.allowed]
    of = counted(len(verdicts), "action")
    if wrong:
        paragraph(f"No: {len(wrong)} of {of} may not stand as recorded, or it is not shown that they may.")
    else:
        every = "every one of " if len(verdicts) != 1 else ""
        paragraph(f"Yes: {every}{of} may stand as recorded.")
    for name, verdict in verdicts.items():
        say()
        paragraph(_said(register, name, verdict))
        tell_reasons(verdict.reasons, indent=4)
        for effect in _effects(register, name):
            paragraph(f"In {effect.scheme}: {effect.says}", indent=4)
            paragraph(cited(f"contract-actions:{effect.rule.id}", effect.rule.provenance), indent=8)
    tell_basis(rules_of(verdicts.values()))


def _said(register: ActionRegister, name: str, verdict: Verdict) -> str:
    """The answer on an action in a sentence."""
    words = {"yes": "may stand", "no": f"may not stand; {against(verdict)}"}
    said = words.get(verdict.answer.value, f"not shown; {against(verdict)}")
    return f"{_name(register, name)}: {said}."


def _name(register: ActionRegister, reference: str) -> str:
    from openqof.governance.actions import name_of

    said = name_of(next(each for each in register.actions if each.reference == reference))
    return said[:1].upper() + said[1:]


def _effects(register: ActionRegister, reference: str) -> Sequence[Effect]:
    """What an action does to the part of practices in schemes."""
    from openqof.governance.membership import effects

    action = next(each for each in register.actions if each.reference == reference)
    return effects(action, register.members)


def _action_json(register: ActionRegister, name: str, verdict: Verdict) -> dict[str, Any]:
    found = [
        {"scheme": each.scheme, "practice": each.practice, "standing": each.standing.value,
         "since": each.since, "says": each.says, "rule": f"contract-actions:{each.rule.id}"}
        for each in _effects(register, name)
    ]  # fmt: skip
    return {"action": name, **as_json(verdict, _said(register, name, verdict)), "effects": found}


def register(govern: typer.Typer) -> None:
    """Add the commands on registers."""
    govern.command(name="register")(interests)
    govern.command()(actions)
