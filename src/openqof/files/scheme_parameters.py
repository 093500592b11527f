"""Parameters of a scheme document: local values declared once, and put wherever `{parameter: name}` stands.

Substitution is of YAML nodes, before any shape is read: what a parameter stands for is then read and checked
as if it were written there, and every problem is placed where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from openqof.core.problems import Problem
from openqof.files.nodes import Document
from openqof.files.scalars import Number, Scalar, Schema, Text, is_plain
from openqof.files.scheme_basics import MARKS, NAME, PROSE
from openqof.files.shape import Either, ListOf, MappingOf, Place, Record, Value, Walk, did_you_mean, nearest
from openqof.files.values import place_of

KEY = "parameter"
_FIGURE = re.compile(r"-?\d+(\.\d+)?")


class Settled(Scalar):
    """A number, or a word such as a year, a day or a name."""

    form = "a number or a word"

    def take(self, node: Any, walk: Walk, name: str) -> Any:
        """A Decimal where a number is written, else the word."""
        shape = Number(None) if is_plain(node) and _FIGURE.fullmatch(node.value) else _WORD
        return shape.take(node, walk, name)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A number or a string."""
        return {"type": ["number", "string"]}


_WORD = Text(anything=True)
BETWEEN = Record({"from": Number(None), "to": Number(None)}, {"step": Number(0, above=True)})
PARAMETERS = MappingOf(
    Record(
        {"says": PROSE, "value": Either((Settled(), ListOf(Settled(), fewest=1)))},
        {"between": BETWEEN, **MARKS},
    ),
    key=NAME,
    what="the parameter",
)


@dataclass(slots=True)
class Settling:
    """The values of one document's parameters while they are put in their places.

    `used` are the places where each stands; `refused` the places of those that do not exist.
    """

    walk: Walk
    values: dict[str, Any] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()
    used: dict[Place, str] = field(default_factory=dict)
    refused: set[Place] = field(default_factory=set)

    def put(self, node: Any) -> Any:
        """The node with every `{parameter: name}` in it replaced by the value."""
        if isinstance(node, yaml.nodes.SequenceNode):
            return _like(node, [self.put(each) for each in node.value])
        if not isinstance(node, yaml.nodes.MappingNode):
            return node
        name = _asks_for(node)
        if name is None:
            return _like(node, [(key, self.put(value)) for key, value in node.value])
        return self._value(name, node)

    def _value(self, name: str, node: Any) -> Any:
        place = place_of(node)
        self.used[place] = name
        if name in self.values:
            return _at(node, self.values[name])
        self.refused.add(place)
        if name not in self.declared:
            self.used[place] = nearest(name, self.declared) or name
            hint = did_you_mean(name, self.declared, otherwise="Declare it under `parameters`.")
            self.walk.problem(place, "L240", f"there is no parameter {name}.", hint)
        return node

    def tell(self, problems: list[Problem]) -> list[Problem]:
        """The problems, those at a parameter's place of use naming it; what is said twice is left out."""
        return [self._told(each) for each in problems if not self._again(each)]

    def _again(self, problem: Problem) -> bool:
        return Place(problem.line, problem.column) in self.refused and problem.code != "L240"

    def _told(self, problem: Problem) -> Problem:
        name = self.used.get(Place(problem.line, problem.column))
        if name is None or problem.code == "L240":
            return problem
        said = f"{problem.message} The value is that of the parameter {name}."
        return Problem(problem.file, problem.line, problem.column, problem.code, said, problem.hint)


def settle(document: Document, walk: Walk, values: Mapping[str, str]) -> tuple[Document, Settling]:
    """The document with its parameters put in place, those in `values` set anew first."""
    settling = Settling(walk)
    if not isinstance(document.root, yaml.nodes.MappingNode):
        return document, settling
    parts = {key.value: value for key, value in document.root.value if isinstance(key, yaml.nodes.ScalarNode)}
    declared = _set_anew(parts.get("parameters"), walk, values)
    settling.values, settling.declared = _values(declared), frozenset(_named(declared))
    root = _like(
        document.root, [(key, _part(key, value, settling, declared)) for key, value in document.root.value]
    )
    return Document(document.name, root, document.lines), settling


def _part(key: Any, value: Any, settling: Settling, declared: Any) -> Any:
    if key.value == "parameters":
        return declared
    return settling.put(value) if key.value in ("changes", "measures") else value


def _asks_for(node: Any) -> str | None:
    """The parameter that a mapping node asks for, None when it is any other mapping."""
    if len(node.value) != 1:
        return None
    key, value = node.value[0]
    asks = (
        isinstance(key, yaml.nodes.ScalarNode)
        and key.value == KEY
        and isinstance(value, yaml.nodes.ScalarNode)
    )
    return str(value.value) if asks else None


def _named(node: Any) -> dict[str, Any]:
    """The mapping node of each parameter by name, as far as the node has that form."""
    if not isinstance(node, yaml.nodes.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.nodes.ScalarNode)}


def _values(node: Any) -> dict[str, Any]:
    inside = {name: _named(each).get("value") for name, each in _named(node).items()}
    return {name: value for name, value in inside.items() if value is not None}


