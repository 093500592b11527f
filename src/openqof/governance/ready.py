"""Whether a decision may be recorded: quorum, votes, conflicts, route, and the fields of its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openqof.core.governance.decisions import Tally
from openqof.core.governance.interests import Conflict, Item
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.packs import Fields, Pack
from openqof.core.governance.records import APPROVED, OUTCOMES, Draft
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import listed
from openqof.governance.decision_rules import CARRIED, HANDLED, ROUTED, STATED, reason_of
from openqof.governance.handling import handling

RECORD = "decision"
SCHEMES = "local-incentive-schemes"
"""The function that decides on schemes, which have a route of their own."""
SHOWN = (
    "reference", "body", "committee", "date", "on", "item", "title", "outcome", "conflicts", "handling",
    "conflicts declared", "conflicts and handling", "how managed", "dissent", "votes", "tally", "voting",
    "dispensations", "decision makers", "who was involved", "attendance",
)  # fmt: skip
"""Fields that the meeting itself shows, so that they are stated even where there is nothing to state."""
_FROM_DRAFT = {
    "options": "options",
    "options considered": "options",
    "reasons": "reasons",
    "reason": "reasons",
    "rejected": "rejected",
    "alternatives": "rejected",
    "alternatives rejected": "rejected",
    "value": "value_pence",
    "total value": "value_pence",
    "run": "run",
    "priced run": "run",
    "fingerprint": "run",
    "review": "review",
    "review date": "review",
    "rests on": "rests_on",
    "law": "rests_on",
}
"""Fields that a draft states, by the names that packs may give them."""


def ready(
    draft: Draft,
    meeting: Meeting,
    item: Item,
    *,
    quorum: Verdict,
    tally: Tally | None,
    route: Verdict | None,
    conflicts: Sequence[Conflict],
    pack: Pack,
    drafted: bool = True,
) -> Verdict:
    """Whether the decision may be recorded, with every reason, those of quorum and route as they are.

    What nobody `drafted` yet is not shown rather than missing.
    """
    reasons = (
        _stated(draft, drafted=drafted),
        *quorum.reasons,
        _carried(draft, tally, item),
        *_handled(handling(meeting, item.id, conflicts, pack)),
        *_routed(draft, item, route),
        *_fields(draft, meeting, pack, drafted=drafted),
    )
    return decide(f"May the decision on “{item.title}” be recorded?", (*_unsaid(quorum), *reasons))


def _unsaid(quorum: Verdict) -> Iterator[Reason]:
    """A quorum that was asked of nothing is not shown."""
    if not quorum.reasons:
        yield reason_of(CARRIED, False, "Its quorum is not shown.", answer=Answer.NOT_SHOWN)


def _stated(draft: Draft, *, drafted: bool) -> Reason:
    if not drafted:
        says = "There is no draft of the record: its reference and its outcome are missing."
        return reason_of(STATED, False, says, answer=Answer.NOT_SHOWN)
    lacking = [] if draft.reference else ["the reference"]
    lacking += [] if draft.outcome in OUTCOMES else ["the outcome"]
    return reason_of(STATED, not lacking, f"Missing: {listed(lacking)}.")


def _carried(draft: Draft, tally: Tally | None, item: Item) -> Reason:
    if tally is None or tally.item != item.id:
        return reason_of(CARRIED, False, "No votes were counted on it.", answer=Answer.NOT_SHOWN)
    wanted = draft.outcome == APPROVED
    counted = f"{len(tally.ayes)} for, {len(tally.noes)} against, {len(tally.abstained)} abstained"
    casting = ", with a casting vote" if tally.casting else ""
    said = "carried" if tally.carried else "lost"
    otherwise = f"It was {said}: {counted}{casting}; that is not “{draft.outcome}”."
    return reason_of(CARRIED, tally.carried == wanted, otherwise, so=f"It was {said}: {counted}{casting}.")


def _handled(asked: Verdict) -> Iterator[Reason]:
    """Every reason of the handling, and whether all of it holds, which those that do not say already."""
    yield from asked.reasons
    so = {Answer.NO: "One was not.", Answer.NOT_SHOWN: "That is not shown."}
    yield reason_of(HANDLED, asked.allowed, so.get(asked.answer, ""), answer=asked.answer)


def _routed(draft: Draft, item: Item, route: Verdict | None) -> Iterator[Reason]:
    """The reasons of a scheme's route, or of the power over what is decided; what is rejected needs none."""
    about = item.scheme or item.decides
    if not about or draft.outcome != APPROVED:
        return
    if item.decides == SCHEMES and not item.scheme:
        said = "The item decides on local schemes, and names none."
        yield reason_of(ROUTED, False, said, answer=Answer.NOT_SHOWN)
    elif route is None or not route.reasons:
        yield reason_of(ROUTED, False, f"For {about} none is shown.", answer=Answer.NOT_SHOWN)
    else:
        yield from route.reasons


def _fields(draft: Draft, meeting: Meeting, pack: Pack, *, drafted: bool) -> Iterator[Reason]:
    for fields in pack.fields:
        if fields.record == RECORD and fields.rule.in_force(meeting.on):
            yield _asked(draft, fields, pack, otherwise=Answer.NO if drafted else Answer.NOT_SHOWN)


def _asked(draft: Draft, fields: Fields, pack: Pack, *, otherwise: Answer) -> Reason:
    missing = missing_in(draft, fields.required)
    says = f"{fields.rule.says} Missing: {listed(missing)}." if missing else fields.rule.says
    answer = otherwise if missing else Answer.YES
    return Reason(pack.named(fields.rule), says, answer, fields.rule.provenance)


def missing_in(draft: Draft, required: Sequence[str]) -> tuple[str, ...]:
    """The fields asked for that neither the meeting shows nor the draft states."""
    stated: Mapping[str, object] = {name: getattr(draft, part) for name, part in _FROM_DRAFT.items()}
    return tuple(
        name
        for name in required
        if (plain := name.replace("_", " ")) not in SHOWN and stated.get(plain) in (None, "", (), {})
    )
