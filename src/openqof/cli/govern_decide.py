"""openqof govern decide: whether what a committee decided may be recorded, and the sealed record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openqof.cli.common import Format, FormatOption, counted, reports_problems, say, wrong_usage
from openqof.cli.govern_ask import no_item, pack_for
from openqof.cli.govern_logged import ActingOption, AuditOption, Log, WhoOption, log_of
from openqof.cli.govern_say import leave, paragraph, rules_of, tell, tell_basis

if TYPE_CHECKING:
    from openqof.core.governance.audit import AuditEvent
    from openqof.core.governance.decisions import Decision, Tally
    from openqof.core.governance.interests import Conflict, Item
    from openqof.core.governance.packs import Pack
    from openqof.core.governance.records import Draft
    from openqof.core.governance.refusal import Refusal
    from openqof.core.governance.verdicts import Verdict
    from openqof.core.scheme import Scheme
    from openqof.files.meeting import MeetingFile


@reports_problems
def decide(
    meeting: Annotated[Path, typer.Argument(metavar="MEETING.yaml", help="the file of a meeting")],
    item: Annotated[str, typer.Option("--item", help="the item of the agenda")],
    draft: Annotated[
        Path | None,
        typer.Option("--draft", metavar="FILE", help="what the record says: options, reasons, review"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="write the sealed record, as JSON")
    ] = None,
    audit: AuditOption = None,
    who: WhoOption = "",
    acting_as: ActingOption = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whether a decision may be recorded: quorum, votes, conflicts, route of the scheme, what is stated.

    With --draft and -o the record is sealed and written; it is never changed, only corrected by a new one.
    With --audit its writing is logged.
    Exit code 0: it may be recorded. 1: it may not, or it is not shown. 2: wrong usage.

    Example: openqof govern decide meeting.yaml --item i1 --draft draft.yaml -o record.json
    """
    _check_output(output, draft)
    log = log_of(audit, who, acting_as)
    case = _case(meeting, item)
    verdict, record = case.asked(_draft(draft, item))
    _say(case, verdict, record, form)
    if output is not None and record is not None:
        _keep(output, record, log)
    leave(verdict.allowed)


def _check_output(output: Path | None, draft: Path | None) -> None:
    """Refuse a record that no draft fills, one that is there already, and one that cannot be written."""
    from openqof.cli.writable import check_file

    if output is not None and (draft is None or output.exists()):
        wrong_usage(f"-o {output} needs --draft." if draft is None else f"{output} is there already.")
    check_file("-o", output)


def _case(meeting: Path, item: str) -> _Case:
    """The item of a meeting with the pack of its day and the conflicts of those who came."""
    from openqof.files.governance import load_packs
    from openqof.files.meeting import load_meeting
    from openqof.governance.interests import conflicts

    file = load_meeting(meeting)
    known = {each.id: each for each in file.meeting.items}
    if item not in known:
        wrong_usage(no_item(item, known))
    packs = load_packs()
    pack = pack_for(file.body.kind, file.meeting.on, packs)
    held = conflicts(file.meeting, file.register, file.body, pack)
    return _Case(file, known[item], pack, packs, meeting.parent, held)


def _keep(output: Path, record: Decision, log: Log | None) -> None:
    """Write the sealed record, and log that it was written where that was asked for."""
    _write(output, record)
    say(f"{output}: sealed, sha256 {record.sha256}")
    if log is not None:
        log.add([_recorded(record, log)])


def _recorded(record: Decision, log: Log) -> AuditEvent:
    """The event of a record written; the log gives it its time."""
    from openqof.core.governance.audit import AuditEvent

    after = f'"{record.sha256}"'
    return AuditEvent(log.who, "", log.acting_as, "decision recorded", record.reference, "", after)


def _draft(path: Path | None, item: str) -> Draft | None:
    from openqof.files.decision_read import load_draft

    if path is None:
        return None
    of, draft = load_draft(path)
    if of != item:
        wrong_usage(f"--draft {path} is of item {of}, not of {item}.")
    return draft


