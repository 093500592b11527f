"""A small declarative language for the shape of a law file.

A shape says what a place in a file may hold.  `read(shape, document)` walks the document's nodes against
it and gives `(value, problems)`: every problem with its line and column, and a `Value` (None when nothing
could be read) whose parts keep their places.  `json_schema(shape, …)` gives the shape as JSON Schema.

    THRESHOLDS = Record({"from": Number(0, 100), "to": Number(0, 100)}, optional={"at_lower": Number(0)})
    CHANGE = Tagged(
        forms={"guarantee": Record({"income": Choice(("qof",)), "of": Year()}), "suspend": ListOf(Text())},
        common={"why": Text()},
    )
    SCHEME = Record({"id": Text(), "changes": ListOf(CHANGE, fewest=1)})
    value, problems = read(SCHEME, read_document(Path("scheme.yaml")))
    for change in value["changes"].value:           # tuple of Values
        change.tag                                   # "guarantee"
        change[change.tag].plain("of")               # FinancialYear, without its place
        change[change.tag]["of"].place               # Place(line=…, column=…)
        change.keys["why"]                           # the place of a key

Shapes
    Text(form, pattern, longest, anything)   words on one line; unquoted NO, 12 or 2015-04-01 are refused
    Number(low, high, decimals, words)       a Decimal; `words` such as ("none",) are accepted in its place
    whole(low, high, words=)                 the same as an int
    Choice(("a", "b")), Flag(), Year(), Day()
    ListOf(item, fewest=)                    tuple of Values
    MappingOf(item, key=Text(), twice=)      dict of Values by key; problems inside are headed by the key
    Record(required, optional, others=)      dict of Values; unknown and missing keys are problems
    Tagged(words, forms, common)             one of the words, or a mapping with exactly one form's key
    Either((shape, shape, …))                the first shape that takes this node (single, list, mapping)
    Named(name, lambda: shape)               a shape used again or inside itself; $defs in the JSON Schema

A part that was refused is absent from its Record (`value.get("points") is None`) although `value.keys` has
it, so that checks of meaning go on with the rest.  Checks note their own problems with the same `Walk`:
`read` accepts one as `walk=`, and `walk.problem(value, "L060", "…", "hint")` places them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from openqof.core.problems import Problem
from openqof.files.nodes import Document
from openqof.files.scalars import (
    Choice,
    Day,
    Flag,
    Number,
    Schema,
    Shape,
    Text,
    Year,
    describe,
    is_plain,
    shorten,
    whole,
)
from openqof.files.values import Place, Value, Walk, bare, did_you_mean, listed, nearest, place_of

__all__ = [
    "Choice", "Day", "Either", "Flag", "ListOf", "MappingOf", "Named", "Number", "Place", "Record",
    "Schema", "Shape", "Tagged", "Text", "Value", "Walk", "Year", "bare", "did_you_mean", "json_schema",
    "listed", "nearest", "read", "whole",
]  # fmt: skip


def read(shape: Shape, document: Document, *, walk: Walk | None = None) -> tuple[Value | None, list[Problem]]:
    """Read a document against a shape; the value is None only when nothing could be read at all."""
    walk = walk or Walk(document.name)
    value = shape.read(document.root, walk, "the file")
    return value, walk.problems


def json_schema(shape: Shape, *, title: str, address: str) -> Schema:
    """The shape as JSON Schema, draft 2020-12."""
    defs: dict[str, Schema] = {}
    body = shape.schema(defs)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, "title": title}
    return head | body | ({"$defs": dict(sorted(defs.items()))} if defs else {})


Pairs = dict[str, tuple[Any, Any]]


def pairs(node: Any, walk: Walk, *, twice: str = "L020", what: str = "") -> Pairs:
    """The key and value nodes of a mapping by key; a key that is written twice or is no word is a problem."""
    found: Pairs = {}
    for key, value in node.value:
        if not isinstance(key, yaml.nodes.ScalarNode):
            walk.problem(key, "L035", f"a key should be a word, not {describe(key)}.", "Write `key: value`.")
        elif not key.value.strip():
            walk.problem(key, "L035", "a key is missing before the colon.", "Write `key: value`.")
        elif key.value in found:
            first = place_of(found[key.value][0]).line
            said = f"{what or 'the key'} {shorten(key.value)} is written twice; first on line {first}."
            walk.problem(key, twice, said, "Keep one of them.")
        else:
            found[key.value] = (key, value)
    return found


def mapping_node(node: Any, walk: Walk, name: str, *, form: str) -> bool:
    """Whether the node is a mapping; a problem when it is not."""
    if isinstance(node, yaml.nodes.MappingNode):
        return True
    refuse_form(node, walk, name, form=form)
    return False


def refuse_form(node: Any, walk: Walk, name: str, *, form: str) -> None:
    """Note that a node is empty or of the wrong kind: single value, list or mapping."""
    if isinstance(node, yaml.nodes.ScalarNode) and is_plain(node) and node.value in ("", "~", "null"):
        walk.problem(node, "L023", f"`{name}` has no value.", f"It takes {form}.")
    else:
        walk.problem(node, "L024", f"`{name}` should be {form}, but this is {describe(node)}.")


class _Branch(Shape):
    """A shape made of keys and values."""

    def takes(self, node: Any) -> bool:
        return isinstance(node, yaml.nodes.MappingNode)


@dataclass(frozen=True, slots=True)
class Record(_Branch):
    """Named keys, each with its own shape; `others` is the shape of any further key."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)
    others: Shape | None = None

    @property
    def form(self) -> str:  # type: ignore[override]
        """The required keys in words."""
        return f"keys and values ({', '.join(self.required or self.optional)})"

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read each key with its shape."""
        if not mapping_node(node, walk, name, form=self.form):
            return None
        return self.read_pairs(pairs(node, walk), node, walk, name)

    def read_pairs(self, found: Pairs, node: Any, walk: Walk, name: str) -> Value:
        """Read key and value nodes already split, as a mapping that holds other keys too needs."""
        shapes = {**self.required, **self.optional}
        values: dict[str, Value] = {}
        missing = [key for key in self.required if key not in found]
        for key, (key_node, value_node) in found.items():
            shape = shapes.get(key, self.others)
            if shape is None:
                self._unknown(key, key_node, walk, missing, found)
            elif (value := shape.read(value_node, walk, key)) is not None:
                values[key] = value
        for key in missing:
            inside = "" if name in walk.subjects else f" from {name}"
            walk.problem(node, "L022", f"`{key}` is missing{inside}.", f"It takes {shapes[key].form}.")
        return Value(values, place_of(node), keys={key: place_of(at) for key, (at, _) in found.items()})

    def _unknown(self, key: str, node: Any, walk: Walk, missing: list[str], found: Pairs) -> None:
        """Note an unknown key; a missing key that it stands for is not reported again."""
        free = [known for known in (*self.required, *self.optional) if known not in found]
        near = nearest(key, free)
        if near in missing:
            missing.remove(near)
        known = ", ".join((*self.required, *self.optional))
        hint = f"Did you mean `{near}`?" if near else f"Known here: {known}."
        if key.isdigit():
            hint = "A number with a comma in it? Write 1234, not 1,234."
        walk.problem(node, "L021", f"the key `{shorten(key)}` is not known here.", hint)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """An object without further keys, unless `others` gives their shape."""
        shapes = {**self.required, **self.optional}
        return {
            "type": "object",
            "properties": {key: shape.schema(defs) for key, shape in shapes.items()},
            "required": list(self.required),
            "additionalProperties": self.others.schema(defs) if self.others else False,
        }


@dataclass(frozen=True, slots=True)
class MappingOf(_Branch):
    """Any keys of one form, all with values of one shape."""

    item: Shape
    key: Text = field(default_factory=Text)
    what: str = "the key"
    twice: str = "L020"
    fewest: int = 0

    @property
    def form(self) -> str:  # type: ignore[override]
        """Keys and values, in words."""
        return (
            "keys and values" if isinstance(self.item, _Branch) else f"keys and values, each {self.item.form}"
        )

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read every key and value; problems inside a value are headed by its key."""
        if not mapping_node(node, walk, name, form=self.form):
            return None
        found = pairs(node, walk, twice=self.twice, what=self.what)
        if len(found) < self.fewest:
            walk.problem(node, "L038", f"`{name}` is empty.", f"It takes at least {self.fewest}.")
        values: dict[str, Value] = {}
        for key, (key_node, value_node) in found.items():
            named = self.key.read(key_node, walk, f"a key of {name}")
            value = self._item(value_node, walk, shorten(key))
            if named is not None and value is not None:
                values[key] = value
        return Value(values, place_of(node), keys={key: place_of(at) for key, (at, _) in found.items()})

    def _item(self, node: Any, walk: Walk, key: str) -> Value | None:
        if not isinstance(self.item, _Branch):
            return self.item.read(node, walk, key)
        with walk.about(key):
            return self.item.read(node, walk, key)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """An object whose values are all alike."""
        found: Schema = {"type": "object", "additionalProperties": self.item.schema(defs)}
        if self.key.pattern:
            found["propertyNames"] = {"pattern": f"^(?:{self.key.pattern})$"}
        return found | ({"minProperties": self.fewest} if self.fewest else {})


