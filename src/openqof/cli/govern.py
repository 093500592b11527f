"""openqof govern: who may decide what, by which route, at what time, free of whose interest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from openqof.cli.common import (
    Format,
    FormatOption,
    refuse,
    remark,
    reports_problems,
    say,
    show_table,
    wrong_usage,
)
from openqof.cli.govern_ask import (
    BodyOption,
    DateOption,
    body_line,
    day_of,
    facts_of_case,
    model_facts,
    supposed,
)
from openqof.cli.govern_say import Sentences, against, leave, paragraph, rules_of, tell, tell_basis
from openqof.core.problems import Problem

if TYPE_CHECKING:
    from openqof.core.governance.bodies import Body
    from openqof.core.governance.conditions import Condition, Facts
    from openqof.core.governance.packs import Pack
    from openqof.core.governance.verdicts import Verdict
    from openqof.core.scheme import Scheme

_POWERS = {
    "function": "function", "what": "what it is", "part": "part", "rule": "rule", "basis": "basis",
    "source": "source",
}  # fmt: skip
_PARTS = {
    "decides": "Decides by itself",
    "jointly": "Decides jointly with NHS England",
    "involved": "Takes part in the discussion",
    "none": "Has no part",
}


@reports_problems
def check(
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help="a scheme's id, or its file")],
    body: BodyOption,
    date: DateOption,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="NAME=VALUE", help="state a fact of the scheme; may be given again"),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whether a body may adopt a scheme on a day, by the route that the scheme asks for.

    What the scheme's document does not say is taken from `facts` in the file of the body, and from --fact.
    Exit code 0: it may. 1: it may not, or it is not shown that it may. 2: wrong usage.

    Example: openqof govern check bolton/quality-contract-2015 --body body.yaml --date 2015-04-01
    """
    from openqof.core.governance.wording import day
    from openqof.files.governance import load_body, load_packs
    from openqof.governance.packs import pack_on
    from openqof.governance.routes import route
    from openqof.governance.scheme_facts import facts_of

    on, asked = day_of("--date", date), _scheme(scheme)
    who, stated = load_body(body)
    packs = load_packs()
    facts = facts_of_case(stated, asked.id, fact or ())
    verdict = route(asked, who, on, packs, facts)
    adopt = f"adopt {asked.id} on {day(on)}"
    said = Sentences(
        f"Yes: {who.name} may {adopt}.",
        f"No: {who.name} may not {adopt}; {against(verdict)}.",
        f"Not shown: {who.name} has not shown that it may {adopt}; {against(verdict)}.",
    )
    pack = pack_on(packs, who.kind, on)
    needs, known = _conditions(who, pack), facts_of(asked, facts)
    about = {"scheme": asked.id, "body": who.code, "date": on.isoformat(), **model_facts(who, on, pack)}
    tell(verdict, said.of(verdict), form, facts=about, found=_stated(needs, known))
    _remark_unused(facts, known)
    if form is Format.TABLE:
        say()
        paragraph(body_line(who, on, pack))
        _say_lacking(verdict, needs, known)
        tell_basis(rules_of([verdict]))
    leave(verdict.allowed)


def _remark_unused(stated: Facts, known: Facts) -> None:
    """Facts stated otherwise than the scheme's document has them, which decides."""
    from openqof.governance.condition_words import written

    for name, value in stated.items():
        if known[name] != value:
            said = f"{name}: the scheme's document says {written(known[name])}, and that counts"
            remark(f"{said}; {written(value)}, as stated beside it, does not.")


def _scheme(written: str) -> Scheme:
    from openqof.cli.scheme import scheme_named
    from openqof.files.shipped import scheme_ids
    from openqof.files.values import did_you_mean

    found = scheme_named(written)
    if found is not None:
        return found
    hint = did_you_mean(
        written, scheme_ids(), otherwise="openqof library lists all; a file of your own ends in .yaml."
    )
    return refuse([Problem(written, 0, 0, "L013", "There is no scheme of this name.", hint)])


def _conditions(body: Body, pack: Pack | None) -> Mapping[str, Condition]:
    """What each rule that a verdict may cite asks for."""
    named = {pack.named(each.rule): each.needs for each in pack.conditions} if pack else {}
    return named | {f"own:{each.rule.id}": each.needs for each in body.own_conditions}


def _asked(needs: Condition) -> tuple[str, ...]:
    """The facts that a condition asks for, each once."""
    from openqof.core.governance.conditions import AllOf, AnyOf, InTime, Not, leaves

    found: dict[str, None] = {}
    for leaf in leaves(needs):
        if not isinstance(leaf, AllOf | AnyOf | Not):
            found[leaf.fact] = None
        if isinstance(leaf, InTime):
            found[leaf.before] = None
    return tuple(found)


def _stated(conditions: Mapping[str, Condition], known: Facts) -> dict[str, str]:
    """What was stated of each rule's facts, by rule: term_years 3."""
    from openqof.governance.condition_words import written

    return {
        rule: ", ".join(f"{fact} {written(known[fact])}" for fact in _asked(needs) if fact in known)
        for rule, needs in conditions.items()
    }


