"""What a shape yields: values with their places, and the walk that collects problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openqof.core.problems import Problem


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value read by a shape, and where it stands.

    `value` is text, Decimal, int, bool, date, FinancialYear, a tuple of Values (lists) or a dict of Values
    (records and mappings).  `tag` is the form chosen where a shape offers several: `pays[pays.tag]` is what
    stands under it.  `keys` holds the place of every key written, also of those whose value was refused.
    """

    value: Any
    place: Place
    tag: str = ""
    keys: Mapping[str, Place] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Value:
        found: Value = self.value[key]
        return found

    def get(self, key: str) -> Value | None:
        """The value under a key; None when it is absent or was refused."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def plain(self, key: str, default: Any = None) -> Any:
        """What stands under a key, without its place; the default when absent or refused."""
        found = self.get(key)
        return default if found is None else found.value

    def items(self) -> Iterable[tuple[str, Value]]:
        """Keys and values of a record or mapping, in the order written; nothing for other values."""
        return self.value.items() if isinstance(self.value, dict) else ()


@dataclass(slots=True)
class Walk:
    """One reading of one file: where it is, and every problem met so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)

    def problem(self, place: Any, code: str, message: str, hint: str = "") -> None:
        """Note a problem at a Place, a Value or a YAML node."""
        line, column = place_of(place)
        written = isinstance(place, Value) and message.startswith(f"{place.value} ")
        self.problems.append(Problem(self.file, line, column, code, self._head(message, written), hint))

    def _head(self, message: str, written: bool) -> str:
        """The message headed by its subject: "HYP006: `from` …", but "HYP006 has no value".

        A message that begins with what stands in the file (`written`) keeps its case.
        """
        if not self.subjects:
            return message if written else message[:1].upper() + message[1:]
        subject = self.subjects[-1]
        if message.startswith(f"`{subject}` "):
            return subject + message.removeprefix(f"`{subject}`")
        return f"{subject}: {message}"

    @contextmanager
    def about(self, subject: str) -> Iterator[None]:
        """Problems noted inside begin with the subject, such as an indicator."""
        self.subjects.append(subject)
        try:
            yield
        finally:
            self.subjects.pop()


def place_of(thing: Any) -> Place:
    """The place of a Value, a YAML node, or a Place itself."""
    if isinstance(thing, Value):
        return thing.place
    mark = getattr(thing, "start_mark", None)
    return Place(mark.line + 1, mark.column + 1) if mark is not None else Place(*thing)


def nearest(written: str, names: Iterable[str]) -> str | None:
    """The name most like what was written, None when nothing is near."""
    from difflib import get_close_matches

    folded = {name.casefold(): name for name in names}
    near = get_close_matches(written.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(written: str, names: Iterable[str], *, otherwise: str = "") -> str:
    """The hint "Did you mean X?", or the other hint when nothing is near."""
    near = nearest(written, names)
    return f"Did you mean {near}?" if near else otherwise


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: a, b or c."""
    words = list(names)
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def bare(value: Value | None) -> Any:
    """A value without places: dicts, lists and scalars, as the canonical form takes them."""
    if value is None:
        return None
    if isinstance(value.value, dict):
        return {key: bare(each) for key, each in value.value.items()}
    if isinstance(value.value, tuple):
        return [bare(each) for each in value.value]
    return value.value
