"""A verdict as the govern commands print it: the answer in a sentence, then each reason with its rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from openqof.cli.common import BAD_INPUT, Format, counted, say, show_table
from openqof.cli.wrapped import WIDTH

if TYPE_CHECKING:
    from openqof.core.governance.verdicts import Reason, Verdict
    from openqof.core.sources import Provenance

COLUMNS = {
    "rule": "rule", "answer": "answer", "says": "says", "source": "source", "basis": "basis",
    "place": "place", "needed_by": "needed by",
}  # fmt: skip
_HEADS = {"no": "Against it", "not shown": "Not shown", "yes": "In its favour"}


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a verdict says in one sentence, by its answer."""

    yes: str
    no: str
    not_shown: str

    def of(self, verdict: Verdict) -> str:
        """The sentence of a verdict."""
        return {"yes": self.yes, "no": self.no}.get(verdict.answer.value, self.not_shown)


def tell(
    verdict: Verdict,
    said: str,
    form: Format,
    *,
    facts: Mapping[str, Any] | None = None,
    found: Mapping[str, str] | None = None,
) -> None:
    """Print a verdict: as a sentence and its reasons for people, else for a program.

    `facts` stand beside the verdict in JSON; `found` says by rule what was stated to it.
    """
    if form is Format.TABLE:
        paragraph(said)
        tell_reasons(verdict.reasons, found=found)
    elif form is Format.CSV:
        columns = COLUMNS if found is None else COLUMNS | {"stated": "stated"}
        show_table([row(each, found) for each in verdict.reasons], columns, form=form)
    else:
        say_json({**(facts or {}), **as_json(verdict, said, found)})


def tell_reasons(
    reasons: Iterable[Reason], *, indent: int = 2, found: Mapping[str, str] | None = None
) -> None:
    """Each reason under what it comes to, those against first; a rule that says one thing twice, once."""
    held = tuple(dict.fromkeys(reasons))
    for answer, head in _HEADS.items():
        of_answer = [each for each in held if each.answer.value == answer]
        if of_answer:
            say(f"\n{'':{indent - 2}}{head}")
        for each in of_answer:
            stated = (found or {}).get(each.rule, "") if answer == "yes" else ""
            tell_reason(each, indent=indent, stated=stated)


def tell_reason(reason: Reason, *, indent: int = 2, stated: str = "") -> None:
    """What a rule found, and the rule with its basis and source under it."""
    paragraph(f"{reason.says} Stated: {stated}." if stated else reason.says, indent=indent)
    paragraph(cited(reason.rule, reason.provenance), indent=indent + 4)


def cited(rule: str, provenance: Provenance) -> str:
    """rule icb-2022:no-suspension, recalled, team-knowledge; with its place where the id does not say it."""
    place = "" if f"/{rule.partition(':')[0]}.yaml" in provenance.place else provenance.place
    parts = (f"rule {rule}", provenance.basis.value, provenance.source, place)
    return ", ".join(part for part in parts if part)


def tell_basis(provenances: Iterable[Provenance]) -> None:
    """How much of what was said rests on rules that were recalled."""
    from openqof.core.sources import Basis, count_by_basis

    counts = count_by_basis(provenances)
    whole = sum(counts.values())
    if not whole:
        return
    found = ", ".join(f"{number} {basis.value}" for basis, number in counts.items() if number)
    check = " Check those recalled before you rely on them." if counts[Basis.RECALLED] else ""
    say()
    paragraph(f"This rests on {counted(whole, 'rule')}: {found}.{check}")


def rules_of(verdicts: Iterable[Verdict]) -> tuple[Provenance, ...]:
    """Where each rule that the verdicts cite stands, every rule once."""
    found = {reason.rule: reason.provenance for verdict in verdicts for reason in verdict.reasons}
    return tuple(found.values())


def paragraph(words: str, *, indent: int = 0) -> None:
    """Words in lines of at most 110 letters."""
    from textwrap import wrap

    for line in wrap(words, WIDTH - indent, break_long_words=False, break_on_hyphens=False) or [""]:
        say(f"{'':{indent}}{line}")


def as_json(verdict: Verdict, said: str, found: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A verdict for a program; `found` says by rule what was stated to it."""
    return {
        "question": verdict.question,
        "answer": verdict.answer.value,
        "says": said,
        "reasons": [row(each, found) for each in verdict.reasons],
    }


def row(reason: Reason, found: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A reason for a program, with what was stated to its rule where that is asked for."""
    return {
        "rule": reason.rule,
        "answer": reason.answer.value,
        "says": reason.says,
        "source": reason.provenance.source,
        "basis": reason.provenance.basis.value,
        "place": reason.provenance.place,
        "needed_by": None if reason.needed_by is None else reason.needed_by.isoformat(),
        **({} if found is None else {"stated": found.get(reason.rule, "")}),
    }


def rows_of(verdicts: Mapping[str, Verdict], called: str) -> list[dict[str, Any]]:
    """The reasons of several verdicts as rows; what each is of stands under `called`."""
    return [{called: name, **row(reason)} for name, verdict in verdicts.items() for reason in verdict.reasons]


def say_json(value: Any) -> None:
    """Print a value as JSON; days and fractions as text."""
    say(json.dumps(value, default=str, indent=1, ensure_ascii=False))


def leave(allowed: bool) -> None:
    """End with exit code 0 for a plain yes, 1 for all else."""
    if not allowed:
        raise typer.Exit(BAD_INPUT)


def against(verdict: Verdict) -> str:
    """Why it is no plain yes: 2 rules stand against it and 1 is not shown."""
    from openqof.core.governance.verdicts import Answer
    from openqof.core.governance.wording import listed

    no = {each.rule for each in verdict.reasons if each.answer is Answer.NO}
    open_still = {each.rule for each in verdict.reasons if each.answer is Answer.NOT_SHOWN} - no
    return listed(_parts(no, open_still))


def _parts(no: set[str], open_still: set[str]) -> Iterator[str]:
    if no:
        yield f"{counted(len(no), 'rule')} {'stands' if len(no) == 1 else 'stand'} against it"
    if open_still:
        are = "is" if len(open_still) == 1 else "are"
        yield f"{counted(len(open_still), 'rule')} {are} not shown to hold"