def _say_lacking(verdict: Verdict, conditions: Mapping[str, Condition], known: Facts) -> None:
    """The facts that were asked for and are not stated, and where to state them."""
    from openqof.core.governance.verdicts import Answer

    needs = (
        conditions[each.rule]
        for each in verdict.reasons
        if each.answer is Answer.NOT_SHOWN and each.rule in conditions
    )
    lacking = dict.fromkeys(fact for each in needs for fact in _asked(each) if fact not in known)
    if lacking:
        say()
        paragraph(
            f"Not stated: {', '.join(lacking)}. State them under `facts` in the file of the body, or with "
            f"--fact {next(iter(lacking))}=…; docs/reference/governance-files.md says what each means."
        )


@reports_problems
def powers(
    body: BodyOption,
    date: DateOption,
    function: Annotated[
        str, typer.Option("--function", help="only this function, with exit code 1 where it may not decide")
    ] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """List what a body decides, decides jointly, or only takes part in on a day.

    Example: openqof govern powers --body body.yaml --date 2015-04-01
    """
    from openqof.files.governance import load_body, load_packs
    from openqof.governance.packs import pack_on

    on = day_of("--date", date)
    who, _ = load_body(body)
    packs = load_packs()
    pack = pack_on(packs, who.kind, on)
    if function:
        _one_power(who, function, packs, date, form)
        return
    rows = list(_power_rows(who, pack, date)) if pack else []
    if form is Format.TABLE:
        paragraph(_powers_said(rows, who, date) if pack else body_line(who, on, None))
        if pack:
            say()
            paragraph(body_line(who, on, pack))
        _say_powers(rows)
    else:
        show_table(rows, _POWERS, form=form)
        if said := supposed(who, on, pack):
            remark(said)
    leave(pack is not None)


def _one_power(who: Body, function: str, packs: tuple[Pack, ...], date: str, form: Format) -> None:
    from openqof.core.governance.wording import day
    from openqof.governance.packs import pack_on
    from openqof.governance.powers import may

    on = day_of("--date", date)
    pack = pack_on(packs, who.kind, on)
    if pack and function not in pack.functions:
        wrong_usage(f"--function {function}: the rules of {day(on)} name {', '.join(pack.functions)}.")
    verdict = may(who, function, on, packs)
    what = pack.functions[function] if pack else function
    said = Sentences(
        f"Yes: on {day(on)} {who.name} has a decision in: {what}.",
        f"No: on {day(on)} {who.name} does not decide on: {what}.",
        f"Not shown: {what}.",
    )
    tell(verdict, said.of(verdict), form, facts=model_facts(who, on, pack))
    if form is Format.TABLE:
        say()
        paragraph(body_line(who, on, pack))
        tell_basis(rules_of([verdict]))
    leave(verdict.allowed)


def _power_rows(who: Body, pack: Pack, date: str) -> Iterator[dict[str, str]]:
    from openqof.governance.packs import model_of
    from openqof.governance.powers import power, power_rule

    on = day_of("--date", date)
    model = model_of(who, pack, on)
    for name in pack.functions:
        reason, rule = power(who, name, on, pack), power_rule(pack, name, model, on)
        yield {
            "function": name,
            "what": pack.functions[name],
            "part": rule.power.value if rule else "none",
            "rule": reason.rule,
            "basis": reason.provenance.basis.value,
            "source": reason.provenance.source,
        }


def _say_powers(rows: list[dict[str, str]]) -> None:
    """Every function under the part that the body has in it, with its rule."""
    for part, head in _PARTS.items():
        found = [row for row in rows if row["part"] == part]
        if found:
            say(f"\n{head}")
        for row in found:
            paragraph(f"{row['what']} ({row['function']})", indent=2)
            paragraph(f"rule {row['rule']}, {row['basis']}, {row['source']}", indent=6)
    recalled = sum(row["basis"] == "recalled" for row in rows)
    if recalled:
        say()
        paragraph(f"This rests on {len(rows)} rules, {recalled} of them recalled. Check those before use.")


def _powers_said(rows: list[dict[str, str]], who: Body, date: str) -> str:
    from openqof.core.governance.wording import day, listed

    count = {part: sum(row["part"] == part for row in rows) for part in ("decides", "jointly", "involved")}
    parts = [
        f"decides on {count['decides']} of {len(rows)} functions by itself",
        *([f"decides on {count['jointly']} jointly with NHS England"] if count["jointly"] else []),
        *([f"takes part in the discussion of {count['involved']}"] if count["involved"] else []),
    ]
    return f"On {day(day_of('--date', date))} {who.name} {listed(parts)}."


def register(app: typer.Typer) -> None:
    """Add the command group."""
    from openqof.cli import govern_clocks, govern_kept, govern_meeting, govern_path, govern_records

    about = "Who may decide what, by which route, in what committee, and free of whose interest."
    govern = typer.Typer(help=about, rich_markup_mode=None, no_args_is_help=True)
    for command in (check, powers):
        govern.command()(command)
    for module in (govern_meeting, govern_path, govern_records, govern_clocks, govern_kept):
        module.register(govern)
    app.add_typer(govern, name="govern")
