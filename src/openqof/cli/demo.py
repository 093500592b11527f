"""openqof data demo: the demonstration area into the local store."""

from __future__ import annotations

from typing import Annotated

import typer

from openqof.cli.common import StoreOption, remark, reports_problems, say


@reports_problems(changes=True)
def demo(
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="another number, another area [default: 2015]")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Put the demonstration area into the store, in place of an earlier one.

    About 40 invented practices of one invented commissioner and two beside it, with counts, prevalence and
    payments of every year from 2012/13 to 2026/27, and what the library's schemes count of their own.
    Nothing of it belongs to a real place.
    """
    from openqof.datasets.demo import SEED, keep
    from openqof.datasets.store import Store

    kept = Store.open(store)
    receipt = keep(kept, seed=SEED if seed is None else seed)
    say(f"{receipt.title}, {receipt.years[0]} to {receipt.years[-1]}")
    say("  took      " + ", ".join(f"{rows:,} {table}" for table, rows in receipt.taken.items()))
    remark(f"Store: {kept.path}. To take it out again: openqof data remove demo")
