"""The page on files of governance: their keys, and the words that rules are written in.

`make docs` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openqof.core.governance.conditions import FACTS
from openqof.core.governance.seats import CLASSES, OFFICES, POSTS
from openqof.core.governance.wording import called
from openqof.files.governance_body import BODY_SHAPE, COMMITTEE_SHAPE
from openqof.files.governance_keys import BODY, KINDS, PACK, Keys
from openqof.files.governance_pack import PACK_SHAPE
from openqof.files.governance_rules import REMEDY
from openqof.files.meeting_shape import Whole
from openqof.files.scalars import Shape
from openqof.files.shape import Either, ListOf, MappingOf, Record

_HEAD = """# Files of governance

A rule pack says what bodies of one time may decide; a body says what it is, who sits on its committees, and
what it adds of its own. A meeting, a register of interests, the path of a scheme, a register of contract
actions, a register of decisions and the draft of a decision are what `openqof govern` asks about. All are
YAML. `openqof check FILE` finds every problem at once, and `openqof schema pack`, and so with body, meeting,
register, path, actions, decisions and draft, prints the JSON Schema for editors. What stands in square
brackets counts where a key is left out.

Every rule has an `id` and a sentence (`says`). It may have days of its own (`from`, `to`), and a `source` and
`basis` of its own; where it has none, those of the file count. What a body says of itself has the source
`the-body`.

