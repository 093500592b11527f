"""openqof govern gates: how far a scheme is on its way, what it waits for, and whom it binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, counted, reports_problems, say, show_table
from openqof.cli.govern_ask import day_of
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
    tell_reasons,
)

if TYPE_CHECKING:
    from datetime import date as Day  # noqa: N812

    from openqof.core.governance.bodies import Body
    from openqof.core.governance.progress import Event, PracticeState
    from openqof.core.governance.progress import Path as WayOf
    from openqof.core.governance.refusal import Refusal
    from openqof.core.governance.verdicts import Verdict
    from openqof.core.problems import Problem
    from openqof.core.sources import Provenance
    from openqof.files.path import PathFile
    from openqof.governance.gates import Gated
    from openqof.governance.templates import Difference
    from openqof.governance.tracker import Waiting


@reports_problems
def gates(
    path: Annotated[
        Path, typer.Argument(metavar="PATH.yaml", help="the path of a scheme: its events in order")
    ],
    date: Annotated[
        str, typer.Option("--date", metavar="DAY", help="as it stands on this day [default: the file's]")
    ] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whether a scheme is in force: its gates with their rules, what was refused, who holds it.

    A practice stays free to be on national QOF at every stage. Exit code 0: the scheme is in force for every
    body of the path. 1: it is not, or the file has problems. 2: wrong usage. Events that were refused changed
    nothing, and differences from a template are faults of the document: both are listed by themselves and do
    not change the answer.

    Example: openqof govern gates path.yaml --date 2016-04-01
    """
    file = _read(path)
    on = day_of("--date", date) if date else file.on
    found = _gated(file, on)
    verdicts = {code: _in_force(each) for code, each in found.items()}
    unlike = _not_verbatim(file)
    if form is Format.CSV:
        show_table(list(_rows(found, verdicts, unlike)), {"body": "body"} | COLUMNS, form=form)
    elif form is Format.JSON:
        say_json([_json(file, code, each, verdicts[code], unlike, on) for code, each in found.items()])
    else:
        _tell(file, found, verdicts, unlike, on)
    leave(all(each.allowed for each in verdicts.values()))


def _read(path: Path) -> PathFile:
    """The path; a scheme that the library does not have is a problem, whatever else the file says of it."""
    from openqof.core.problems import BadInput
    from openqof.files.path import load_path

    try:
        file = load_path(path)
    except BadInput as error:
        raise BadInput([_unlisted(each) for each in error.problems]) from error
    if file.scheme is None:
        raise BadInput([_no_scheme(file.id)])
    return file


def _unlisted(problem: Problem) -> Problem:
    """A problem with a scheme that there is not, told by the nearest one in place of all of them."""
    unknown = problem.code == "L013" and not problem.hint.startswith("It is a year")
    return _no_scheme(problem.file) if unknown else problem


def _no_scheme(named: str) -> Problem:
    from openqof.core.problems import Problem
    from openqof.files.shipped import scheme_ids, service_ids
    from openqof.files.values import did_you_mean

    lists = "`openqof library` lists all; a file of your own ends in .yaml."
    near = did_you_mean(named, (*scheme_ids(), *service_ids()))
    return Problem(named, 0, 0, "L013", "There is no scheme of this name.", f"{near} {lists}".strip())


def _in_force(gated: Gated) -> Verdict:
    """Whether the scheme is in force: by its gates and its stage, whatever was refused on the way."""
    from openqof.core.governance.verdicts import decide

    reasons = list(gated.verdict.reasons)
    for _, refusal in reversed(gated.refused):
        if reasons and (reasons[-1].rule, reasons[-1].says) == (refusal.rule, refusal.says):
            reasons.pop()
    return decide(gated.verdict.question, reasons)


def _gated(file: PathFile, on: Day) -> Mapping[str, Gated]:
    from openqof.files.governance import load_packs
    from openqof.governance.gates import Asked, gates
    from openqof.governance.scheme_facts import facts_of

    asked = [
        Asked(body, facts_of(file.scheme, file.stated[body.code]) if file.scheme else file.stated[body.code])
        for body in file.bodies
    ]
    return gates(file.id, file.route, asked, file.events, load_packs(), on, ballot=file.ballot)


def _not_verbatim(file: PathFile) -> Sequence[Difference]:
    """Where a scheme that is to be adopted word for word differs from its template and may not."""
    from openqof.governance.templates import differences

    if file.template is None or file.scheme is None:
        return ()
    found = differences(file.template.scheme, file.template.settled, file.scheme)
    return [each for each in found if not each.may]


