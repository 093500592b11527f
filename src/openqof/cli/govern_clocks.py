"""openqof govern clocks: what is due by when, and allowed from when, after something happens on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openqof.cli.common import Format, FormatOption, reports_problems, say, show_table, wrong_usage
from openqof.cli.govern_ask import BodyOption, body_line, day_of, pack_for
from openqof.cli.govern_say import cited, paragraph, tell_basis

if TYPE_CHECKING:
    from datetime import date

    from openqof.core.governance.bodies import Body
    from openqof.core.governance.packs import Pack
    from openqof.governance.clocks import Running

_COLUMNS = {
    name: name.replace("_", " ")
    for name in ("about", "start", "from", "bound", "day", "says", "rule", "basis", "source")
}
_HEADS = {"last day": "Last day", "first day allowed": "First day allowed", "only day": "Only day"}


@reports_problems
def clocks(
    body: BodyOption,
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="the day on which the periods start, as 2015-04-01")
    ],
    about: Annotated[
        str, typer.Option("--about", help="only periods about this, as publish-minutes or answer-lmc")
    ] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """List every period that starts on a day: its last day or the first day allowed, its rule and source.

    The rules are those of that day: the pack's and the body's own. The day itself is not counted.

    Example: openqof govern clocks --body body.yaml --from 2016-10-21 --about publish-minutes
    """
    from openqof.files.governance import load_body, load_packs
    from openqof.governance.clocks import calendar

    on = day_of("--from", start)
    who, _ = load_body(body)
    pack = pack_for(who.kind, on, load_packs())
    every = calendar(pack, on, own_clocks=who.own_clocks)
    found = [each for each in every if about in ("", each.clock.about)]
    if not found:
        wrong_usage(_unknown(about, every, on))
    if form is Format.TABLE:
        _tell(found, who, pack, on)
    else:
        show_table([_row(each) for each in found], _COLUMNS, form=form)


def _unknown(about: str, every: Sequence[Running], on: date) -> str:
    from openqof.core.governance.wording import day
    from openqof.files.values import did_you_mean

    known = tuple(dict.fromkeys(each.clock.about for each in every))
    hint = did_you_mean(about, known, otherwise=f"Known: {', '.join(known)}.")
    return f"--about {about}: the rules of {day(on)} have no period about this. {hint}"


def _tell(found: Sequence[Running], who: Body, pack: Pack, on: date) -> None:
    """The periods under what their day is, the earliest day first."""
    from openqof.core.governance.wording import day

    paragraph(f"For {who.name}, of what happens on {day(on)}:")
    for bound, head in _HEADS.items():
        under = sorted((each for each in found if each.bound == bound), key=lambda each: each.day)
        if under:
            say(f"\n{head}")
        for each in under:
            words = f"{each.clock.about}, counted from: {each.clock.start}"
            paragraph(f"{day(each.day)}: {each.clock.rule.says} ({words})", indent=2)
            paragraph(cited(each.named, each.clock.rule.provenance), indent=6)
    say()
    paragraph(body_line(who, on, pack))
    tell_basis(each.clock.rule.provenance for each in found)


def _row(each: Running) -> Mapping[str, Any]:
    rule = each.clock.rule
    return {
        "about": each.clock.about, "start": each.clock.start, "from": each.start.isoformat(),
        "bound": each.bound.value, "day": each.day.isoformat(), "says": rule.says, "rule": each.named,
        "basis": rule.provenance.basis.value, "source": rule.provenance.source,
    }  # fmt: skip


def register(govern: typer.Typer) -> None:
    """Add the command on periods."""
    govern.command()(clocks)