@dataclass(frozen=True, slots=True)
class ListOf(Shape):
    """A list of values of one shape; with more than `most` nothing of it is read."""

    item: Shape
    fewest: int = 0
    most: int | None = None

    @property
    def form(self) -> str:  # type: ignore[override]
        """A list, in words."""
        return f"a list, each item {self.item.form}"

    def takes(self, node: Any) -> bool:
        """Whether the node is a list."""
        return isinstance(node, yaml.nodes.SequenceNode)

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read every item; refused ones are left out."""
        if not self.fits(node, walk, name):
            return None
        items = (self.item.read(each, walk, f"{name}, item {n}") for n, each in enumerate(node.value, 1))
        return Value(tuple(item for item in items if item is not None), place_of(node))

    def fits(self, node: Any, walk: Walk, name: str) -> bool:
        """Whether the items are to be read; a list that is none, or is empty or too long, is a problem."""
        if not self.takes(node):
            refuse_form(node, walk, name, form="a list")
            return False
        many = len(node.value)
        if many < self.fewest:
            walk.problem(node, "L038", f"`{name}` is empty.", f"It takes at least {self.fewest}.")
        if self.most is None or many <= self.most:
            return True
        walk.problem(node, "L040", f"`{name}` has {many:,} items.", f"It takes at most {self.most}.")
        return False

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """An array."""
        limits = {"minItems": self.fewest, "maxItems": self.most}
        return {"type": "array", "items": self.item.schema(defs)} | {k: n for k, n in limits.items() if n}


@dataclass(frozen=True, slots=True)
class Tagged(Shape):
    """One of the words, or a mapping with exactly one of the forms' keys and any of the common ones.

    `called` is what messages call the whole, where a list of its forms would be long.
    """

    words: tuple[str, ...] = ()
    forms: Mapping[str, Shape] = field(default_factory=dict)
    common: Mapping[str, Shape] = field(default_factory=dict)
    called: str = ""

    @property
    def form(self) -> str:  # type: ignore[override]
        """The words and forms, as a sentence lists them, or what they are called."""
        return self.called or listed((*self.words, *(f"{{{form}: …}}" for form in self.forms)))

    @property
    def _known(self) -> str:
        """The hint that lists what there is, where the message does not."""
        return f"Known: {', '.join((*self.words, *self.forms))}." if self.called else ""

    def takes(self, node: Any) -> bool:
        """Whether the node is a word or a mapping, as far as this shape has them."""
        if isinstance(node, yaml.nodes.ScalarNode):
            return bool(self.words)
        return bool(self.forms) and isinstance(node, yaml.nodes.MappingNode)

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read a word or a form; `tag` of the value says which."""
        if isinstance(node, yaml.nodes.MappingNode) and self.forms:
            return self._form(node, walk, name)
        if isinstance(node, yaml.nodes.ScalarNode):
            return self._word(node, walk, name)
        refuse_form(node, walk, name, form=self.form)
        return None

    def _word(self, node: Any, walk: Walk, name: str) -> Value | None:
        if node.value in self.words:
            return Value(node.value, place_of(node), tag=node.value)
        if not node.value:
            refuse_form(node, walk, name, form=self.form)
            return None
        hint = did_you_mean(node.value, (*self.words, *self.forms), otherwise=self._known)
        walk.problem(node, "L031", f'`{name}` should be {self.form}, but is "{shorten(node.value)}".', hint)
        return None

    def _form(self, node: Any, walk: Walk, name: str) -> Value | None:
        found = pairs(node, walk)
        tags = [key for key in found if key in self.forms]
        if len(tags) > 1:
            said = f"`{name}` says {' and '.join(tags)} at once."
            walk.problem(found[tags[1]][0], "L037", said, "Keep one of them.")
            return None
        if not tags:
            strange = next((key for key in found if key not in self.common), "")
            place = found[strange][0] if strange else node
            said = f"`{name}` should be {self.form}" + (f", but is `{shorten(strange)}`." if strange else ".")
            walk.problem(place, "L037", said, did_you_mean(strange, self.forms, otherwise=self._known))
            return None
        tag = tags[0]
        value = Record({tag: self.forms[tag]}, self.common).read_pairs(found, node, walk, name)
        return None if tag not in value.value else Value(value.value, value.place, tag=tag, keys=value.keys)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """An enumeration of the words, or an object with one of the forms."""
        options: list[Schema] = [{"enum": list(self.words)}] if self.words else []
        options += [Record({tag: shape}, self.common).schema(defs) for tag, shape in self.forms.items()]
        return options[0] if len(options) == 1 else {"anyOf": options}


