"""The reference page of the rule packs: every rule with its days, source and basis, as the packs say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openqof.core.governance.packs import (
    Clock,
    CommitteeRule,
    ConditionRule,
    Duty,
    Fields,
    Handling,
    Pack,
    PowerRule,
    Rule,
)
from openqof.core.governance.wording import day, length_of, listed
from openqof.core.sources import Provenance, count_by_basis
from openqof.files.governance import load_packs
from openqof.files.sources import sources
from openqof.governance import (
    decision_rules,
    interest_rules,
    meeting_rules,
    membership,
    path_rules,
    powers,
    register_clocks,
    routes,
    termination,
    use_of_data,
)

HEAD = """# Rule packs of governance

A pack holds what one kind of body could decide over one time, and how. `openqof govern` asks the pack of the
day. A rule is cited as `pack:rule`. Its basis says how sure it is: *found* in the source named, *derived*
from what was found, or *recalled* and not re-read; check recalled rules before you rely on them. A rule
without days of its own holds as long as its pack. What the words of these files mean is in
[files of governance](governance-files.md); the reasons are in
[governance](../explanation/governance.md).

"""


def page() -> str:
    """Every pack, part by part, and the sources that they cite."""
    packs = sorted(load_packs(), key=lambda pack: (pack.first, pack.id))
    parts = [HEAD, "".join(_contents(packs))]
    parts += ["".join(_pack(pack)) for pack in packs]
    parts += ["".join(_beside())]
    return "".join(parts) + "".join(_sources(packs))


def _contents(packs: Iterable[Pack]) -> Iterator[str]:
    yield "| pack | for | from | to | rules | found | derived | recalled |\n"
    yield "|---|---|---|---|--:|--:|--:|--:|\n"
    for pack in packs:
        rules = tuple(pack.rules())
        basis = " | ".join(str(n) for n in count_by_basis(rule.provenance for rule in rules).values())
        last = day(pack.last) if pack.last else "–"
        kinds = listed(kind.value for kind in pack.kinds)
        name, first = f"[`{pack.id}`](#{pack.id})", day(pack.first)
        yield f"| {name} | {kinds} | {first} | {last} | {len(rules)} | {basis} |\n"


def _pack(pack: Pack) -> Iterator[str]:
    yield f"\n## {pack.id}\n\n{pack.title}.\n"
    yield from _table("Powers by function and model", _POWERS, map(_power, pack.powers))
    yield from _table(
        "Routes, approvals, reserved matters and standing rules",
        _CONDITIONS,
        map(_condition, pack.conditions),
    )
    yield from _table("Committees", _COMMITTEE, map(_committee, pack.committee))
    yield from _table("Clocks", _CLOCKS, map(_clock, pack.clocks))
    yield from _table("Fields of records", _FIELDS, map(_fields, pack.fields))
    yield from _table("Handling of conflicts", _HANDLING, map(_handling, pack.handling))
    yield from _table("Duties", _DUTIES, map(_duty, pack.duties))
    yield from _table("Where conflicts break a quorum", (), map(_remedy, pack.remedies))


def _table(
    title: str, columns: tuple[str, ...], rows: Iterable[tuple[Rule, tuple[str, ...]]]
) -> Iterator[str]:
    """A section with its own columns between what the rule says and where it stands; nothing for no rules."""
    held = tuple(rows)
    if not held:
        return
    heads = ("rule", "says", *columns, "days", "source", "basis")
    yield f"\n### {title}\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    for rule, own in held:
        marks = (_days(rule), f"`{rule.provenance.source}`", rule.provenance.basis.value)
        yield f"| {' | '.join((f'`{rule.id}`', rule.says, *own, *marks))} |\n"


def _days(rule: Rule) -> str:
    first = f"from {day(rule.first)}" if rule.first else ""
    last = f"to {day(rule.last)}" if rule.last else ""
    return " ".join(filter(None, (first, last)))


_POWERS = ("function", "model", "part")
_CONDITIONS = ("kind", "asked of")
_COMMITTEE = ("asked at",)
_CLOCKS = ("about", "time", "from")
_FIELDS = ("record", "required", "optional")
_HANDLING = ("category", "at the least")
_DUTIES = ("about", "what", "clock")


def _power(each: PowerRule) -> tuple[Rule, tuple[str, ...]]:
    return each.rule, (each.function, each.model.value, each.power.value)


def _condition(each: ConditionRule) -> tuple[Rule, tuple[str, ...]]:
    asked = listed((*each.routes, *(f"{model.value} model" for model in each.models)))
    return each.rule, (each.kind, asked or "all")


def _committee(each: CommitteeRule) -> tuple[Rule, tuple[str, ...]]:
    at = {"both": "appointment and meeting"}.get(each.at, each.at)
    return each.rule, (f"{at}{', as advice' if each.advice else ''}",)


def _clock(each: Clock) -> tuple[Rule, tuple[str, ...]]:
    return each.rule, (
        each.about,
        f"{'at least ' if each.least else ''}{length_of(each.count, each.unit)}",
        each.start,
    )


def _fields(each: Fields) -> tuple[Rule, tuple[str, ...]]:
    return each.rule, (each.record, _words(each.required), _words(each.optional))


def _words(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _handling(each: Handling) -> tuple[Rule, tuple[str, ...]]:
    return each.rule, (
        f"{each.category}{', with a direct gain or loss' if each.direct_gain else ''}",
        each.least,
    )


def _duty(each: Duty) -> tuple[Rule, tuple[str, ...]]:
    return each.rule, (each.about, each.what, each.clock)


def _remedy(rule: Rule) -> tuple[Rule, tuple[str, ...]]:
    return rule, ()


def _beside() -> Iterator[str]:
    """The rules that hold whatever the pack, by the name that verdicts cite them by."""
    yield "\n## Rules beside the packs\n\nThey hold whatever the pack of the day.\n\n"
    yield "| rule | says | source | basis |\n|---|---|---|---|\n"
    for name, says, provenance in _own_rules():
        yield f"| `{name}` | {says} | `{provenance.source}` | {provenance.basis.value} |\n"


def _own_rules() -> Iterator[tuple[str, str, Provenance]]:
    rules: dict[str, Rule] = {
        **{f"powers:{rule.id}": rule for rule in powers.PROCEDURE},
        **{f"route:{rule.id}": rule for rule in routes.PROCEDURE},
        **{meeting_rules.named(rule): rule for rule in meeting_rules.PROCEDURE},
        **interest_rules.RULES,
        **register_clocks.RULES,
        **{f"{decision_rules.ID}:{rule.id}": rule for rule in decision_rules.RULES},
        **{f"{membership.ID}:{rule.id}": rule for rule in membership.RULES},
        **{f"{termination.ID}:{rule.id}": rule for rule in termination.RULES.values()},
        use_of_data.ID: use_of_data.RULE,
    }
    yield from ((name, rule.says, rule.provenance) for name, rule in rules.items())
    yield from ((each.name, each.says, each.provenance) for each in path_rules.OWN_RULES.values())


def _sources(packs: Iterable[Pack]) -> Iterator[str]:
    known = sources()
    cited = sorted(
        {rule.provenance.source for pack in packs for rule in pack.rules()}
        | {provenance.source for _, _, provenance in _own_rules()}
    )
    yield "\n## Sources\n\n| source | what it is | date |\n|---|---|---|\n"
    for name in cited:
        source = known[name]
        title = f"[{source.title}]({source.address})" if "://" in source.address else source.title
        yield f"| `{name}` | {title} | {source.date} |\n"
