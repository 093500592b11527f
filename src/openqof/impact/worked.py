"""A scheme worked out for the practices of an area, as arrays: what every further question starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from openqof.core.changes import Certainty, When
from openqof.core.national import NationalYear
from openqof.engine.law import WholeArray
from openqof.engine.terms.facts import Facts
from openqof.impact.pricing import Elsewhere, Gone
from openqof.impact.working.ask import Ask
from openqof.impact.working.earned import Earned
from openqof.impact.working.roll import Practice

BoolArray = NDArray[np.bool_]

QOF = "National QOF"
"""The name of the stream of what stays, or stays as reformed, of national QOF."""
AS_NATIONALLY = "as nationally"
"""Who pays what would be national QOF money."""


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """One thing that practices are paid under the scheme; arrays are whole pence, (p,).

    `change` is the number of the change that pays it, 0 for the national QOF that stays. `low` and `high`
    are the least and most it can come to, `guaranteed` what is sure once the practice has joined: nought
    where the payment is at risk. `instead` is "qof" where it takes the place of all national QOF income but
    that of indicators kept, "indicators" where it takes that of suspended ones, "" for money beside it.
    """

    name: str
    change: int
    payer: str
    payee: str
    pot: str
    certainty: Certainty
    when: When
    pence: WholeArray
    low: WholeArray
    high: WholeArray
    guaranteed: WholeArray
    covers: tuple[str, ...] = ()
    instead: str = ""
    says_when: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What a price says of itself: what its two figures are, its rule, remarks, and who is not in it.

    `files` are the sha256 of the files its figures came from; `recalled_pence` is scheme income on recalled
    values of the law, None where no law was used, and `law` the law that was.
    """

    national: str
    scheme: str
    rule: str = ""
    remarks: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    files: frozenset[str] = frozenset()
    recalled_pence: int | None = None
    law: NationalYear | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """National and scheme income of the practices of an area, in the order of `practices`.

    `national` is QOF by indicator where the store has results, None where it has payments only;
    `national_pence` (p,) is QOF under the national law in the reading of the price. `ended_pence` (p,) is
    other income, such as an enhanced service, that the scheme ends: part of what it is compared with.
    `reform` is the law under the scheme, and `reformed` what it pays by indicator, with `national`.
    `facts` are what pay terms were worked out from. `pools` are pounds in each pool. A practice that does not
    join has its national pay in the first stream and nothing in the others.
    """

    ask: Ask
    practices: tuple[str, ...]
    roll: tuple[Practice, ...]
    joined: BoolArray
    national: Earned | None
    reformed: Earned | None
    national_pence: WholeArray
    ended_pence: WholeArray
    reform: NationalYear
    streams: tuple[Stream, ...]
    facts: Facts | None
    notes: tuple[tuple[str, ...], ...]
    told: Told = Told("", "")
    pools: Mapping[str, float] = field(default_factory=dict)

    @property
    def scheme_pence(self) -> WholeArray:
        """All that each practice is paid under the scheme."""
        summed: WholeArray = np.sum([stream.pence for stream in self.streams], axis=0, dtype=np.int64)
        return summed

    @property
    def before_pence(self) -> WholeArray:
        """All that the scheme's income is compared with: national QOF, and income that the scheme ends."""
        return self.national_pence + self.ended_pence

    def __len__(self) -> int:
        return len(self.practices)