@dataclass(frozen=True, slots=True)
class Either(Shape):
    """The first shape that takes this kind of node; the first of all says what is wrong when none does."""

    shapes: tuple[Shape, ...]

    @property
    def form(self) -> str:  # type: ignore[override]
        """The shapes, as a sentence lists them."""
        return listed(shape.form for shape in self.shapes)

    def takes(self, node: Any) -> bool:
        """Whether any of the shapes takes the node."""
        return any(shape.takes(node) for shape in self.shapes)

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read with the shape that fits the node's kind."""
        for shape in self.shapes:
            if shape.takes(node):
                return shape.read(node, walk, name)
        refuse_form(node, walk, name, form=self.form)
        return None

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """Any of the shapes."""
        return {"anyOf": [shape.schema(defs) for shape in self.shapes]}


@dataclass(frozen=True, slots=True)
class Named(Shape):
    """A shape with a name, made when first needed, so that it may hold itself."""

    name: str
    make: Callable[[], Shape]

    @property
    def form(self) -> str:  # type: ignore[override]
        """Its name, which keeps a shape that holds itself describable."""
        return f"a {self.name.replace('_', ' ')}"

    def takes(self, node: Any) -> bool:
        """Whether the shape takes the node."""
        return self.make().takes(node)

    def read(self, node: Any, walk: Walk, name: str) -> Value | None:
        """Read with the shape made."""
        return self.make().read(node, walk, name)

    def schema(self, defs: dict[str, Schema]) -> Schema:
        """A reference to the definition."""
        if self.name not in defs:
            defs[self.name] = {}
            defs[self.name] = self.make().schema(defs)
        return {"$ref": f"#/$defs/{self.name}"}
