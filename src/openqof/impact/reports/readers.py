"""The three pages that are read first: for the commissioner, for a practice, for the LMC."""

from __future__ import annotations

from openqof.core.money import from_pence, to_pence
from openqof.core.scheme import Watch
from openqof.impact.assessment import Assessment
from openqof.impact.charts.base import NAMED
from openqof.impact.documents.paid import least_nationally, paid
from openqof.impact.documents.shape import Kind, Table, Value, columns, written
from openqof.impact.documents.tables_practices import (
    deepest,
    per_patient,
    places_of,
    practices,
    share_of,
)
from openqof.impact.pricing import Line
from openqof.impact.reports import say
from openqof.impact.reports.blocks import Answers, Block, Figure, Figures, Grid, Items, Section, Text
from openqof.impact.words.changes import when_in_words
from openqof.impact.words.figures import number_of, several
from openqof.impact.words.words import notes

ENDS = 5
"""Practices named at each end of a list."""
TERMS = columns(
    ("part", "Part of the pay"), ("certainty", "How sure"), ("when", "Paid"), ("payer", "Paid by"),
    ("pounds", "All practices", Kind.POUNDS),
)  # fmt: skip


def commissioner(each: Assessment) -> Section:
    """What it costs, who pays, what is sure, what is open."""
    answers: list[tuple[str, tuple[str, ...]]] = [
        ("Practices", (say.spread(each),)),
        ("The bill", _bills(each)),
        ("If achievement differs", tuple(say.likely(each))),
        ("Cash", tuple(say.cash(each))),
        ("Work", tuple(say.work(each))),
        ("Paid for already", _doubled(each)),
        ("Other practices", _others(each)),
        ("Distance", (f"It changes {written(each.budget.distance, Kind.PERCENT)} of national points.",)),
    ]
    blocks: list[Block] = [
        bill_figures(each),
        *_notes(each),
        Answers(tuple(pair for pair in answers if pair[1])),
    ]
    blocks.append(Items(_changes(each), "What the scheme changes", ordered=True))
    blocks += [Items(opened, "Open before anyone signs")] if (opened := say.opened(each)) else []
    return Section(
        "commissioner", "For the commissioner", (*blocks, Text((say.recalled(each),), "quiet")), page=True
    )


def bill_figures(each: Assessment) -> Figures:
    """The bill in six figures."""
    found = each.pricing
    share, head = written(share_of(each), Kind.SHIFT), per_patient(each)
    of = f"{share} of national income" + (
        f", {say.change(head)} a registered patient" if head is not None else ""
    )
    return Figures(
        (
            Figure("Change in the bill", say.change(found.change), of),
            Figure("National", say.money(found.national), found.national_says),
            Figure("Scheme", say.money(found.local), found.scheme_says),
            Figure("Guaranteed", say.money(found.guaranteed), "declared sure, at the least it can be"),
            Figure("At risk", say.money(found.at_risk), "what the year can still take"),
            Figure("Lowest to highest", say.between(found.lowest, found.highest), "whatever the year brings"),
        ),
        main=True,
    )


def _notes(each: Assessment) -> list[Block]:
    found = notes(each.pricing)
    return [Text(("Read this with the figures.", *found), "inset")] if found else []


def _changes(each: Assessment) -> tuple[str, ...]:
    found = say.changes_said(each, each.pricing.scheme.changes)
    return found or ("Nothing. Every practice keeps its national pay.",)


def _bills(each: Assessment) -> tuple[str, ...]:
    found = each.budget
    some = f"only the {found.better_off} whose income is higher under the scheme do"
    better = (
        f"{say.money(found.if_better_off)} if {some}"
        if found.better_off
        else "no practice's income is higher"
    )
    said = f"{say.money(found.if_all)} if every practice joins; {better}."
    if found.expected is None:
        return (said,)
    return (said, f"At the uptake that is expected, {say.money(found.expected)}.")


def _doubled(each: Assessment) -> tuple[str, ...]:
    if not each.overlaps:
        return ("Nothing found that another service or premium pays for too.",)
    also = several(dict.fromkeys(found.also for found in each.overlaps))
    return (f"{number_of(len(each.overlaps), 'payment')} may be for something already paid for, by {also}.",)


def _others(each: Assessment) -> tuple[str, ...]:
    found = each.averages
    if found is None:
        return ()
    amount = f"about {say.roundly(abs(found.others))} {'less' if found.others < 0 else 'more'}"
    said = "If the practices that join were no longer counted in national averages, the other practices"
    return (f"{said} in the data would together be paid {amount}.", *found.says)


def practice(each: Assessment) -> Section:
    """What stops, what starts, what is sure, when it is paid, and the way back."""
    blocks: list[Block] = [Items(tuple(say.may_stay(each)), "Your choice")]
    blocks += [Items(found, "What stops or no longer counts")] if (found := say.stops(each)) else []
    blocks += [Items(found, "What starts")] if (found := say.starts(each)) else []
    blocks += [Items(found, "What the commissioner is to do")] if (found := say.body_does(each)) else []
    blocks.append(Grid(terms_of(each), keep=("part", "certainty", "pounds")))
    blocks.append(
        Answers((("Sure", (_sure(each),)), ("Cash", tuple(say.cash(each))), ("Work", tuple(say.work(each)))))
    )
    blocks.append(Text(("Each practice has its own figures below, in Every practice.",), "quiet"))
    return Section("practice", "For a practice", tuple(blocks), page=True)


