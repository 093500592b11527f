"""openqof govern conflicts, quorum, decide and minutes: a meeting of a committee, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, counted, reports_problems, say, show_table, wrong_usage
from openqof.cli.govern_ask import no_item, pack_for
from openqof.cli.govern_say import (
    COLUMNS,
    as_json,
    cited,
    leave,
    paragraph,
    rows_of,
    rules_of,
    say_json,
    tell_basis,
    tell_reason,
    tell_reasons,
)

if TYPE_CHECKING:
    from openqof.core.governance.interests import Conflict, Item
    from openqof.core.governance.packs import Pack, Rule
    from openqof.core.governance.verdicts import Reason, Verdict
    from openqof.files.meeting import MeetingFile

MeetingArgument = Annotated[Path, typer.Argument(metavar="MEETING.yaml", help="the file of a meeting")]
ItemOption = Annotated[str, typer.Option("--item", help="only this item of the agenda")]
_CONFLICTS = {
    "item": "item", "person": "person", "category": "category", "kind": "kind", "least": "at the least",
    "pence": "pence a year", "interest": "entry", "why": "why", "rules": "rules",
}  # fmt: skip


@reports_problems
def conflicts(meeting: MeetingArgument, item: ItemOption = "", form: FormatOption = Format.TABLE) -> None:
    """List before a meeting whose interests each item touches, why, and how they are handled at the least.

    Entries of the register are held against the practices and organisations that an item touches, and against
    what the priced result says each practice gains or loses. Exit code 0: every member may take full part.
    1: some may not. 2: wrong usage.

    Example: openqof govern conflicts meeting.yaml
    """
    file, pack = _read(meeting)
    found = [each for each in _conflicts(file, pack) if item in ("", each.item)]
    items = _items(file, item)
    free = all(each.least == "note and stay" for each in found)
    if form is Format.TABLE:
        paragraph(_conflicts_said(file, found, free))
        for each in items:
            _tell_item(file, pack, each, [one for one in found if one.item == each.id])
        _tell_unknown(file)
        tell_basis(rule.provenance for rule in _rules(found, pack))
    elif form is Format.CSV:
        show_table([_row(each) for each in found], _CONFLICTS, form=form)
    else:
        say_json({"says": _conflicts_said(file, found, free), "conflicts": [_row(each) for each in found]})
    leave(free)


def _read(path: Path) -> tuple[MeetingFile, Pack]:
    from openqof.files.governance import load_packs
    from openqof.files.meeting import load_meeting

    file = load_meeting(path)
    return file, pack_for(file.body.kind, file.meeting.on, load_packs())


def _conflicts(file: MeetingFile, pack: Pack) -> tuple[Conflict, ...]:
    from openqof.governance.interests import conflicts as computed

    return computed(file.meeting, file.register, file.body, pack)


def _items(file: MeetingFile, wanted: str) -> Sequence[Item]:
    found = [each for each in file.meeting.items if wanted in ("", each.id)]
    if not found:
        wrong_usage(no_item(wanted, (each.id for each in file.meeting.items)))
    return found


def _conflicts_said(file: MeetingFile, found: Sequence[Conflict], free: bool) -> str:
    from openqof.core.governance.wording import day, number_of, spelt

    on = day(file.meeting.on)
    if not found:
        return f"Yes: no member has an interest that the agenda of {on} touches."
    people = len({each.person for each in found if each.least != "note and stay"})
    if free:
        noted = counted(len({each.person for each in found}), "member")
        return f"Yes: every member may take full part on {on}; the interests of {noted} are noted."
    member = number_of(people, "member").partition(" ")[2]
    return f"No: {spelt(people)} {member} may not take full part in every item on {on}."


def _tell_item(file: MeetingFile, pack: Pack, item: Item, found: Sequence[Conflict]) -> None:
    say(f"\n{item.id}  {item.title}")
    if not found:
        paragraph("Nobody has an interest that it touches.", indent=2)
    for person in dict.fromkeys(each.person for each in found):
        _tell_person([each for each in found if each.person == person], pack)
    if item.effects is not None and file.register is not None:
        from openqof.governance.exposure import exposure

        known = exposure(file.meeting, item.id, register=file.register, body=file.body, pack=pack)
        paragraph(known.says, indent=2)


def _tell_person(found: Sequence[Conflict], pack: Pack) -> None:
    """A member's interests in an item, the strongest handling first, then the rules, each once."""
    from openqof.governance.interests import least_for

    least = least_for(tuple(found), found[0].item, found[0].person)
    paragraph(f"{found[0].person}: {least}, at the least.", indent=2)
    for each in found:
        paragraph(f"{each.kind.capitalize()}, {each.category} ({each.least}): {each.why}", indent=6)
    for name in dict.fromkeys(name for each in found for name in each.rules):
        _tell_rule(name, pack)


def _tell_rule(name: str, pack: Pack) -> None:
    from openqof.governance.interest_rules import rule_named

    rule = rule_named(name, pack)
    if rule is not None:
        paragraph(rule.says, indent=6)
        paragraph(cited(name, rule.provenance), indent=10)


