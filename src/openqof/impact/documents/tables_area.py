"""The tables of the whole area: bands, groups, pots, bills, work, what is doubled and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from openqof.core.money import from_pence
from openqof.impact.assessment import Assessment, Averages, Budget, Estimate, GroupRow, Pot, WorkRow
from openqof.impact.documents.paid import paid
from openqof.impact.documents.shape import Kind, Table, Value, columns, tenths
from openqof.impact.documents.tables_practices import per_patient, share_of
from openqof.impact.pricing import banded, share
from openqof.impact.worked import QOF

SUMMARY = columns(
    ("figure", "Figure"),
    ("pounds", "Pounds", Kind.POUNDS),
    ("number", "Number", Kind.TENTHS),
    ("says", "What it is"),
)
BANDS = columns(
    ("band", "Scheme income is"), ("practices", "Practices", Kind.WHOLE), ("patients", "Patients", Kind.WHOLE)
)
BAND_KEYS = ("much_lower", "lower", "little_change", "higher", "much_higher")
POTS = columns(
    ("pot", "Pot"), ("payer", "Paid by"), ("pounds", "Pounds", Kind.POUNDS),
    ("guaranteed", "Guaranteed", Kind.POUNDS), ("remainder", "Left in the pool", Kind.POUNDS),
)  # fmt: skip
BILLS = columns(("uptake", "Who joins"), ("pounds", "Bill", Kind.POUNDS))
WORK = columns(
    ("change_number", "Change", Kind.WHOLE), ("what", "Work"), ("direction", "Direction"),
    ("patients", "Patients", Kind.WHOLE), ("contacts_low", "Contacts, low", Kind.WHOLE),
    ("contacts", "Contacts", Kind.WHOLE), ("contacts_high", "Contacts, high", Kind.WHOLE),
    ("hours_low", "Hours, low", Kind.ESTIMATE), ("hours", "Hours", Kind.ESTIMATE),
    ("hours_high", "Hours, high", Kind.ESTIMATE), ("basis", "Basis"), ("source", "Source"),
)  # fmt: skip
MARGINAL = columns(
    ("indicator", "Indicator"), ("points", "Points left", Kind.TENTHS), ("pounds", "Pounds", Kind.POUNDS),
    ("patients", "Patients", Kind.WHOLE), ("hours_low", "Hours, low", Kind.ESTIMATE),
    ("hours", "Hours", Kind.ESTIMATE), ("hours_high", "Hours, high", Kind.ESTIMATE),
    ("pounds_an_hour", "Pounds an hour", Kind.ROUND_POUNDS),
)  # fmt: skip
FALLS = columns(
    ("kind", "Work on"), ("low", "Low, points", Kind.TENTHS), ("likely", "Likely, points", Kind.TENTHS),
    ("high", "High, points", Kind.TENTHS), ("basis", "Basis"), ("source", "Source"),
)  # fmt: skip
EXPOSURES = columns(("kind", "Kind"), ("question", "Question"), ("state", "State"), ("why", "Why"))
OVERLAPS = columns(
    ("change_number", "Change", Kind.WHOLE), ("what", "Pays for"), ("also", "Also paid by"),
    ("topics", "Shared"), ("pounds", "Pounds", Kind.POUNDS),
)  # fmt: skip
AVERAGES = columns(
    ("average", "National average"),
    ("before", "With them", Kind.EXACT),
    ("after", "Without them", Kind.EXACT),
)


def summary(each: Assessment) -> Table:
    """The figures of the whole bill."""
    pricing = each.pricing
    rows: list[tuple[Value, ...]] = [
        ("National income", pricing.national, None, pricing.national_says),
        ("Of it, income that the scheme ends", pricing.ended, None, "services whose payments stop"),
        ("Scheme income", pricing.local, None, pricing.scheme_says),
        ("Change in the bill", pricing.change, None, "scheme less national"),
        ("Change a registered patient", per_patient(each), None, ""),
        ("Guaranteed", pricing.guaranteed, None, "declared sure, at the least that its terms can come to"),
        ("At risk", pricing.at_risk, None, "scheme income beyond the higher of guaranteed and lowest"),
        ("Lowest", pricing.lowest, None, "if every part comes to its least, declared sure or not"),
        ("Highest", pricing.highest, None, "if every part comes to its most"),
        ("Change as a share", None, share_of(each), "percent of national income"),
        ("Practices", None, Decimal(len(pricing.lines)), pricing.area_name),
        ("Practices that join", None, Decimal(sum(line.joined for line in pricing.lines)), ""),
        ("Patients", None, pricing.patients, "registered, where the list is known"),
    ]
    rows += _summed_work(each)
    return Table("summary", "Summary", "The whole bill", SUMMARY, tuple(rows))


def _summed_work(each: Assessment) -> list[tuple[Value, ...]]:
    if each.workload is None:
        return []
    before, after = (None if rate is None else money(rate) for rate in each.workload.pounds_an_hour)
    return [
        ("Hours freed", None, tenths(each.workload.freed), "hours a year that stop less those that start"),
        ("Pounds an hour, national", before, None, "income over hours of the work that earns it"),
        ("Pounds an hour, scheme", after, None, "income over hours of the work that earns it"),
    ]


def money(number: float) -> Decimal:
    """Pounds of a float that is not money in pence, such as pounds an hour."""
    return Decimal(repr(float(number))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def bands(each: Assessment) -> Table:
    """Practices and patients by size of change."""
    rows = tuple((band.label, Decimal(band.practices), band.patients) for band in banded(each.pricing))
    foot = ("All practices", Decimal(len(each.pricing.lines)), each.pricing.patients)
    title = "Practices and their patients by size of change, as a share of national income"
    return Table("bands", "Summary", title, BANDS, rows, foot)


def groups(each: Assessment) -> Table | None:
    """Practices of each kind, and how they spread over the bands; None where none are grouped."""
    if not each.groups:
        return None
    labels = [band.label for band in banded(each.pricing)]
    titled = [
        (key, label[:1].upper() + label[1:], Kind.WHOLE) for key, label in zip(BAND_KEYS, labels, strict=True)
    ]
    head = columns(
        ("by", "By"),
        ("group", "Group"),
        ("practices", "Practices", Kind.WHOLE),
        ("patients", "Patients", Kind.WHOLE),
        ("national", "National", Kind.POUNDS),
        ("scheme", "Scheme", Kind.POUNDS),
        ("change", "Change", Kind.CHANGE),
        ("percent", "Share", Kind.SHIFT),
        *titled,
    )
    rows = tuple(_group(kind.by, row, labels) for kind in each.groups for row in kind.rows)
    return Table("groups", "Groups", "Practices of each kind", head, rows)


def _group(by: str, row: GroupRow, labels: list[str]) -> tuple[Value, ...]:
    change = row.scheme - row.national
    counts = {band.label: Decimal(band.practices) for band in row.bands}
    spread = (counts.get(label, Decimal(0)) for label in labels)
    figures = (row.patients, row.national, row.scheme, change, share(change, row.national))
    return (by, row.label, Decimal(row.practices), *figures, *spread)


def pots(each: Assessment) -> Table:
    """Who pays, and from which pot."""
    rows = tuple(row for pot in each.budget.pots for row in _pot(each, pot))
    return Table("pots", "Budget", "Who pays, from which pot", POTS, rows)


def _pot(each: Assessment, pot: Pot) -> Iterator[tuple[Value, ...]]:
    """A pot; that of national QOF by what becomes of it, so that scheme money has a name of its own."""
    own = [one for one in each.worked.streams if (one.pot, one.payer) == (pot.name, pot.payer)]
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for one in paid(replace(each, worked=replace(each.worked, streams=tuple(own)))):
        pounds, sure = (from_pence(int(pence.sum())) for pence in (one.pence, one.guaranteed))
        before = sums.get(one.pot, (Decimal("0.00"), Decimal("0.00")))
        sums[one.pot] = (before[0] + pounds, before[1] + sure)
    shown = {name: found for name, found in sums.items() if any(found)}
    if pot.name != QOF or sum(found[0] for found in shown.values()) != pot.pounds:
        yield (pot.name, pot.payer, pot.pounds, pot.guaranteed, pot.remainder)
        return
    for name, (pounds, sure) in shown.items():
        yield (name, pot.payer, pounds, sure, pot.remainder)


def bills(each: Assessment) -> Table:
    """The bill at different uptakes."""
    found = each.budget
    rows: list[tuple[Value, ...]] = [
        ("Every practice", found.if_all),
        (f"Only the {found.better_off} whose income is higher under the scheme", found.if_better_off),
    ]
    if found.expected is not None:
        rows.append((f"As many as expected{_uptake(found)}", found.expected))
    return Table("bills", "Budget", "The bill by who joins", BILLS, tuple(rows))


def _uptake(found: Budget) -> str:
    return "" if found.expected_uptake is None else f" ({tenths(found.expected_uptake)}%)"


def work(each: Assessment) -> Table | None:
    """Work that stops and work that starts; None where hours are not known."""
    if each.workload is None:
        return None
    rows = tuple(
        (
            row.change or None, row.what, row.direction, whole(row.patients) or None, *_contacts(row),
            *_three(row.hours), row.provenance.basis.value, row.provenance.source,
        )
        for row in each.workload.rows
    )  # fmt: skip
    return Table("workload", "Workload", "Work that stops and work that starts, a year", WORK, rows)


def _contacts(row: WorkRow) -> tuple[Decimal | None, ...]:
    """Contacts; none where the work is of the whole practice and not of patients."""
    found = _three(row.contacts)
    return found if any(found) else (None, None, None)


def whole(number: float) -> Decimal:
    """A count that may have come from an estimate, to one decimal."""
    return tenths(number)


def _three(found: Estimate) -> tuple[Decimal, Decimal, Decimal]:
    return tenths(found.low), tenths(found.likely), tenths(found.high)


def marginal(each: Assessment) -> Table | None:
    """What the last points of each indicator cost in hours."""
    if each.workload is None or not each.workload.marginal:
        return None
    rows = tuple(
        (
            row.indicator, tenths(row.points), row.pounds, whole(row.patients), *_three(row.hours),
            None if row.each is None else money(row.each),
        )
        for row in each.workload.marginal
    )  # fmt: skip
    return Table("marginal", "Workload", "What the last points of each indicator take", MARGINAL, rows)


def falls(each: Assessment) -> Table | None:
    """What may become of recorded care where work stops."""
    if each.risk is None or not each.risk.falls:
        return None
    rows = tuple(
        (kind, *_three(found), provenance.basis.value, provenance.source)
        for kind, found, provenance in each.risk.falls
    )
    title = "Expected change of recorded care where work stops, in percentage points"
    return Table("falls", "Risk", title, FALLS, rows)


def exposures(each: Assessment) -> Table:
    """What practices and patients are exposed to, and what answers it."""
    rows = tuple((found.kind, found.question, found.state, found.why) for found in each.exposures)
    return Table(
        "exposures",
        "Exposures",
        "Questions of care, contract and money, and what answers them",
        EXPOSURES,
        rows,
    )


def overlaps(each: Assessment) -> Table:
    """Two payments for one thing."""
    rows = tuple(
        (found.change or None, found.what, found.also, ", ".join(found.topics), found.pounds)
        for found in each.overlaps
    )
    return Table("overlaps", "Budget", "Two payments for one thing", OVERLAPS, rows)


def averages(each: Assessment) -> Table | None:
    """National averages with and without the practices that join."""
    found: Averages | None = each.averages
    if found is None:
        return None
    rows: list[tuple[Value, ...]] = [("List", found.list_before, found.list_after)]
    rows += [
        (f"Prevalence of {group}, percent", _fine(before), _fine(after))
        for group, before, after in found.prevalence
    ]
    title = "National averages, if the practices that join are no longer counted"
    return Table("averages", "Budget", title, AVERAGES, tuple(rows))


def _fine(number: float) -> Decimal:
    return Decimal(repr(float(number))).quantize(Decimal("0.0001"), ROUND_HALF_UP)