def _tell(
    file: PathFile,
    found: Mapping[str, Gated],
    verdicts: Mapping[str, Verdict],
    unlike: Sequence[Difference],
    on: Day,
) -> None:
    paragraph(_headline(file, verdicts, unlike, on))
    turned = {(event.on, event.what, event.by) for each in found.values() for event, _ in each.refused}
    if turned:
        were = "was refused and changed nothing" if len(turned) == 1 else "were refused and changed nothing"
        paragraph(f"On the way {counted(len(turned), 'event')} {were}.")
    _tell_unlike(file, unlike)
    bodies = {each.code: each for each in file.bodies}
    for code, gated in found.items():
        _tell_body(bodies[code], gated, verdicts[code])
    _tell_precedents(file)
    tell_basis(rules_of(verdicts.values()))


def _headline(file: PathFile, verdicts: Mapping[str, Verdict], unlike: Sequence[Difference], on: Day) -> str:
    """The answer in a sentence."""
    runs = all(each.allowed for each in verdicts.values())
    return f"{_head(file, verdicts, on)}{_but(file, unlike, runs=runs)}."


def _head(file: PathFile, verdicts: Mapping[str, Verdict], on: Day) -> str:
    """Whether the scheme is in force for all, for some or for none."""
    from openqof.core.governance.wording import day, listed

    bodies = {each.code: each for each in file.bodies}
    running = [bodies[code].name for code, each in verdicts.items() if each.allowed]
    if len(running) == len(verdicts):
        return f"Yes: {file.id} is in force on {day(on)}"
    if running:
        return f"No: on {day(on)} {file.id} is in force for {listed(running)} alone"
    return f"No: {file.id} is not in force on {day(on)}"


def _but(file: PathFile, unlike: Sequence[Difference], *, runs: bool) -> str:
    """That a scheme that was to be adopted word for word was not."""
    if not unlike or file.template is None:
        return ""
    many = counted(len(unlike), "difference")
    joined = "but" if runs else "and"
    return f", {joined} it is not {file.template.scheme.id} word for word: {many}"


def _tell_unlike(file: PathFile, unlike: Sequence[Difference]) -> None:
    from openqof.governance.path_rules import OWN
    from openqof.governance.templates import RULE

    if not unlike or file.template is None:
        return
    say(f"\nDifferences from the template {file.template.scheme.id}")
    for each in unlike:
        paragraph(each.says, indent=2)
    paragraph("Only local parameters may differ.", indent=2)
    paragraph(cited(RULE, OWN), indent=6)


def _tell_body(body: Body, gated: Gated, verdict: Verdict) -> None:
    from openqof.core.governance.wording import day

    say()
    paragraph(f"{body.name}: {gated.path.stage.value}, version {gated.path.version}.")
    tell_reasons(verdict.reasons, indent=4)
    if gated.refused:
        say("\n  Refused events, which changed nothing")
    for event, refusal in gated.refused:
        paragraph(f"{day(event.on)}, {event.what} by {event.by}: {refusal.says}", indent=4)
        paragraph(cited(refusal.rule, refusal.provenance), indent=8)
    if gated.waiting:
        say("\n  Waiting")
    for each in gated.waiting:
        _tell_waiting(each)
    _tell_practices(gated)


def _tell_waiting(waiting: Waiting) -> None:
    paragraph(f"{waiting.says} The question: {waiting.question}", indent=4)
    if waiting.rule is not None:
        paragraph(cited(waiting.rule.name, waiting.rule.provenance), indent=8)


def _tell_practices(gated: Gated) -> None:
    from collections import Counter

    from openqof.core.governance.wording import listed

    standings = Counter(_standing(gated.path, each) for each in gated.path.practices.values())
    if not standings:
        return
    said = listed(f"{number} {name}" for name, number in standings.items())
    say()
    of = counted(len(gated.path.practices), "practice")
    paragraph(f"{of}: {said}. National QOF stays open to every one of them.", indent=2)
    for version, codes in gated.bound.items():
        if codes:
            is_ = "is" if len(codes) == 1 else "are"
            paragraph(f"Version {version} binds {listed(codes)}, which {is_} free to leave.", indent=2)