def _rules(found: Iterable[Conflict], pack: Pack) -> Iterator[Rule]:
    from openqof.governance.interest_rules import rule_named

    for name in dict.fromkeys(name for each in found for name in each.rules):
        rule = rule_named(name, pack)
        if rule is not None:
            yield rule


def _tell_unknown(file: MeetingFile) -> None:
    """Of whom nothing is known, which no computation can make up for."""
    from openqof.core.governance.wording import listed
    from openqof.governance.interests import not_on_register

    say()
    if file.register is None:
        paragraph("The meeting names no register, so that only what was declared at it could be looked at.")
        return
    unknown = not_on_register(file.meeting, file.register)
    if unknown:
        has = "has" if len(unknown) == 1 else "have"
        paragraph(f"{listed(unknown)} {has} neither an entry nor a nil return in the register.")
    else:
        paragraph("Every member has an entry or a nil return in the register.")


def _row(conflict: Conflict) -> dict[str, Any]:
    row = {name: getattr(conflict, name) for name in _CONFLICTS}
    return {**row, "rules": " ".join(conflict.rules)}


@reports_problems
def quorum(meeting: MeetingArgument, item: ItemOption = "", form: FormatOption = Format.TABLE) -> None:
    """Say whether each item is quorate, counted on those still eligible after their conflicts are handled.

    Where an item is not, the ways out that the rules name are tried. Exit code 0: every item is quorate.
    1: some are not. 2: wrong usage.

    Example: openqof govern quorum meeting.yaml --item i1
    """
    from openqof.governance.quorum import quorum as asked

    file, pack = _read(meeting)
    held = _conflicts(file, pack)
    known = file.register is not None
    verdicts = {
        each.id: asked(file.meeting, pack, held, each.id, register=known) for each in _items(file, item)
    }
    if form is Format.TABLE:
        paragraph(_quorum_said(file, verdicts))
        for name, verdict in verdicts.items():
            _tell_quorum(file, pack, name, verdict, held)
        tell_basis(rules_of(verdicts.values()))
    elif form is Format.CSV:
        show_table(rows_of(verdicts, "item"), {"item": "item"} | COLUMNS, form=form)
    else:
        say_json([_quorum_json(file, pack, name, each, held) for name, each in verdicts.items()])
    leave(all(each.allowed for each in verdicts.values()))


def _quorum_said(file: MeetingFile, verdicts: dict[str, Verdict]) -> str:
    from openqof.core.governance.wording import day, listed

    on = day(file.meeting.on)
    broken = [name for name, each in verdicts.items() if not each.allowed]
    if broken and all(verdicts[name].answer.value == "not shown" for name in broken):
        what = "the item" if len(verdicts) == 1 else listed(broken)
        return f"Not shown: that {what} {'is' if len(broken) == 1 else 'are'} quorate on {on} is not shown."
    if not broken:
        return f"Yes: on {on} {'every item' if len(verdicts) > 1 else 'the item'} is quorate."
    if len(verdicts) == 1:
        return f"No: on {on} the item is not quorate."
    are = "is" if len(broken) == 1 else "are"
    return (
        f"No: on {on} {len(broken)} of {counted(len(verdicts), 'item')} {are} not quorate: {listed(broken)}."
    )


def _tell_quorum(
    file: MeetingFile, pack: Pack, name: str, verdict: Verdict, held: Sequence[Conflict]
) -> None:
    item = next(each for each in file.meeting.items if each.id == name)
    state = "quorate" if verdict.allowed else "not quorate" if verdict.answer.value == "no" else "not shown"
    say(f"\n{name}  {item.title}: {state}")
    tell_reasons(verdict.reasons, indent=4)
    ways = _ways_out(file, pack, name, held)
    if ways:
        say("\n  What may be done")
    for each in ways:
        tell_reason(each, indent=4)


def _ways_out(file: MeetingFile, pack: Pack, name: str, held: Sequence[Conflict]) -> tuple[Reason, ...]:
    from openqof.governance.remedies import remedies

    return remedies(file.meeting, pack, held, name)


def _quorum_json(
    file: MeetingFile, pack: Pack, name: str, verdict: Verdict, held: Sequence[Conflict]
) -> dict[str, Any]:
    from openqof.cli.govern_say import row

    ways = [row(each) for each in _ways_out(file, pack, name, held)]
    state = {"yes": "is quorate", "no": "is not quorate"}.get(
        verdict.answer.value, "is not shown to be quorate"
    )
    title = next(each.title for each in file.meeting.items if each.id == name)
    return {"item": name, **as_json(verdict, f"{title}: the item {state}."), "remedies": ways}


@reports_problems
def minutes(meeting: MeetingArgument) -> None:
    """Print the minutes of a meeting as Markdown: who came, what was declared and how it was handled, votes.

    Example: openqof govern minutes meeting.yaml
    """
    from openqof.governance.minutes import minutes as written

    file, pack = _read(meeting)
    known = file.register is not None
    say(written(file.meeting, file.body, pack, _conflicts(file, pack), register=known).rstrip())


def register(govern: typer.Typer) -> None:
    """Add the commands on a meeting."""
    from openqof.cli.govern_committee import committee
    from openqof.cli.govern_decide import decide

    for command in (committee, conflicts, quorum, decide, minutes):
        govern.command()(command)
