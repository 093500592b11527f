"""Practices that merge in a year: contracts paid to their last day, the successor on the combined register.

Source: the Statement of Financial Entitlements, part years and mergers (recalled).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from openqof.core.years import FinancialYear
from openqof.engine.inputs import PracticeYear
from openqof.engine.law import FloatArray


def merge(
    inputs: PracticeYear, *, ending: Sequence[str], successor: str, last_day: date, year: FinancialYear
) -> PracticeYear:
    """New inputs in which the contracts `ending` end on `last_day` and `successor` carries on from the next.

    Each ending contract keeps its own counts, which should be those of its last day, and is paid for the
    days it ran; one that also began in this year must come with its own share. A successor already among
    the practices keeps its counts, taken at 31 March on the combined register, and its share: its contract
    ran before. A new one gets the counts, registers, populations and lists of the ending contracts added
    up, and the days that are left. Earlier years' baselines are averaged by denominator; base points and
    points given, by list.
    KeyError for a practice that is not there, ValueError where `last_day` lies outside the year.
    """
    if not year.first_day <= last_day <= year.last_day:
        raise ValueError(f"{last_day} is not a day of {year}")
    places = [inputs.position(practice) for practice in ending]
    before = year.days_between(None, last_day) / year.days
    ended = inputs.share_of_year.copy()
    ended[places] = np.minimum(ended[places], before)
    closed = replace(inputs, share_of_year=ended)
    if successor in inputs.practices:
        return closed
    after = year.days_between(last_day + timedelta(days=1), None) / year.days
    return _with_column(closed, successor, _together(inputs, places), share=after)


def _together(inputs: PracticeYear, places: list[int]) -> dict[str, FloatArray]:
    """The one column that several add up to, by name of the array."""
    added = {
        name: _added(getattr(inputs, name)[..., places])
        for name in ("list_size", "numerator", "denominator", "register", "population")
    }
    lists = inputs.list_size[places]
    counted = {"baseline": inputs.denominator[:, places], "base_points": lists, "points_given": lists}
    meant = {
        name: _mean(getattr(inputs, name)[:, places], weight)
        for name, weight in counted.items()
        if getattr(inputs, name) is not None
    }
    return added | meant


def _added(parts: FloatArray) -> FloatArray:
    """Sums over the last axis of what is reported, NaN where nothing is."""
    nothing = np.isnan(parts).all(axis=-1)
    return np.asarray(np.where(nothing, np.nan, np.nansum(parts, axis=-1)))


def _mean(parts: FloatArray, weight: FloatArray) -> FloatArray:
    """Weighted means over the last axis of what is known, NaN where nothing with weight is."""
    known = np.where(np.isnan(parts) | np.isnan(weight), 0.0, weight)
    whole = known.sum(axis=-1)
    summed = (np.nan_to_num(parts) * known).sum(axis=-1)
    return np.asarray(np.divide(summed, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _with_column(
    inputs: PracticeYear, practice: str, column: dict[str, FloatArray], *, share: float
) -> PracticeYear:
    changed: dict[str, Any] = {
        name: np.concatenate([getattr(inputs, name), np.asarray(values)[..., None]], axis=-1)
        for name, values in column.items()
    }
    shares = np.append(inputs.share_of_year, share)
    return replace(inputs, practices=(*inputs.practices, practice), share_of_year=shares, **changed)
