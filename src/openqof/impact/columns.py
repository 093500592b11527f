"""The inputs of given practices in a given order, those without a result among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from openqof.engine.inputs import PracticeYear


def columns(inputs: PracticeYear, practices: Sequence[str]) -> PracticeYear:
    """The inputs of these practices; one that the inputs lack has nobody on its list and nothing reported."""
    place = {code: column for column, code in enumerate(inputs.practices)}
    chosen = np.array([place.get(code, -1) for code in practices], dtype=np.int64)
    absent = chosen < 0
    changed: dict[str, Any] = {}
    for field in fields(inputs):
        array = getattr(inputs, field.name)
        if isinstance(array, np.ndarray):
            padded = np.concatenate([array, np.full((*array.shape[:-1], 1), np.nan)], axis=-1)
            changed[field.name] = padded[..., chosen]
    changed["list_size"][absent], changed["share_of_year"][absent] = 0.0, 1.0
    return replace(inputs, practices=tuple(practices), **changed)