def terms_of(each: Assessment) -> Table:
    """What practices are paid under the scheme: how sure each part is and when it is paid."""
    rows: list[tuple[Value, ...]] = [
        (
            stream.name, stream.certainty.value, when_in_words(stream.when), stream.payer,
            from_pence(int(stream.pence.sum())),
        )
        for stream in paid(each) if stream.high.any() or stream.pence.any()
    ]  # fmt: skip
    return Table("terms", "Parts", "What practices are paid, how sure it is and when", TERMS, tuple(rows))


def _sure(each: Assessment) -> str:
    joined = [line for line in each.pricing.lines if line.joined]
    if not joined:
        return "No practice joins."
    every = sum(line.guaranteed == line.scheme for line in joined)
    if every == len(joined):
        return "All scheme income is guaranteed, whatever this year's results."
    have = (
        f"{every} of {len(joined)} practices have all scheme income guaranteed"
        if every
        else (f"None of {number_of(len(joined), 'practice')} has all scheme income guaranteed")
    )
    return f"{have}. {_at_least(each, joined)}"


def _at_least(each: Assessment, joined: list[Line]) -> str:
    """What the least of every part comes to, beside national pay as it is and beside its own least."""
    below = sum(line.lowest < line.national for line in joined)
    said = (
        f"If every part came to its least, {below} of {number_of(len(joined), 'practice')} would be paid "
        "less than national QOF pays on this year's results"
    )
    least = least_nationally(each)
    if least is None:
        return f"{said}; what national QOF itself would pay at its least is not known."
    places = places_of(each)
    known = [(line, least[places[line.practice]]) for line in joined if line.practice in places]
    under = sum(to_pence(line.lowest) < int(pence) for line, pence in known)
    falls = sum(int(pence) < to_pence(line.national) for line, pence in known)
    return (
        f"{said}. National pay can come to less than those results too, for {falls} of them: "
        f"{under or 'none'} would have a lower least under the scheme than on national QOF."
    )


def lmc(each: Assessment) -> Section:
    """How it falls across practices, who is exposed, what is open, and the safeguards."""
    found = each.pricing
    higher = sum(line.change > 0 for line in found.lines)
    lower = sum(line.change < 0 for line in found.lines)
    same = len(found.lines) - higher - lower
    boxes = (
        Figure("Higher under the scheme", f"{higher}", f"of {number_of(len(found.lines), 'practice')}"),
        Figure("The same", f"{same}"), Figure("Lower under the scheme", f"{lower}"),
    )  # fmt: skip
    answers = (
        ("Spread", (say.spread(each),)), ("Sure", (_sure(each),)), ("Choice", tuple(say.may_stay(each))),
        ("Monitoring", _watch(found.scheme.watch)), ("Work", tuple(say.work(each))),
    )  # fmt: skip
    blocks: list[Block] = [Figures(boxes), Answers(answers), *_ends(each)]
    blocks += [Items(asked, "Questions to settle")] if (asked := say.opened(each, reasons=False)) else []
    doubled = tuple(
        f"{one.what}: also paid by {one.also} ({', '.join(one.topics)})." for one in each.overlaps
    )
    blocks += [Items(doubled, "Paid twice, perhaps")] if doubled else []
    return Section("lmc", "For the LMC", (*blocks, Text((say.recalled(each),), "quiet")), page=True)


def _watch(watch: Watch | None) -> tuple[str, ...]:
    if watch is None:
        return ("The document does not say what is monitored, nor what monitoring may be used for.",)
    use = f" It may be used for {several(watch.may_be_used_for)}." if watch.may_be_used_for else ""
    never = f" It is not for {several(watch.not_for)}." if watch.not_for else ""
    return (f"What is monitored: {watch.measure}.{use}{never}",)


def _ends(each: Assessment) -> list[Block]:
    """The practices whose income changes least and most, and whose cash falls furthest behind."""
    lines = sorted(each.pricing.lines, key=lambda line: -line.change)
    if not lines:
        return []
    title = "Every practice's change"
    if len(lines) > 2 * ENDS:
        lines, title = [*lines[:ENDS], *lines[-ENDS:]], "The highest and the lowest changes"
    wanted = [line.practice for line in lines]
    keys = ("practice", "name", "national", "change", "percent", "lowest")
    return [_of(each, wanted, title, keys, keep=("practice", "change", "percent")), *_gaps(each)]


def _gaps(each: Assessment) -> list[Block]:
    """The practices whose cash falls furthest behind on the way."""
    found = [
        (gap, code) for code, place in places_of(each).items()
        if (gap := deepest(each.cash, place)[0]) is not None and gap < 0
    ]  # fmt: skip
    wanted = [code for _, code in sorted(found)[:ENDS]]
    keys = ("practice", "name", "deepest_gap", "gap_month")
    return [_of(each, wanted, "Cash furthest behind staying", keys, keep=keys)] if wanted else []


def _of(
    each: Assessment, wanted: list[str], title: str, keys: tuple[str, ...], *, keep: tuple[str, ...]
) -> Grid:
    """The rows of some practices, in the order given, that lead to their pages where there are pages."""
    table = practices(each)
    by_code = {row[0]: row for row in table.rows}
    rows = tuple(by_code[code] for code in wanted if code in by_code)
    links = tuple(f"practice-{row[0]}" for row in rows) if len(table.rows) <= NAMED else ()
    some = Table("some", table.sheet, title, table.columns, rows)
    return Grid(some.only(*keys), links=links, keep=keep)
