"""Several options side by side on the terminal: one row a practice, one column an option."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openqof.cli.common import say, show_table

if TYPE_CHECKING:
    from openqof.impact.assessment import Assessment
    from openqof.impact.options import OptionRow

_SUMMARY = {
    "option": "option",
    "national": "national",
    "scheme": "scheme",
    "guaranteed": "guaranteed",
    "lowest": "lowest",
    "highest": "highest",
    "change": "change",
    "percent": "share",
    "lower": "lower",
    "higher": "higher",
    "freed": "hours freed",
    "behind": "cash gap",
}
_NAME = 24


def show_options(found: Sequence[Assessment]) -> None:
    """Print the change of every practice under every option, then a line for each option."""
    from openqof.impact.options import alike, side_by_side

    pricings = [each.pricing for each in found]
    say(f"{len(found)} options: {pricings[0].area_name}")
    for number, pricing in enumerate(pricings, start=1):
        say(f"  {number}  {pricing.scheme.title}, {pricing.years} ({pricing.scheme.id})")
    same = alike(pricings)
    what = "" if same else " Each option against national QOF of its own year."
    say(f"\nChange in whole pounds a year, and its share of national income.{what}\n")
    columns, right = _columns(len(found), national=same)
    rows = [_row(each) for each in side_by_side(pricings)]
    show_table([*rows, _totals(found)], columns, right=right)
    say()
    show_table([_summary(n, each) for n, each in enumerate(found, start=1)], _SUMMARY, right=tuple(_SUMMARY))
    _say_after(found)


def _columns(options: int, *, national: bool) -> tuple[dict[str, str], tuple[str, ...]]:
    columns = {"practice": "practice", "name": "name"}
    columns |= {"national": "national"} if national else {}
    for number in range(1, options + 1):
        columns |= {f"change_{number}": f"option {number}", f"percent_{number}": "share"}
    return columns, tuple(key for key in columns if key not in ("practice", "name"))


def _row(row: OptionRow) -> dict[str, Any]:
    from openqof.cli.price_show import shown_name, whole
    from openqof.impact.words.words import signed_percent

    name = shown_name(row.name, _NAME)
    national = None if row.national is None else whole(row.national)
    cells: dict[str, Any] = {"practice": row.practice, "name": name, "national": national}
    for number, line in enumerate(row.lines, start=1):
        cells[f"change_{number}"] = "–" if line is None else whole(line.change, sign=True)
        cells[f"percent_{number}"] = "–" if line is None else signed_percent(line.percent)
    return cells


def _totals(found: Sequence[Assessment]) -> dict[str, Any]:
    from openqof.cli.price_show import whole
    from openqof.impact.pricing import share
    from openqof.impact.words.words import signed_percent

    cells: dict[str, Any] = {"practice": "total", "name": "", "national": whole(found[0].pricing.national)}
    for number, each in enumerate(found, start=1):
        pricing = each.pricing
        cells[f"change_{number}"] = whole(pricing.change, sign=True)
        cells[f"percent_{number}"] = signed_percent(share(pricing.change, pricing.national))
    return cells


def _summary(number: int, found: Assessment) -> dict[str, Any]:
    """One option in a line: money, how many practices have less and more, hours and cash."""
    from openqof.cli.price_show import whole
    from openqof.impact.pricing import share
    from openqof.impact.words.words import signed_percent

    pricing, cash = found.pricing, found.cash
    changes = [line.change for line in pricing.lines]
    behind = None if cash is None else Decimal(int(cash.behind.sum(axis=0).min())) / 100
    return {
        "option": number,
        "national": whole(pricing.national),
        "scheme": whole(pricing.local),
        "guaranteed": whole(pricing.guaranteed),
        "lowest": whole(pricing.total(lambda line: line.lowest)),
        "highest": whole(pricing.total(lambda line: line.highest)),
        "change": whole(pricing.change, sign=True),
        "percent": signed_percent(share(pricing.change, pricing.national)),
        "lower": sum(change < 0 for change in changes),
        "higher": sum(change > 0 for change in changes),
        "freed": "–" if found.workload is None else f"{found.workload.freed:,.0f}",
        "behind": "–" if behind is None else whole(behind),
    }


def _say_after(found: Sequence[Assessment]) -> None:
    say()
    say(
        "Lower and higher count practices; the cash gap is the furthest the area falls behind in three years."
    )
    for number, each in enumerate(found, start=1):
        if not any(line.change for line in each.pricing.lines):
            for remark in each.pricing.remarks:
                say(f"Option {number}: {remark}")
        for name, why in each.absent.items():
            say(f"Option {number} without {name}: {why}.")
    say(
        "Guaranteed is what a scheme declares sure; lowest is the least that all of its pay can come to, "
        "which is more where pay that it does not declare sure has a floor."
    )
    if any(each.pricing.invented for each in found):
        say("These figures are invented: the demonstration area, no real practice.")
    say("Each option by itself: leave --option out. All of it: --report FILE.html, or --format json.")
    for number, each in enumerate(found, start=1):
        say(f"Fingerprint {number}  {each.pricing.fingerprint}")
