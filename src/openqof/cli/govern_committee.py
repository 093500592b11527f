"""openqof govern committee: whether the committees of a body are composed as the rules ask, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import (
    BAD_INPUT,
    Format,
    FormatOption,
    counted,
    remark,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)
from openqof.cli.govern_ask import BodyOption, DateOption, body_line, day_of, pack_for
from openqof.cli.govern_say import (
    COLUMNS,
    as_json,
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
    from openqof.core.governance.bodies import Body, Committee
    from openqof.core.governance.verdicts import Reason, Verdict


@reports_problems
def committee(
    body: BodyOption,
    date: DateOption,
    committee: Annotated[str, typer.Option("--committee", metavar="ID", help="only this committee")] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whether the committees of a body are composed as the rules of a day ask, apart from any meeting.

    Advice that is not met is to be complied with or explained, and does not stand against it. Exit code 0:
    every committee is composed as asked. 1: some are not. 2: wrong usage.

    Example: openqof govern committee --body body.yaml --date 2016-10-21
    """
    from openqof.files.governance import load_body, load_packs
    from openqof.governance.committees import composition

    on, (who, _) = day_of("--date", date), load_body(body)
    asked, packs = _asked(who, committee), load_packs()
    pack = pack_for(who.kind, on, packs)
    verdicts = {each.id: composition(each, who, on, packs) for each in asked}
    if form is Format.TABLE:
        for each in asked:
            _tell(each, verdicts[each.id], date)
        say()
        paragraph(body_line(who, on, pack))
        tell_basis(rules_of(verdicts.values()))
    elif form is Format.CSV:
        show_table(rows_of(verdicts, "committee"), {"committee": "committee"} | COLUMNS, form=form)
    else:
        say_json([_json(each, verdicts[each.id], date) for each in asked])
    leave(all(each.allowed for each in verdicts.values()))


def _asked(who: Body, wanted: str) -> Sequence[Committee]:
    """The committees asked about; wrong usage where there is none of the id."""
    from openqof.core.governance.wording import listed

    known = {each.id: each for each in who.committees}
    if not known:
        remark(f"The file of {who.name} states no committee.")
        raise typer.Exit(BAD_INPUT)
    if wanted and wanted not in known:
        wrong_usage(f"--committee {wanted}: {who.name} has no such committee; it has {listed(known)}.")
    return [known[wanted]] if wanted else list(known.values())


def _said(asked: Committee, verdict: Verdict, date: str) -> str:
    from openqof.core.governance.verdicts import Answer
    from openqof.core.governance.wording import day

    on, advice = day(day_of("--date", date)), len(_advice(verdict.reasons))
    explain = f"; {counted(advice, 'piece')} of advice to comply with or explain" if advice else ""
    if verdict.allowed:
        return f"Yes: {asked.name} is composed as the rules of {on} ask{explain}."
    wrong = len({each.rule for each in verdict.reasons if each.answer is Answer.NO})
    stand = f"{counted(wrong, 'rule')} {'stands' if wrong == 1 else 'stand'} against it"
    return f"No: {asked.name} is not composed as the rules of {on} ask; {stand}{explain}."


def _advice(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    from openqof.governance.committees import departed

    return tuple(filter(departed, reasons))


def _tell(asked: Committee, verdict: Verdict, date: str) -> None:
    """A committee: the answer, the reasons, and then advice that it departs from."""
    paragraph(_said(asked, verdict, date))
    advice = _advice(verdict.reasons)
    tell_reasons(each for each in verdict.reasons if each not in advice)
    if advice:
        say("\nComply or explain")
    for each in advice:
        tell_reason(each)


def _json(asked: Committee, verdict: Verdict, date: str) -> Mapping[str, Any]:
    said = as_json(verdict, _said(asked, verdict, date))
    advice = [each.rule for each in _advice(verdict.reasons)]
    return {"committee": asked.id, "name": asked.name, **said, "comply_or_explain": advice}
