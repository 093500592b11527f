"""Every kind of file that can be told, the more particular before the more general."""

from __future__ import annotations

from openqof.datasets import (
    read_achievement,
    read_lists,
    read_payments,
    read_places,
    read_points,
    read_qof,
    read_scotland,
    read_tables,
)
from openqof.datasets.source import Kind

HEADERLESS: tuple[Kind, ...] = read_lists.HEADERLESS
"""Kinds whose first row is already data, told by the shape of its cells."""

UNDATED: tuple[Kind, ...] = read_tables.UNDATED
"""Our own tables without their year: looked for last."""

KINDS: tuple[Kind, ...] = (
    read_payments.KIND,
    *read_points.KINDS,
    *read_scotland.KINDS,
    read_achievement.LONG_KIND,
    *read_qof.KINDS,
    read_achievement.WIDE_KIND,
    read_achievement.EXCEPTIONS_KIND,
    read_achievement.REGISTERS_KIND,
    *read_places.KINDS,
    *read_lists.KINDS,
    *read_tables.KINDS,
)
"""Kinds told by their columns."""
