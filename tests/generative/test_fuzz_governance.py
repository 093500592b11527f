"""Mangled rule packs and bodies: each is read or gives located problems, never a traceback.

Lawful files with parts cut out, put elsewhere or replaced; files made from the shape, which look right and
mean anything; lawful text with characters cut out and lines put elsewhere; and anything at all.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broken_trees import Plain, at, changed, in_words, spots
from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import FACTS, leaves
from openqof.core.governance.packs import Pack
from openqof.core.governance.seats import WORDS
from openqof.core.problems import BadInput
from openqof.files.governance import read_body, read_pack
from openqof.files.governance_body import BODY_SHAPE, body_schema
from openqof.files.governance_pack import PACK_SHAPE, pack_schema
from openqof.files.governance_words import FACT, SEAT_WORD, FactValue, YesNo
from openqof.files.national_shape import SOURCE
from openqof.files.nodes import compose
from openqof.files.scalars import Choice, Day, Number, Shape, Text
from openqof.files.shape import Either, ListOf, MappingOf, Named, Record, Tagged
from openqof.files.shipped import pack_files

BAD = Path(__file__).parents[1] / "bad" / "governance"
GOOD = [BAD / "pack.yaml", BAD / "body.yaml", *pack_files()]
SHORT = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
SCHEMAS = {
    "pack": jsonschema.Draft202012Validator(pack_schema()),
    "body": jsonschema.Draft202012Validator(body_schema()),
}
TEXTS = ["a", "Lay A", "local-incentive-schemes", "closures", "publish-minutes", "call-in", "small-2016"]
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**20,
    "",
    " ",
    "NO",
    "all",
    [],
    {},
    [[]],
    "x" * 3000,
    "é",
    "\u2028",
]
ODD += [date(2014, 10, 1), {"not": 3}, {"all": [{"share": 50}]}, {"known": "asked"}, {"is": {}}]


def outcome(text: str, kind: str) -> Pack | Body | None:
    """The pack or body in a text, or None once its problems were looked at."""
    try:
        document = compose(text, name="fuzzed.yaml")
        path = Path("fuzzed.yaml")
        return read_pack(document, path) if kind == "pack" else read_body(document, path)[0]
    except BadInput as bad:
        last = max(1, len(text.splitlines()))
        assert bad.problems
        for problem in bad.problems:
            assert 1 <= problem.line <= last and problem.column >= 1, problem
            assert problem.message and problem.file == "fuzzed.yaml"
        return None


def looked_at(tree: Any, kind: str) -> None:
    """What the reader accepts the schema accepts, and every rule of it can be asked."""
    text = str(yaml.dump(tree, Dumper=Plain, allow_unicode=True, sort_keys=False))
    found = outcome(text, kind)
    if found is None:
        return
    assert list(SCHEMAS[kind].iter_errors(in_words(yaml.load(text, Loader=yaml.CSafeLoader)))) == []
    rules = found.conditions if isinstance(found, Pack) else found.own_conditions
    assert all(getattr(leaf, "fact", "") in FACTS for rule in rules for leaf in leaves(rule.needs))


# Lawful files, broken


@cache
def trees() -> tuple[tuple[str, Any], ...]:
    """Each lawful file with its kind; the writer spells yes and no true and false."""
    loaded = (yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in GOOD)
    return tuple((next(iter(tree)), tree) for tree in loaded)


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, Any]:
    kind, tree = draw(st.sampled_from(trees()))
    for _ in range(draw(st.integers(1, 4))):
        everywhere = list(spots(tree))
        if not everywhere:
            break
        _, other = draw(st.sampled_from(trees()))
        part = at(other, draw(st.sampled_from(list(spots(other)))))
        words = st.sampled_from([*TEXTS, *list(FACTS)[:6], *WORDS[:8]])
        value = draw(st.one_of(st.sampled_from(ODD), words, st.just(part)))
        deed = draw(st.sampled_from(["put", "put", "delete", "rename", "again"]))
        tree = changed(tree, draw(st.sampled_from(everywhere)), deed, value)
    return kind, tree


# Files made from the shape


def of_text(shape: Text) -> st.SearchStrategy[Any]:
    if shape is FACT:
        return st.sampled_from([*FACTS, "weather"])
    if shape is SEAT_WORD:
        return st.sampled_from([*WORDS, "laity"])
    if shape is SOURCE:
        return st.sampled_from(["openqof", "openqof", "the-body", "rumour"])
    if not shape.pattern:
        return st.sampled_from(TEXTS)
    return st.sampled_from(["a", "b", "c", "all"]) | st.from_regex(shape.pattern, fullmatch=True)


def of_record(shape: Record) -> st.SearchStrategy[Any]:
    asked = {key: strategy(each) for key, each in shape.required.items()}
    return st.fixed_dictionaries(
        asked, optional={key: strategy(each) for key, each in shape.optional.items()}
    )


MADE: dict[str, st.SearchStrategy[Any]] = {}


def of_named(shape: Named) -> st.SearchStrategy[Any]:
    """A strategy by name: a condition holds conditions."""
    if shape.name not in MADE:
        MADE[shape.name] = st.deferred(lambda: MADE[f"{shape.name}, made"])
        MADE[f"{shape.name}, made"] = strategy(shape.make())
    return MADE[shape.name]


def strategy(shape: Shape) -> st.SearchStrategy[Any]:
    """Trees that look like the shape."""
    match shape:
        case Named():
            return of_named(shape)
        case Record():
            return of_record(shape)
        case Tagged():
            return st.one_of(
                *(st.fixed_dictionaries({tag: strategy(each)}) for tag, each in shape.forms.items())
            )
        case MappingOf():
            return st.dictionaries(of_text(shape.key), strategy(shape.item), max_size=3)
        case ListOf():
            return st.lists(strategy(shape.item), min_size=shape.fewest, max_size=3)
        case Either():
            return st.one_of(*map(strategy, shape.shapes))
        case Text():
            return of_text(shape)
        case Number():
            return st.integers(1, 12)
        case Choice():
            return st.sampled_from(shape.options)
        case YesNo():
            return st.booleans()
        case FactValue():
            return st.booleans() | st.integers(0, 9) | st.just("national-change") | st.just(date(2015, 4, 1))
        case Day():
            return st.integers(0, 800).map(lambda n: date(2014, 1, 1) + timedelta(days=n))
    raise AssertionError(f"no strategy for {shape}")


SHAPED = {"pack": strategy(PACK_SHAPE), "body": strategy(BODY_SHAPE)}


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, str]:
    """Lawful text with characters cut out or put in, and lines put elsewhere."""
    path = draw(st.sampled_from(GOOD))
    text = path.read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 30))
        put = draw(
            st.sampled_from(["", "", ":", "- ", "{", "]", "\n", "  ", '"', "#", "yes", "é", "\t", "&a"])
        )
        text = text[:start] + put + text[start + gone :]
    return ("pack" if path.stem != "body" else "body"), text


ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.sampled_from(TEXTS)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from([*PACK_SHAPE.required, *PACK_SHAPE.optional, *BODY_SHAPE.optional, "all", "is"]),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=40,
)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_files_broken_are_lawful_before(path: Path) -> None:
    assert outcome(path.read_text(encoding="utf-8"), "body" if path.stem == "body" else "pack") is not None


@SHORT
@given(broken())
def test_a_broken_file_is_read_or_gives_problems(made: tuple[str, Any]) -> None:
    kind, tree = made
    looked_at(tree, kind)


@SHORT
@given(SHAPED["pack"])
def test_a_pack_of_arbitrary_meaning_is_read_or_gives_problems(tree: Any) -> None:
    looked_at(tree, "pack")


@SHORT
@given(SHAPED["body"])
def test_a_body_of_arbitrary_meaning_is_read_or_gives_problems(tree: Any) -> None:
    looked_at(tree, "body")


@SHORT
@given(mangled())
def test_mangled_text_is_read_or_gives_problems(made: tuple[str, str]) -> None:
    kind, text = made
    outcome(text, kind)


@SHORT
@given(ANYTHING, st.sampled_from(["pack", "body"]))
def test_anything_at_all_is_read_or_gives_problems(tree: Any, kind: str) -> None:
    looked_at(tree, kind)


@pytest.mark.long
@LONG
@given(broken())
def test_many_broken_files(made: tuple[str, Any]) -> None:
    kind, tree = made
    looked_at(tree, kind)


@pytest.mark.long
@LONG
@given(SHAPED["body"])
def test_many_bodies_of_arbitrary_meaning(tree: Any) -> None:
    looked_at(tree, "body")