@dataclass(frozen=True, slots=True)
class _Case:
    """One item of a meeting under the pack of its day."""

    file: MeetingFile
    item: Item
    pack: Pack
    packs: tuple[Pack, ...]
    folder: Path
    held: tuple[Conflict, ...]

    def asked(self, stated: Draft | None) -> tuple[Verdict, Decision | None]:
        """Whether it may be recorded, and the record where it may and a draft says what it states."""
        from openqof.core.governance.verdicts import Verdict
        from openqof.governance.decisions import record
        from openqof.governance.quorum import quorum
        from openqof.governance.ready import ready

        meeting, pack, held, scheme = self.file.meeting, self.pack, self.held, self._scheme()
        own = tuple(each for each in held if each.item == self.item.id)
        votes, way = self.tally(), self._route(scheme)
        draft = self._bound(stated or self._empty(votes), scheme)
        enough = quorum(meeting, pack, held, self.item.id, register=self.file.register is not None)
        verdict = ready(
            draft, meeting, self.item, quorum=enough, tally=votes, route=way, conflicts=own, pack=pack,
            drafted=stated is not None,
        )  # fmt: skip
        if stated is None or not verdict.allowed:
            return verdict, None
        made = record(
            draft, meeting, self.item, quorum=enough, tally=votes, route=way, conflicts=held, pack=pack
        )
        return (made, None) if isinstance(made, Verdict) else (verdict, made)

    def tally(self) -> Tally | None:
        """The votes counted; None where there is nothing to count yet."""
        from openqof.core.governance.refusal import Refusal

        found = self.votes()
        return None if isinstance(found, Refusal) else found

    def votes(self) -> Tally | Refusal:
        """The votes counted, or why they are not."""
        from openqof.governance.votes import tally

        return tally(self.file.meeting, self.item.id, self.held, self.pack)

    def _scheme(self) -> Scheme | None:
        """The scheme that the item decides on: by its id, or by its file beside that of the meeting."""
        from openqof.cli.scheme import scheme_named

        named = self.item.scheme
        if named.endswith((".yaml", ".yml")):
            return scheme_named(str(self.folder / named))
        return scheme_named(named) if named else None

    def _route(self, scheme: Scheme | None) -> Verdict | None:
        from openqof.cli.govern_ask import facts_of_case
        from openqof.governance.routes import route

        if scheme is None:
            return self._power()
        facts = facts_of_case(self.file.facts, scheme.id, ())
        return route(scheme, self.file.body, self.file.meeting.on, self.packs, facts)

    def _power(self) -> Verdict | None:
        """Whether the body decides at all on what the item decides, where that is no scheme."""
        from openqof.governance.powers import may

        if not self.item.decides:
            return None
        return may(self.file.body, self.item.decides, self.file.meeting.on, self.packs)

    def _empty(self, votes: Tally | None) -> Draft:
        from openqof.core.governance.records import APPROVED, REJECTED, Draft

        outcome = REJECTED if votes is not None and not votes.carried else APPROVED
        return Draft(f"{self.file.meeting.on}-{self.item.id}", outcome)

    def _bound(self, draft: Draft, scheme: Scheme | None) -> Draft:
        """The draft with the fingerprints of the rules, the body, the scheme and the priced run."""
        rests: dict[str, str] = {self.pack.id: self.pack.sha256, self.file.body.code: self.file.body.sha256}
        if scheme is not None:
            rests[scheme.id] = scheme.sha256
        run = self.item.effects.fingerprint if self.item.effects else draft.run
        held: Mapping[str, str] = {**draft.rests_on, **{name: sha for name, sha in rests.items() if sha}}
        return replace(draft, run=run, rests_on=held)


def _say(case: _Case, verdict: Verdict, record: Decision | None, form: Format) -> None:
    from openqof.core.governance.sealing import plain_record

    title = f"the decision on “{case.item.title}”"
    if verdict.allowed:
        said = f"Yes: {title} may be recorded."
    elif verdict.answer.value == "no":
        said = f"No: {title} may not be recorded; {_against(verdict)}."
    else:
        said = f"Not shown: {title} lacks something before it may be recorded; {_against(verdict)}."
    facts = {"record": plain_record(record) if record else None}
    tell(verdict, said, form, facts=facts)
    if form is Format.TABLE:
        say()
        paragraph(_votes_said(case))
        tell_basis(rules_of([verdict]))


def _against(verdict: Verdict) -> str:
    """How many reasons follow that stand against it, and how many that are not shown."""
    from openqof.core.governance.verdicts import Answer
    from openqof.core.governance.wording import listed

    each = {answer: {one for one in verdict.reasons if one.answer is answer} for answer in Answer}
    no, open_still = len(each[Answer.NO]), len(each[Answer.NOT_SHOWN])
    parts = [f"{counted(no, 'reason')} {'stands' if no == 1 else 'stand'} against it"] if no else []
    are = "is" if open_still == 1 else "are"
    parts += [f"{counted(open_still, 'thing')} {are} not shown"] if open_still else []
    return listed(parts)


def _votes_said(case: _Case) -> str:
    from openqof.core.governance.refusal import Refusal
    from openqof.core.governance.wording import listed

    votes = case.votes()
    if isinstance(votes, Refusal):
        return f"Votes: {votes.says}"
    parts = (("for", votes.ayes), ("against", votes.noes), ("abstained", votes.abstained))
    said = listed(f"{len(who)} {name}" for name, who in parts)
    out = listed(f"{person} ({why})" for person, why in votes.not_counted.items())
    casting = f" The casting vote was {votes.casting}." if votes.casting else ""
    left_out = f" Not counted: {out}." if out else ""
    total = counted(sum(len(who) for _, who in parts), "vote")
    return (
        f"Votes: {total} counted, {said}; it is {'carried' if votes.carried else 'lost'}.{casting}{left_out}"
    )


def _write(path: Path, record: Decision) -> None:
    import json

    from openqof.core.governance.sealing import plain_record

    with path.open("x", encoding="utf-8") as out:
        json.dump(plain_record(record), out, ensure_ascii=False, indent=1)
        out.write("\n")
