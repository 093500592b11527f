"""What practices gain or lose by an item: a run that openqof price saved or wrote as JSON, or sums stated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from openqof.core.governance.interests import Effects
from openqof.core.money import to_pence
from openqof.files.shape import Value, Walk, did_you_mean

FIGURES, MANIFEST = "assessment.json", "manifest.json"
_NAME_IT = "Name the folder that openqof price --save wrote, or what --format json gave."
STATED = "Sums stated in the file of the meeting."


def effects_of(item: Value, walk: Walk, folder: Path) -> Effects | None:
    """The effects that an item has, priced or stated; None where it has none or they cannot be had.

    Paths are taken from `folder`. Problems are noted at the item.
    """
    priced, stated = item.get("priced"), item.get("effects")
    if priced is not None and stated is not None:
        walk.problem(stated, "G510", "the item has both `priced` and `effects`.", "Keep one of them.")
        return None
    if stated is not None:
        sums = {code: to_pence(each.value) for code, each in stated.items()}
        return Effects(sums, "", STATED)
    return None if priced is None else _priced(priced, item.plain("scheme", ""), walk, folder)


def _priced(priced: Value, scheme: str, walk: Walk, folder: Path) -> Effects | None:
    path = folder / priced.value
    try:
        option = _option(_options(path), priced, scheme, walk)
        return None if option is None else _effects(option)
    except _Unreadable as error:
        walk.problem(priced, "G507", str(error), _NAME_IT)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        said = f"{priced.value} is no run folder and no JSON file that openqof price wrote."
        walk.problem(priced, "G507", said, _NAME_IT)
    return None


class _Unreadable(Exception):
    """A run that was changed after it was saved."""


def _options(path: Path) -> list[Mapping[str, Any]]:
    """The options of a run, from its folder or its JSON file."""
    content = (path / FIGURES if path.is_dir() else path).read_bytes()
    if path.is_dir():
        bound = json.loads((path / MANIFEST).read_bytes())["files"][FIGURES]
        if sha256(content).hexdigest() != bound:
            raise _Unreadable(f"the run was changed after it was saved: {FIGURES} lacks its sha256.")
    found: list[Mapping[str, Any]] = json.loads(content)["options"]
    return found


def _option(
    options: Iterable[Mapping[str, Any]], priced: Value, scheme: str, walk: Walk
) -> Mapping[str, Any] | None:
    """The option of the item's scheme; the only one, where the item names a file or no scheme."""
    known = {str(each["scheme"]): each for each in options}
    if scheme in known:
        return known[scheme]
    if len(known) == 1 and (not scheme or scheme.endswith((".yaml", ".yml"))):
        return next(iter(known.values()))
    ids = ", ".join(known)
    said = f"the run prices {ids}, and the item is on {scheme}." if scheme else f"the run prices {ids}."
    hint = did_you_mean(scheme, known, otherwise="Write `scheme:` with the one that the item decides on.")
    walk.problem(priced, "G508", said, hint)
    return None


def _effects(option: Mapping[str, Any]) -> Effects:
    rows = option["tables"]["practices"]
    sums = {
        str(row["practice"]): to_pence(Decimal(row["change"])) for row in rows if row["change"] is not None
    }
    says = f"Change in {option['year']} under {option['title']}, against national QOF."
    return Effects(sums, str(option["fingerprint"]), says)