<!-- written by `make docs`; change the code, not this page -->
"""

PACK_KEYS = {
    "pack": "The id, which verdicts cite: `ccg-2016`.",
    "title": "What it is.",
    "kinds": "The kinds of body that it is for: area-team, ccg, icb.",
    "in_force": "Its first day, and its last if it has one: `{from: 2016-06-28, to: 2017-06-15}`.",
    "source": "The id of the source of every rule that names none.",
    "basis": "How sure every rule is that does not say: found, derived or recalled.",
    "functions": "What there is to decide on: an id, and what it is.",
    "powers": "Who decides: a `function`, a `model`, and the `power`: decides, jointly, involved or none.",
    "conditions": "What must hold of a scheme: a `kind` (approval, reserved, standing, route), what it "
    "`needs`, and the `routes` and `models` that it is for, if not all.",
    "committee": "What must hold of a committee: what it `needs`, `at` appointment, meeting or both, and "
    "whether it is only `advice`.",
    "clocks": "How long things may take: `about`, `count`, `unit`, `start`; with `least: yes`, how long "
    "they must.",
    "fields": "What a `record` says: `required` and `optional` fields.",
    "handling": "How a conflict of a `category` is handled at the `least`; `direct_gain: yes` for a member "
    "who gains by it.",
    "duties": "What is to be published or done: `about`, `what`, and the `clock` it goes by.",
    "remedies": "What to do where conflicts break a quorum, in the order of preference.",
}
BODY_KEYS = {
    "body": "Its code.",
    "name": "Its name.",
    "kind": "area-team, ccg or icb.",
    "models": "The models it has worked under, in order of time: `{model: delegated, from: 2015-04-01}`.",
    "lmcs": "The LMCs of its area.",
    "practices": "The codes of its practices.",
    "became": "What practices that merged or closed became, by code: an interest in one is one in the other.",
    "committees": "Its committees by id.",
    "conditions": "What its own constitution asks of a scheme; written as in a pack.",
    "clocks": "Its own clocks.",
    "duties": "Its own duties; they may go by its clocks and by those of the packs for its kind.",
    "facts": "What it states of schemes that their documents do not say, by the scheme's id or `all`.",
    "source": "The source of what names none [the-body].",
    "basis": "How sure it is [found].",
}
COMMITTEE_KEYS = {
    "name": "Its name.",
    "seats": "Its members: `{person: Officer F, of: executive, posts: [chief_finance_officer]}`, with an "
    "`office` (chair, vice_chair) if they hold one, and `votes: no` if they have no vote; an "
    "observer never has one.",
    "quorum": "Who must be there, as a rule on seats.",
    "casting": "Whether the chair has a casting vote [no].",
    "public": "Whether it meets in public [yes].",
    "rules": "What its terms of reference ask of its composition; written as `committee` of a pack.",
    "source": "The source of its terms of reference.",
    "basis": "How sure they are.",
}
RULE_KEYS = {
    "id": "Its id, once in a file.",
    "says": "What it says, as a sentence.",
    "from": "Its first day, if that is not the pack's.",
    "to": "Its last day, if that is not the pack's.",
    "source": "Its source, if that is not the file's.",
    "basis": "How sure it is, if not as the file.",
}
CONDITIONS = {
    "is": ("`{is: {fact: joining_voluntary, value: yes}}`", "The fact is yes, no or the word."),
    "one_of": ("`{one_of: {fact: route, values: [national-change]}}`", "The fact is one of the words."),
    "at_least": ("`{at_least: {fact: emergency_level, value: 3}}`", "The figure reaches the value."),
    "at_most": ("`{at_most: {fact: term_years, value: 2}}`", "The figure does not exceed the value."),
    "known": ("`{known: asked}`", "The fact is stated, whatever it is."),
    "in_time": (
        "`{in_time: {fact: consultation_opened, before: starts, count: 12, unit: weeks}}`",
        "The day lies at least so long before the other; `unit` is days, weeks or months.",
    ),
    "first_of": (
        "`{first_of: {fact: starts, period: year}}`",
        "The day is the first of a financial year or of a quarter.",
    ),
    "all": ("`{all: [{known: asked}, {known: starts}]}`", "Every condition of the list holds."),
    "any": ("`{any: [{known: asked}, {known: starts}]}`", "At least one condition of the list holds."),
    "not": ("`{not: {is: {fact: touches_qof, value: yes}}}`", "The condition does not hold."),
}
SEATS = {
    "at_least": (
        "`{at_least: {count: 2, of: [lay, nurse], votes: yes}}`",
        "So many members at least; without `of` all count, without `votes` also those without a vote.",
    ),
    "at_most": ("`{at_most: {count: 1, of: [gp]}}`", "So many members at most."),
    "majority": (
        "`{majority: {of: [lay, executive]}}`",
        "These are more than half of the members who vote.",
    ),
    "share": ("`{share: 50}`", "At least so many per cent of the whole committee are there."),
    "office": (
        "`{office: {office: chair, among: [lay], not_among: [audit_chair]}}`",
        "Whoever holds the office is one of these, and none of those; an empty office fails.",
    ),
    "all": ("`{all: [4, {at_least: {count: 1, of: [chair, vice_chair]}}]}`", "Every rule of the list holds."),
    "any": ("`{any: [4, {share: 50}]}`", "At least one rule of the list holds."),
    "not": ("`{not: {at_least: {count: 3, of: [gp]}}}`", "The rule does not hold."),
}


def write_page() -> str:
    """The page in Markdown."""
    own = (
        Keys("A rule pack", PACK_SHAPE, PACK_KEYS),
        *PACK,
        Keys("A body", BODY_SHAPE, BODY_KEYS),
        Keys("A committee of a body", COMMITTEE_SHAPE, COMMITTEE_KEYS),
        *BODY,
        Keys("A rule", REMEDY, RULE_KEYS),
    )
    parts = [_HEAD, *map(_keys, (*own, *(each for kind in KINDS.values() for each in kind)))]
    parts += ["## Conditions on facts\n", _table(CONDITIONS), "## Facts\n", _facts()]
    parts += ["## Rules on seats\n", "A bare whole number asks for at least so many members.\n"]
    parts += [_table(SEATS), "## Members\n", _members()]
    return "\n".join(parts)


def _keys(table: Keys) -> str:
    """A table of keys, in the order of the shape, those first that a file must have."""
    shapes = {**table.shape.required, **table.shape.optional}
    intro = f"{table.intro}\n\n" if table.intro else ""
    rows = (
        f"| `{key}` | {'yes' if key in table.shape.required else ''} | {takes(shape)} "
        f"| {table.says.get(key, '')} |\n"
        for key, shape in shapes.items()
    )
    head = "| key | required | takes | what stands there |\n|---|---|---|---|\n"
    return f"## {table.head}\n\n{intro}{head}{''.join(rows)}"


def takes(shape: Shape) -> str:
    """What a shape takes, in a few words: what has keys of its own has a table of its own."""
    match shape:
        case Record():
            return "keys"
        case ListOf():
            return (
                f"a list of {takes(shape.item)}"
                if _keyed(shape.item)
                else f"a list, each {takes(shape.item)}"
            )
        case MappingOf():
            return "names with keys each" if _keyed(shape.item) else f"names, each with {takes(shape.item)}"
        case Either():
            return " or ".join(map(takes, shape.shapes))
        case Whole():
            return takes(shape.shape)
    return shape.form.replace("|", "\\|")


def _keyed(shape: Shape) -> bool:
    return isinstance(shape, Record)


def _table(forms: Mapping[str, tuple[str, str]]) -> str:
    rows = (f"| `{name}` | {says} | {shown} |\n" for name, (shown, says) in forms.items())
    return "| form | meaning | example |\n|---|---|---|\n" + "".join(rows)


def _facts() -> str:
    rows = (
        f"| `{name}` | {kind.says} | {', '.join(kind.words) or kind.form} |\n" for name, kind in FACTS.items()
    )
    return "| fact | meaning | what it may be |\n|---|---|---|\n" + "".join(rows)


def _members() -> str:
    return (
        "A member has one class, may hold an office and posts, and votes or does not. A rule may mean "
        "members by any of these words, and by `voting` and `non_voting`.\n\n"
        f"Classes: {_words(CLASSES)}.\n\nOffices: {_words(OFFICES)}.\n\nPosts: {_words(POSTS)}.\n"
    )


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}` ({called(word)})" for word in words)