def _standing(path: WayOf, state: PracticeState) -> str:
    """Where a practice stands; one that was in until the scheme was over has not left it."""
    from openqof.core.governance.progress import Stage, Standing

    if state.standing is not Standing.LEFT or _went(path, state):
        return state.standing.value
    over = {Stage.ENDED: "it ended", Stage.WITHDRAWN: "it was withdrawn", Stage.REFUSED: "it was refused"}
    return f"in until {over.get(path.stage, 'its version ended')}"


def _went(path: WayOf, state: PracticeState) -> bool:
    """Whether the last that a practice did was to leave."""
    own = [each.what for each in path.events if each.details.get("practice") == state.practice]
    return own[-1:] == ["left"]


def _tell_precedents(file: PathFile) -> None:
    """Requests like this one, and how many each area made and was granted."""
    from openqof.core.governance.wording import day, listed
    from openqof.governance.precedents import counts, like

    if file.precedents:
        say("\nPrecedents")
    for each in counts(file.precedents):
        outcomes = listed(f"{number} {name}" for name, number in each.outcomes.items() if number)
        paragraph(f"{each.area}: {counted(each.bids, 'request')}, {outcomes}.", indent=2)
    for found in like(file.precedents, file.route, _written(file))[:5]:
        past = found.precedent
        outcome = f"{past.outcome.capitalize()} by {past.by} to {past.body}"
        said = f"{outcome}, asked on {day(past.asked)}; {found.says}."
        paragraph(f"{said} {' '.join(past.reasons)}".rstrip(), indent=2)


def _written(file: PathFile) -> Mapping[str, str]:
    """The facts of the first body, as precedents write them."""
    from openqof.files.governance_words import written
    from openqof.governance.scheme_facts import facts_of

    stated = next(iter(file.stated.values()), {})
    facts = facts_of(file.scheme, stated) if file.scheme else stated
    return {name: written(each) for name, each in facts.items()}


def _json(
    file: PathFile, code: str, gated: Gated, verdict: Verdict, unlike: Sequence[Difference], on: Day
) -> dict[str, Any]:
    """The answer for one body: whether it is in force, then what was refused, waits and is bound."""
    return {
        "scheme": file.id,
        "body": code,
        "date": on,
        "stage": gated.path.stage.value,
        **as_json(verdict, _headline(file, {code: verdict}, unlike, on)),
        "refused": [_refused(event, refusal) for event, refusal in gated.refused],
        "template": _template(file, unlike),
        "waiting": [
            {"holder": each.holder, "since": each.since, "question": each.question, "due": each.due,
             "late": each.late, "rule": each.rule.name if each.rule else None}
            for each in gated.waiting
        ],
        "practices": {name: _standing(gated.path, each) for name, each in gated.path.practices.items()},
        "bound": gated.bound,
        "national_qof_open_to_all": all(gated.path.open_to(each) for each in gated.path.practices),
    }  # fmt: skip


def _refused(event: Event, refusal: Refusal) -> dict[str, Any]:
    """A refused event for a program."""
    return {
        "on": event.on,
        "event": event.what,
        "by": event.by,
        "says": refusal.says,
        "rule": refusal.rule,
        "source": refusal.provenance.source,
        "basis": refusal.provenance.basis.value,
    }


def _template(file: PathFile, unlike: Sequence[Difference]) -> dict[str, Any] | None:
    """The template, whether it was adopted word for word, and where not."""
    if file.template is None:
        return None
    found = [{"where": each.where, "template": each.template, "here": each.copy} for each in unlike]
    return {"id": file.template.scheme.id, "verbatim": not found, "differences": found}


def _rows(
    found: Mapping[str, Gated], verdicts: Mapping[str, Verdict], unlike: Sequence[Difference]
) -> Iterator[dict[str, Any]]:
    """The reasons as rows, then refused events and differences, which are no part of the answer."""
    from openqof.governance.path_rules import OWN
    from openqof.governance.templates import RULE

    yield from rows_of(verdicts, "body")
    for code, gated in found.items():
        for event, refusal in gated.refused:
            said = f"{event.on.isoformat()}, {event.what} by {event.by}: {refusal.says}"
            yield _row(code, "event refused", said, refusal.rule, refusal.provenance)
    for each in unlike:
        yield _row("", "not as the template", each.says, RULE, OWN)


def _row(body: str, answer: str, says: str, rule: str, provenance: Provenance) -> dict[str, Any]:
    return {
        "body": body,
        "rule": rule,
        "answer": answer,
        "says": says,
        "source": provenance.source,
        "basis": provenance.basis.value,
        "place": provenance.place,
    }


def register(govern: typer.Typer) -> None:
    """Add the command on a path."""
    govern.command()(gates)
