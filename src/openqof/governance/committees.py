"""Whether a committee is composed as the rules ask, when it is appointed and on the day it meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openqof.core.governance.bodies import Body, Committee
from openqof.core.governance.meetings import Meeting
from openqof.core.governance.packs import CommitteeRule, Pack
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day
from openqof.governance.attendance import appointed, attending
from openqof.governance.chairs import presiding_at, seated
from openqof.governance.packs import pack_on
from openqof.governance.seats import meets

APPOINTMENT, MEETING, BOTH = "appointment", "meeting", "both"
OWN = "own"
"""What rules of a committee itself are cited under: own:quorum."""
EXPLAIN = "This is advice, comply or explain: the committee may depart from it, and says why."


def composition(
    committee: Committee, body: Body, on: date, packs: Iterable[Pack], at: str = APPOINTMENT
) -> Verdict:
    """Whether the seats of a committee are what the pack of the day and its own rules ask.

    `at` is "appointment", or "meeting" where the seats are those of the members there. Advice that is not met
    is said, and does not stand against it.
    """
    question = f"Is {committee.name} composed as the rules ask, {_AT[at]} {day(on)}?"
    pack = pack_on(packs, body.kind, on)
    if pack is None:
        return decide(question, [_no_pack(body, on)])
    return decide(question, rules_met(committee.seats, committee, pack, on=on, at=at))


def on_the_day(meeting: Meeting, body: Body, packs: Iterable[Pack]) -> Verdict:
    """Whether those who came are what the rules ask of a meeting, with the chair as it was taken."""
    question = f"Are those who came to {meeting.committee.name} on {day(meeting.on)} what the rules ask?"
    pack = pack_on(packs, body.kind, meeting.on)
    if pack is None:
        return decide(question, [_no_pack(body, meeting.on)])
    seats = seated(attending(meeting), meeting.chair or presiding_at(meeting, pack))
    return decide(question, rules_met(seats, appointed(meeting), pack, on=meeting.on, at=MEETING))


def departed(reason: Reason) -> bool:
    """Whether a reason is advice that is not met, which the committee explains."""
    return reason.says.endswith(EXPLAIN)


def rules_met(
    seats: Sequence[Seat], committee: Committee, pack: Pack, *, on: date, at: str, advice: bool = True
) -> Iterator[Reason]:
    """Each rule on the composition of a committee, asked of some seats; without advice where asked so."""
    named = [(pack.named(each.rule), each) for each in pack.committee]
    named += [(f"{OWN}:{each.rule.id}", each) for each in committee.own_rules]
    for name, each in named:
        if each.at in (at, BOTH) and each.rule.in_force(on) and (advice or not each.advice):
            yield _reason(name, each, seats, committee.seats)


def _no_pack(body: Body, on: date) -> Reason:
    said = f"No rule pack is for a body of this kind on {day(on)}."
    return Reason("packs:in-force", said, Answer.NOT_SHOWN, body.provenance)


def _reason(name: str, rule: CommitteeRule, seats: Sequence[Seat], whole: Sequence[Seat]) -> Reason:
    met, words = meets(rule.needs, seats, whole)
    said = f"{rule.rule.says} {words}"
    if met or not rule.advice:
        return Reason(name, said, Answer.YES if met else Answer.NO, rule.rule.provenance)
    return Reason(name, f"{said} {EXPLAIN}", Answer.YES, rule.rule.provenance)


_AT = {APPOINTMENT: "as appointed on", MEETING: "at its meeting of"}
