"""Fuzzed schemes: whatever stands in a document, it is a scheme or located problems, never a traceback.

Three kinds of document: lawful ones of the library with parts cut out, put elsewhere or replaced; ones made
from the shape itself, so that what they look like is right and what they mean is arbitrary; and anything.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import scheme_texts
from broken_trees import Plain, at, changed, in_words, spots
from openqof.core.problems import BadInput
from openqof.core.scheme import Scheme
from openqof.files.load import load_year, read_scheme_document
from openqof.files.national_shape import SOURCE
from openqof.files.nodes import compose
from openqof.files.scalars import Choice, Day, Flag, Number, Shape, Text, Year
from openqof.files.scheme_basics import NAME, SERVICE
from openqof.files.scheme_changes_shape import CHANGE
from openqof.files.scheme_parameters import Settled
from openqof.files.scheme_shape import SCHEME, scheme_schema
from openqof.files.shape import Either, ListOf, MappingOf, Named, Record, Tagged
from openqof.files.shipped import law_path, scheme_ids, service_ids

TESTS = Path(__file__).parents[1]
GOOD = [*sorted((TESTS / "good").glob("*.yaml")), TESTS / "bad" / "schemes" / "valid.yaml"]
SHORT = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))

CODES = [*list(load_year("qof/2014-15").indicators)[:12], "HYP003", "BP02", "X1"]
NAMES = ["plans", "plans", "seen", "spent", "pot", "diary"]
WORDS = [
    "a",
    "plans",
    "pot",
    "diary",
    "seen",
    "all",
    "nothing",
    "qof",
    "Q1",
    "2013/14",
    "2014-10-01",
    "NO",
    "openqof",
]
ODD = [
    None,
    True,
    0,
    -1,
    1.5,
    10**20,
    "",
    " ",
    "all",
    "nothing",
    "NO",
    [],
    {},
    [[]],
    {"parameter": "rate"},
    "é",
    "x" * 3000,
]
ODD += [
    date(2014, 10, 1),
    {"parameter": {}},
    {"parameter": "none"},
    [{"fixed": 1}],
    {"all_but": ["AF001"]},
    "2014/15",
]


def outcome(text: str) -> Scheme | None:
    """The scheme in a text, or None once its problems were looked at."""
    try:
        return read_scheme_document(compose(text, name="fuzzed.yaml"), Path("fuzzed.yaml"))
    except BadInput as bad:
        last = max(1, len(text.splitlines()))
        assert bad.problems
        for problem in bad.problems:
            assert 1 <= problem.line <= last and problem.column >= 1, problem
            assert problem.message and problem.file == "fuzzed.yaml"
        return None


def dumped(tree: Any) -> str:
    return str(yaml.dump(tree, Dumper=Plain, allow_unicode=True, sort_keys=False))


# Lawful documents, broken


@cache
def trees() -> tuple[Any, ...]:
    paths = [*GOOD, *(law_path(name) for name in (*scheme_ids(), *service_ids()))]
    return tuple(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in paths)


@st.composite
def broken(draw: st.DrawFn) -> Any:
    tree = draw(st.sampled_from(trees()))
    for _ in range(draw(st.integers(1, 4))):
        everywhere = list(spots(tree))
        if not everywhere:
            break
        other = draw(st.sampled_from(trees()))
        part = at(other, draw(st.sampled_from(list(spots(other)))))
        value = draw(st.one_of(st.sampled_from(ODD), st.sampled_from(WORDS), st.just(part)))
        deed = draw(st.sampled_from(["put", "put", "delete", "rename", "again"]))
        tree = changed(tree, draw(st.sampled_from(everywhere)), deed, value)
    return tree


# Documents made from the shape


def of_text(shape: Text) -> st.SearchStrategy[Any]:
    if shape is SERVICE:
        return st.sampled_from([*service_ids(), "services/none"])
    if shape.form.startswith("the id of a national year"):
        return st.sampled_from(["qof/2014-15", "qof/2014-15", "qof/2024-25", "qof/1999-00"])
    if "indicator" in shape.form or "group" in shape.form:
        return st.sampled_from([*CODES, "HYP", "CS"])
    if shape is SOURCE:
        return st.sampled_from(["openqof", "openqof", "openqof", "rumour"])
    if shape is NAME:
        return st.sampled_from(NAMES)
    if not shape.pattern:
        return st.sampled_from(WORDS)
    return st.from_regex(shape.pattern, fullmatch=True)


def of_number(shape: Number) -> st.SearchStrategy[Any]:
    low, high = int(shape.low or 0), int(shape.high if shape.high is not None else 200)
    figures = (
        st.integers(low, high) if shape.decimals == 0 else st.integers(low * 4, high * 4).map(lambda n: n / 4)
    )
    return st.one_of(figures, st.integers(1, 4), st.sampled_from([100, 60, 40]), *map(st.just, shape.words))


def of_record(shape: Record) -> st.SearchStrategy[Any]:
    asked = {key: strategy(each) for key, each in shape.required.items()}
    return st.fixed_dictionaries(
        asked, optional={key: strategy(each) for key, each in shape.optional.items()}
    )


def of_tagged(shape: Tagged) -> st.SearchStrategy[Any]:
    common = {key: strategy(each) for key, each in shape.common.items()}
    forms = [
        st.fixed_dictionaries({tag: strategy(each)}, optional=common) for tag, each in shape.forms.items()
    ]
    return st.one_of(*map(st.just, shape.words), *forms)


MADE: dict[str, st.SearchStrategy[Any]] = {}


def of_named(shape: Named) -> st.SearchStrategy[Any]:
    """A strategy by name: a term holds terms."""
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
            return of_tagged(shape)
        case MappingOf():
            return st.dictionaries(
                of_text(shape.key), strategy(shape.item), min_size=shape.fewest, max_size=3
            )
        case ListOf():
            return st.lists(strategy(shape.item), min_size=shape.fewest, max_size=3)
        case Either():
            return st.one_of(*map(strategy, shape.shapes))
        case Text():
            return of_text(shape)
        case Number():
            return of_number(shape)
        case Choice():
            return st.sampled_from(shape.options)
        case Flag():
            return st.booleans()
        case Year():
            return st.sampled_from(["2012/13", "2013/14", "2014/15"])
        case Day():
            return st.integers(0, 800).map(lambda n: date(2014, 1, 1) + timedelta(days=n))
        case Settled():
            return st.one_of(st.integers(0, 9), st.sampled_from(WORDS))
    raise AssertionError(f"no strategy for {shape}")


SHAPED = strategy(SCHEME)
HEAD = yaml.load(scheme_texts.HEAD + scheme_texts.MEASURES, Loader=yaml.CSafeLoader)
CHANGED = st.lists(strategy(CHANGE), max_size=3).map(
    lambda changes: HEAD | {"changes": changes} | used_in(changes)
)


def used_in(changes: Any) -> dict[str, Any]:
    """The own measures that stand in changes, and no others: one that nothing uses is a problem."""
    words = {
        word for trail in spots(changes) for word in (*trail, at(changes, trail)) if isinstance(word, str)
    }
    measures = {name: each for name, each in HEAD["measures"].items() if name in words}
    return {"measures": measures}


ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.sampled_from(WORDS)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from([*SCHEME.required, *SCHEME.optional, "fixed", "sum", "parameter"]),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=40,
)
SCHEMA = jsonschema.Draft202012Validator(scheme_schema())


def assert_the_schema_agrees(text: str) -> None:
    """What the reader accepts the schema accepts."""
    if outcome(text) is not None:
        tree = in_words(yaml.load(text, Loader=yaml.CSafeLoader))
        assert list(SCHEMA.iter_errors(tree)) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_documents_broken_are_lawful_before(path: Path) -> None:
    assert outcome(path.read_text(encoding="utf-8")) is not None


@SHORT
@given(broken())
def test_a_broken_scheme_is_a_scheme_or_problems(tree: Any) -> None:
    assert_the_schema_agrees(dumped(tree))


@SHORT
@given(SHAPED)
def test_a_scheme_of_arbitrary_meaning_is_a_scheme_or_problems(tree: Any) -> None:
    assert_the_schema_agrees(dumped(tree))


@SHORT
@given(CHANGED)
def test_changes_of_arbitrary_meaning_are_a_scheme_or_problems(tree: Any) -> None:
    assert_the_schema_agrees(dumped(tree))


@SHORT
@given(ANYTHING)
@example({"changes": {"parameter": "x"}, "parameters": {"x": {"value": []}}})
@example({"parameters": {"x": {"value": {"parameter": "x"}}}, "measures": [{"parameter": "x"}]})
def test_anything_at_all_is_a_scheme_or_problems(tree: Any) -> None:
    outcome(dumped(tree))


@SHORT
@given(
    st.sampled_from(GOOD),
    st.dictionaries(st.sampled_from(["rate", "kept", "base_year", "start", "x"]), st.text(max_size=20)),
)
def test_parameters_set_to_anything_give_a_scheme_or_problems(path: Path, values: dict[str, str]) -> None:
    document = compose(path.read_text(encoding="utf-8"), name="fuzzed.yaml")
    try:
        scheme = read_scheme_document(document, path, values)
    except BadInput as bad:
        assert all(problem.line >= 1 and problem.message for problem in bad.problems)
    else:
        assert set(values) <= set(scheme.parameters)


@pytest.mark.long
@LONG
@given(broken())
def test_many_broken_schemes(tree: Any) -> None:
    assert_the_schema_agrees(dumped(tree))


@pytest.mark.long
@LONG
@given(CHANGED)
def test_many_changes_of_arbitrary_meaning(tree: Any) -> None:
    assert_the_schema_agrees(dumped(tree))


@pytest.mark.long
@LONG
@given(SHAPED)
def test_many_schemes_of_arbitrary_meaning(tree: Any) -> None:
    assert_the_schema_agrees(dumped(tree))
