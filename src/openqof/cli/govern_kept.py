"""openqof govern records: a register of decisions on a day, and what in it asks for something to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, counted, reports_problems, say, show_table, wrong_usage
from openqof.cli.govern_ask import DateOption, day_of
from openqof.cli.govern_say import (
    COLUMNS,
    against,
    as_json,
    leave,
    paragraph,
    rows_of,
    rules_of,
    say_json,
    tell_basis,
    tell_reasons,
)

if TYPE_CHECKING:
    from openqof.core.governance.bodies import Body
    from openqof.core.governance.decisions import Decision, Procurement
    from openqof.core.governance.packs import BodyKind, Pack
    from openqof.core.governance.records import DecisionRegister
    from openqof.core.governance.verdicts import Reason, Verdict
    from openqof.governance.publication import DutyDue

_DECISIONS = "decisions"
"""What the duties of the packs call the publication of a decision."""
_CHAIN = "the register"
_NO_KIND = "No record names the rules it rests on, so say whose register it is: --body FILE."


LARGEST = 1_000_000
"""Bytes of a file beside the register up to which it is looked into for a scheme."""


@reports_problems
def records(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a register of decisions")],
    date: DateOption,
    body: Annotated[
        Path | None,
        typer.Option("--body", metavar="FILE", help="the file of the body, for its fingerprint and clocks"),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say what a register of decisions asks for on a day: seals, corrections, stale records, reviews, clocks.

    Held against each other are the fingerprints of law, schemes and body now and when it was decided, the
    days of publication and call-in, and the fields of procurement decisions, by the rules of each one's day.
    Exit code 0: nothing is to be done. 1: something is, or is not shown. 2: wrong usage.

    Example: openqof govern records decisions.yaml --date 2016-12-01 --body body.yaml
    """
    from openqof.files.decision_read import load_decisions
    from openqof.files.governance import load_body, load_packs

    on = day_of("--date", date)
    who = load_body(body)[0] if body else None
    kept = _Kept(load_decisions(file), on, who, load_packs(), file.parent)
    verdicts = kept.verdicts()
    if form is Format.CSV:
        show_table(rows_of(verdicts, "record"), {"record": "record"} | COLUMNS, form=form)
    elif form is Format.JSON:
        say_json(_as_json(kept, verdicts))
    else:
        _tell(kept, verdicts)
    leave(all(each.allowed for each in verdicts.values()))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A register as it stood on a day."""

    register: DecisionRegister
    on: date
    body: Body | None
    packs: tuple[Pack, ...]
    folder: Path

    @property
    def known(self) -> tuple[Decision, ...]:
        """The records made by the day."""
        from openqof.governance.decisions import made_on

        return tuple(each for each in self.register.decisions if made_on(each) <= self.on)

    @property
    def current(self) -> tuple[Decision, ...]:
        """Those that no other had corrected by the day."""
        from openqof.governance.decisions import current

        return current(self.known)

    @property
    def entries(self) -> tuple[Procurement, ...]:
        """The decisions to procure by the day."""
        return tuple(each for each in self.register.procurements if each.on <= self.on)

    def verdicts(self) -> dict[str, Verdict]:
        """Whether the register is whole, and whether each record and entry in it asks for nothing."""
        from openqof.governance.decisions import chain

        now, unknown = self._fingerprints()
        return {
            _CHAIN: chain(self.known),
            **{each.reference: self._decision(each, now, unknown) for each in self.current},
            **{each.reference: self._procurement(each) for each in self.entries},
        }

    def _decision(self, decision: Decision, now: Mapping[str, str], unknown: Mapping[str, str]) -> Verdict:
        from openqof.core.governance.verdicts import decide
        from openqof.governance.publication import duty_reasons, looked_at

        found = looked_at(decision, now, unknown, self.on)
        duties = duty_reasons(self.duties(decision))
        return decide(
            f"Is nothing to be done about {decision.reference}?",
            (*found.reasons, *self._no_pack(decision.on), *duties, *self.called(decision)),
        )

    def _procurement(self, entry: Procurement) -> Verdict:
        from openqof.core.governance.verdicts import decide
        from openqof.governance.procurement import check_procurement
        from openqof.governance.publication import duty_reasons

        found = check_procurement(entry, self.packs_on(entry.on))
        duties = duty_reasons(self.duties_of(entry))
        return decide(found.question, (*found.reasons, *self._no_pack(entry.on), *duties))

    def duties(self, decision: Decision) -> tuple[DutyDue, ...]:
        """What is to be published of a decision, by when."""
        done = self.done(decision.reference)
        started = {"met": decision.on, "decided": decision.on}
        if _DECISIONS in done:
            started["published"] = done[_DECISIONS]
        return self._due(decision.on, started, done, "publication")

    def duties_of(self, entry: Procurement) -> tuple[DutyDue, ...]:
        """What is to be published of a decision to procure, by when."""
        from openqof.governance.procurement import day_under

        days = {name: day_under(entry, name) for name in ("notice published", "awarded")}
        started = {"decided": entry.on, **{name: when for name, when in days.items() if when}}
        return self._due(entry.on, started, self.done(entry.reference), "procurement")

    def _due(
        self, of: date, started: Mapping[str, date], done: Mapping[str, date], about: str
    ) -> tuple[DutyDue, ...]:
        """The duties of the day of a decision that have a day of their own."""
        from openqof.governance.publication import due

        found = due(
            self.packs_on(of), on=self.on, started=started, done=done, about=(about,),
            own_duties=self.body.own_duties if self.body else (),
            own_clocks=self.body.own_clocks if self.body else (),
        )  # fmt: skip
        return tuple(each for each in found if each.by is not None and each.duty.rule.in_force(of))

    def called(self, decision: Decision) -> tuple[Reason, ...]:
        """The days of call-in of a decision that was published."""
        from openqof.core.governance.records import CALLED_IN, SETTLED
        from openqof.governance.publication import called_reasons

        done = self.done(decision.reference)
        if _DECISIONS not in done:
            return ()
        return called_reasons(
            self.packs_on(decision.on), self.on, published_on=done[_DECISIONS],
            called_in=done.get(CALLED_IN), settled=done.get(SETTLED),
            own_clocks=self.body.own_clocks if self.body else (),
        )  # fmt: skip

    def done(self, reference: str) -> dict[str, date]:
        """What was done by the day about a record, what it corrects, or an entry: the first day of each."""
        from openqof.governance.decisions import history

        names = {reference, *(each.reference for each in history(self.known, reference))}
        found = [each for each in self.register.done if each.of in names and each.on <= self.on]
        return {each.what: each.on for each in sorted(found, key=lambda each: each.on, reverse=True)}

    def packs_on(self, on: date) -> tuple[Pack, ...]:
        """The pack of the body's kind on a day; none where none holds."""
        from openqof.governance.packs import pack_on

        found = pack_on(self.packs, self.kind(), on)
        return (found,) if found else ()

    def kind(self) -> BodyKind:
        """The kind of the body: as its file says, else as the rules that its records rest on."""
        if self.body is not None:
            return self.body.kind
        rests = {name for each in self.register.decisions for name in each.rests_on or {}}
        kinds = {kind for pack in self.packs if pack.id in rests for kind in pack.kinds}
        return kinds.pop() if len(kinds) == 1 else wrong_usage(_NO_KIND)

    def _no_pack(self, on: date) -> Iterator[Reason]:
        from openqof.core.governance.verdicts import Answer, Reason
        from openqof.core.governance.wording import day
        from openqof.core.sources import Basis, Provenance
        from openqof.governance.powers import KINDS

        if not self.packs_on(on):
            says = f"There are no rules for {KINDS[self.kind()]} on {day(on)}."
            where = Provenance("openqof", Basis.DERIVED)
            yield Reason("packs:in-force", says, Answer.NOT_SHOWN, where)

    def _fingerprints(self) -> tuple[dict[str, str], dict[str, str]]:
        """The fingerprints now of all that records rest on, and why others cannot be told."""
        from openqof.governance.decisions import RECORD

        names = {name for each in self.current for name in each.rests_on or {}}
        asked = sorted(name for name in names if not name.startswith(RECORD))
        found = {name: self._fingerprint(name) for name in asked}
        unknown = {name: self._why_not(name) for name, sha in found.items() if not sha}
        return {name: sha for name, sha in found.items() if sha}, unknown

    def _fingerprint(self, name: str) -> str:
        """That of a rule pack, the body, or a scheme by id or by file beside the register; "" for none."""
        from openqof.cli.scheme import scheme_named

        known = {pack.id: pack.sha256 for pack in self.packs}
        if self.body is not None:
            known[self.body.code] = self.body.sha256
        if name in known:
            return known[name]
        scheme = scheme_named(name) or scheme_named(str(self._beside(name)))
        return scheme.sha256 if scheme else ""

    def _beside(self, name: str) -> Path:
        """The file beside the register that has a name as its own or as the id of its scheme."""
        named = f"\nid: {name}\n"
        files = (path for path in sorted(self.folder.glob("*.yaml")) if path.stat().st_size < LARGEST)
        of_id = (path for path in files if named in f"\n{path.read_text(encoding='utf-8', errors='replace')}")
        return next(of_id, self.folder / name)

    def _why_not(self, name: str) -> str:
        if name in {self.register.body, *(each.body for each in self.current)}:
            return f"Whether {name} has changed is not shown without its file: --body FILE."
        return f"Whether {name} has changed cannot be looked up here; compare its fingerprint by hand."


