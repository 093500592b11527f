"""Who a report is for: those who may see practices by name, or everyone, to whom practices are numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum, StrEnum
from hashlib import sha256
from typing import TypeVar

import numpy as np

from openqof.core.national import NationalYear
from openqof.impact.assessment import Assessment
from openqof.impact.documents.tables import Run

T = TypeVar("T")
Says = Callable[[str], str]


class Audience(StrEnum):
    """Who is to read."""

    COMMISSIONER = "commissioner"
    """Commissioner, practices and LMC: practices by code and name."""
    PUBLIC = "public"
    """Everyone: practices by a number, which is not secrecy where lists or payments are published."""


def for_audience(run: Run, audience: Audience) -> Run:
    """The run as this audience may see it: for the public, codes and names of practices are numbers.

    The numbers follow a digest of run and code, so that neither the order of codes nor that of names shows;
    they are the same for every option of one run.
    """
    if audience is Audience.COMMISSIONER:
        return run
    says = _renaming(_numbers(run))
    options = tuple(_renamed_option(each, says) for each in run.options)
    files = {sha: says(name) for sha, name in run.files.items()}
    return Run(options, says(run.command), files)


def _numbers(run: Run) -> dict[str, tuple[str, str]]:
    """What each code and name becomes, by code: the number, and "Practice" with the number."""
    people: dict[str, str] = {}
    for code, name in (person for each in run.options for person in _people(each)):
        people[code] = people.get(code) or name
    seed = run.first.pricing.fingerprint
    order = sorted(people, key=lambda code: sha256(f"{seed}{code}".encode()).hexdigest())
    return {code: (people[code], str(number)) for number, code in enumerate(order, start=1)}


def _people(each: Assessment) -> list[tuple[str, str]]:
    pricing = each.pricing
    found = [(line.practice, line.name) for line in pricing.lines]
    found += [(gone.practice, gone.name) for gone in pricing.gone]
    found += [(place.practice, place.name) for place in pricing.elsewhere]
    found += [(gone.successor, "") for gone in pricing.gone if gone.successor]
    return found + [(code, "") for code in each.worked.practices]


def _renaming(numbers: Mapping[str, tuple[str, str]]) -> Says:
    """A text that is a code becomes the number; a code or name within a text, "Practice" and the number."""
    become = {code: f"Practice {number}" for code, (_, number) in numbers.items()}
    become |= {name: f"Practice {number}" for name, number in numbers.values() if name}
    whole = {code: number for code, (_, number) in numbers.items()}
    longest = sorted(become, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")

    def says(text: str) -> str:
        return whole.get(text) or pattern.sub(lambda found: become[found[0]], text)

    return says


def _renamed_option(each: Assessment, says: Says) -> Assessment:
    codes = tuple(says(code) for code in each.worked.practices)
    worked = replace(each.worked, practices=codes, notes=_renamed(each.worked.notes, says))
    parts = {part.name: getattr(each, part.name) for part in fields(each) if part.name != "worked"}
    return replace(each, worked=worked, **{name: _renamed(part, says) for name, part in parts.items()})


def _renamed(value: T, says: Says) -> T:
    """The same value with every text in it renamed; arrays, law and enumerations stay as they are."""
    if isinstance(value, Enum | np.ndarray | NationalYear):
        return value
    if isinstance(value, str):
        return says(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_renamed(each, says) for each in value)  # type: ignore[return-value]
    if isinstance(value, Mapping):
        return {_renamed(key, says): _renamed(each, says) for key, each in value.items()}  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{part.name: _renamed(getattr(value, part.name), says) for part in fields(value)}
        )
    return value