def _set_anew(node: Any, walk: Walk, values: Mapping[str, str]) -> Any:
    """The node of the parameters with other values; a name or a kind of value that is wrong is a problem."""
    known = _values(node)
    for name in values:
        if name not in known:
            hint = did_you_mean(name, known, otherwise=f"It has {', '.join(known) or 'no local values'}.")
            walk.problem(node or Place(1, 1), "L241", f"there is no parameter {name} to set.", hint)
    return _replaced(
        node, {name: _anew(name, known[name], text, walk) for name, text in values.items() if name in known}
    )


def _anew(name: str, node: Any, text: str, walk: Walk) -> Any:
    """A node like the one declared that holds the text: a number, a word, or a list at its commas."""
    if isinstance(node, yaml.nodes.SequenceNode):
        parts = [part.strip() for part in text.split(",")]
        return _like(node, [_scalar(part, node) for part in parts if part])
    if isinstance(node, yaml.nodes.ScalarNode) and _is_figure(node) and not _FIGURE.fullmatch(text.strip()):
        said = f'the parameter {name} is a number, and is set to "{text}".'
        walk.problem(node, "L242", said, "Set it to a number.")
        return node
    return _scalar(text.strip(), node)


def _is_figure(node: Any) -> bool:
    return bool(is_plain(node) and _FIGURE.fullmatch(node.value))


def _scalar(text: str, like: Any) -> Any:
    style = None if _FIGURE.fullmatch(text) else '"'
    return yaml.nodes.ScalarNode("tag:yaml.org,2002:str", text, like.start_mark, like.end_mark, style)


def _replaced(node: Any, values: Mapping[str, Any]) -> Any:
    if not values:
        return node
    return _like(
        node,
        [
            (key, _with_value(each, values[key.value]) if key.value in values else each)
            for key, each in node.value
        ],
    )


def _with_value(node: Any, value: Any) -> Any:
    return _like(node, [(key, value if key.value == "value" else each) for key, each in node.value])


def _like(node: Any, value: list[Any]) -> Any:
    """A list or mapping node that holds something else and stands where the old one stood."""
    return type(node)(node.tag, value, node.start_mark, node.end_mark, node.flow_style)


def _at(place: Any, node: Any) -> Any:
    """A copy of a value's node that stands at another place."""
    if isinstance(node, yaml.nodes.ScalarNode):
        return yaml.nodes.ScalarNode(node.tag, node.value, place.start_mark, place.end_mark, node.style)
    if isinstance(node, yaml.nodes.SequenceNode):
        items = [_at(place, each) for each in node.value]
        return yaml.nodes.SequenceNode(node.tag, items, place.start_mark, place.end_mark, node.flow_style)
    return node


def check_parameters(document: Value, walk: Walk, settling: Settling) -> None:
    """Note parameters that nothing uses, and values outside what they may be between."""
    for name, each in (
        (document.get("parameters") or document).items() if "parameters" in document.value else ()
    ):
        _check_between(name, each, walk)
        if name not in settling.used.values():
            walk.problem(
                document["parameters"].keys[name],
                "L243",
                f"nothing uses the parameter {name}.",
                f"Write {{parameter: {name}}} where it counts, or delete it.",
            )


def _check_between(name: str, parameter: Value, walk: Walk) -> None:
    between, value = parameter.get("between"), parameter.get("value")
    if between is None or value is None:
        return
    low, high = between.plain("from"), between.plain("to")
    if low is None or high is None:
        return
    if low > high:
        walk.problem(
            between["to"],
            "L244",
            f"the parameter {name} is to be between {low} and {high}.",
            "Put the lower first.",
        )
    elif not hasattr(value.value, "as_tuple"):
        walk.problem(
            between,
            "L244",
            f"the parameter {name} is no number, and cannot be between two.",
            "Leave `between` out.",
        )
    elif not low <= value.value <= high:
        walk.problem(
            value,
            "L244",
            f"the parameter {name} is {value.value}, not between {low} and {high}.",
            "Set it within them.",
        )
    elif (step := between.plain("step")) and (value.value - low) % step:
        walk.problem(
            value,
            "L244",
            f"the parameter {name} is {value.value}, which steps of {step} from {low} do not reach.",
            "Take a value that they do.",
        )


def settable(schema: Schema) -> Schema:
    """The schema of a document where `{parameter: name}` may stand for any value in changes and measures."""
    asked = {
        "type": "object",
        "properties": {KEY: NAME.schema({})},
        "required": [KEY],
        "additionalProperties": False,
    }
    parts = schema["properties"]
    parts["changes"]["items"] = _open(parts["changes"]["items"])
    parts["measures"]["additionalProperties"] = _open(parts["measures"]["additionalProperties"])
    return schema | {"$defs": {name: _open(each) for name, each in schema["$defs"].items()} | {KEY: asked}}


def _open(schema: Schema) -> Schema:
    """The schema with a parameter in place of each single value or list in it."""
    if "$ref" in schema:
        return schema
    if "anyOf" in schema:
        return schema | {"anyOf": [_open(each) for each in schema["anyOf"]]}
    if schema.get("type") == "object":
        inside = {key: _open(each) for key, each in schema.get("properties", {}).items()}
        found = schema | ({"properties": inside} if "properties" in schema else {})
        others = schema.get("additionalProperties")
        return found | ({"additionalProperties": _open(others)} if isinstance(others, dict) else {})
    inner = schema | ({"items": _open(schema["items"])} if "items" in schema else {})
    return {"anyOf": [inner, {"$ref": f"#/$defs/{KEY}"}]}