def _said(kept: _Kept, verdicts: Mapping[str, Verdict]) -> str:
    """What the register comes to, in a sentence."""
    from openqof.core.governance.wording import day

    wrong = sum(not each.allowed for name, each in verdicts.items() if name != _CHAIN)
    where = f"in the register of decisions of {kept.register.body} on {day(kept.on)}"
    many = counted(len(verdicts) - 1, "entry", "entries")
    if not verdicts[_CHAIN].allowed:
        return f"No: the chain of records is broken {where}; {wrong} of {many} ask for something."
    if wrong:
        return f"No: {wrong} of {many} {where} {'asks' if wrong == 1 else 'ask'} for something to be done."
    return f"Yes: nothing is to be done {where}: {many}, each as it was sealed and in its time."


def _tell(kept: _Kept, verdicts: Mapping[str, Verdict]) -> None:
    paragraph(_said(kept, verdicts))
    say()
    paragraph(_chain_said(kept, verdicts[_CHAIN]))
    tell_reasons(verdicts[_CHAIN].against, indent=4)
    for name, verdict in verdicts.items():
        if name != _CHAIN:
            say()
            words = "nothing is to be done" if verdict.allowed else against(verdict)
            paragraph(f"{_title(kept, name)}: {words}.")
            for line in _corrections(kept, name):
                paragraph(line, indent=4)
            tell_reasons(verdict.reasons, indent=4)
    tell_basis(rules_of(verdicts.values()))


