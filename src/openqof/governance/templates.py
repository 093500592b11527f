"""A scheme adopted word for word from another: only local parameters may differ; each difference is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

from openqof.core.governance.refusal import Refusal
from openqof.core.governance.wording import sentence
from openqof.core.scheme import Change, Scheme
from openqof.core.sources import Provenance
from openqof.governance.path_rules import OWN
from openqof.governance.template_words import of_item, of_part, of_parts, plainly

RULE = "path:verbatim"
LOCAL = (
    "id", "title", "bodies", "runs", "uptake", "status", "results", "notes", "asserts", "file", "sha256",
    "parameters",
)  # fmt: skip
"""Parts of a document that say where and when it is adopted and how it went, which are its own everywhere."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which a copy differs: where, what the template says, what the copy says, and if it may."""

    where: str
    template: str
    copy: str
    may: bool

    @property
    def says(self) -> str:
        """The difference in a sentence."""
        here, there = self.copy or "left out", self.template or "left out"
        return sentence(f"{self.where}: here {here}; in the template {there}")


def differences(template: Scheme, settled: Scheme, copy: Scheme) -> tuple[Difference, ...]:
    """Every place at which a copy differs from its template, local parts left out.

    `settled` is the template with the copy's values of its parameters. A difference `may` be where it is the
    value of a parameter that both declare; what follows from that value is not told again.
    """
    parts = (each.name for each in fields(settled) if each.name not in LOCAL)
    rest = (
        each for name in parts for each in _unlike(of_part(name), getattr(settled, name), getattr(copy, name))
    )
    return (*_parameters(template, copy), *rest)


def verbatim(template: Scheme, settled: Scheme, copy: Scheme) -> tuple[Refusal, ...]:
    """A refusal for each difference that a copy may not have."""
    return tuple(
        Refusal(f"{each.says} Only local parameters may differ.", RULE, OWN)
        for each in differences(template, settled, copy)
        if not each.may
    )


def _parameters(template: Scheme, copy: Scheme) -> tuple[Difference, ...]:
    here, there = _named(copy), _named(template)
    return tuple(
        Difference(
            f"the parameter {name}", there.get(name, ""), here.get(name, ""), name in here and name in there
        )
        for name in dict.fromkeys((*there, *here))
        if here.get(name) != there.get(name)
    )


def _named(scheme: Scheme) -> Mapping[str, str]:
    return {name: plainly(each.value) for name, each in scheme.parameters.items()}


def _unlike(where: str, template: Any, copy: Any) -> Iterator[Difference]:
    """The places at which two values differ; where each was read is no part of either."""
    if template == copy or isinstance(template, Provenance) or isinstance(copy, Provenance):
        return
    if of_parts(template) and type(template) is type(copy):
        for each in fields(template):
            here, there = getattr(copy, each.name), getattr(template, each.name)
            yield from _unlike(of_part(each.name, inside=where), there, here)
    elif isinstance(template, Mapping) and isinstance(copy, Mapping):
        for key in dict.fromkeys((*template, *copy)):
            yield from _unlike(of_item(where, key), template.get(key), copy.get(key))
    elif _deep(template, copy):
        for number, (one, other) in enumerate(zip_longest(template, copy), 1):
            yield from _unlike(of_item(where, _number(one, other, number)), one, other)
    elif (there := plainly(template)) != (here := plainly(copy)):
        yield Difference(where, there, here, may=False)


def _number(template: Any, copy: Any, number: int) -> int:
    """The number of a change as its document has it; of anything else its place in the list."""
    found = template if template is not None else copy
    return found.number if isinstance(found, Change) else number


def _deep(template: Any, copy: Any) -> bool:
    """Whether both are lists of things with parts of their own."""
    both = isinstance(template, tuple) and isinstance(copy, tuple)
    return both and any(map(of_parts, (*template, *copy)))