def _chain_said(kept: _Kept, verdict: Verdict) -> str:
    made, corrected = len(kept.known), len(kept.known) - len(kept.current)
    holds = "Every seal holds, and every correction follows what it names"
    said = holds if verdict.allowed else "The chain of records does not hold"
    return f"{said}: {counted(made, 'record')}, {corrected} of them corrected by a later one."


def _title(kept: _Kept, name: str) -> str:
    from openqof.core.governance.wording import day

    found = next((each for each in kept.current if each.reference == name), None)
    if found is not None:
        return f"{name}, {found.title}, {found.outcome} on {day(found.on)}"
    return f"{name}, a decision to procure"


def _corrections(kept: _Kept, name: str) -> Iterator[str]:
    """What a record corrects, and what each field was before."""
    from openqof.core.governance.wording import listed

    found = next((each for each in kept.current if each.reference == name and each.corrects), None)
    if found is not None:
        was = listed(f"{field.replace('_', ' ')} was {value}" for field, value in found.changed)
        yield f"It corrects {found.corrects}: {was}."


def _as_json(kept: _Kept, verdicts: Mapping[str, Verdict]) -> dict[str, Any]:
    chain, said = verdicts[_CHAIN], _said(kept, verdicts)
    return {
        "register": kept.register.body,
        "date": kept.on.isoformat(),
        "answer": "yes" if all(each.allowed for each in verdicts.values()) else "no",
        "says": said,
        "chain": as_json(chain, _chain_said(kept, chain)),
        "records": [_record_json(kept, each, verdicts[each.reference]) for each in kept.current],
        "procurements": [_entry_json(kept, each, verdicts[each.reference]) for each in kept.entries],
    }


def _record_json(kept: _Kept, decision: Decision, verdict: Verdict) -> dict[str, Any]:
    from openqof.governance.decisions import history

    return {
        "record": decision.reference,
        "on": decision.on,
        "outcome": decision.outcome,
        "review": decision.review,
        "corrects": [each.reference for each in history(kept.known, decision.reference)[1:]],
        "changed": [{"field": name, "was": was} for name, was in decision.changed],
        "due": _duties_json(kept.duties(decision)),
        **as_json(verdict, verdict.question),
    }


def _entry_json(kept: _Kept, entry: Procurement, verdict: Verdict) -> dict[str, Any]:
    due = _duties_json(kept.duties_of(entry))
    return {"record": entry.reference, "on": entry.on, "due": due, **as_json(verdict, verdict.question)}


def _duties_json(duties: Iterable[DutyDue]) -> list[dict[str, Any]]:
    return [
        {"what": each.duty.what, "by": each.by, "done": each.done, "state": each.state.value}
        for each in duties
    ]


def register(govern: typer.Typer) -> None:
    """Add the command on the register of decisions."""
    govern.command()(records)
