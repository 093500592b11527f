"""Conflicts of interest, worked out for every item and member before a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from openqof.core.governance.bodies import Body
from openqof.core.governance.interests import Category, Conflict, Interest, Item, Register
from openqof.core.governance.meetings import Declared, Meeting
from openqof.core.governance.names import normalised, organisation_key
from openqof.core.governance.packs import Pack
from openqof.core.governance.seats import Seat
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.governance.wording import day, listed
from openqof.governance.interest_rules import (
    BESIDE,
    COMPARED,
    NO_VOTE,
    PARTNERS,
    PATIENT,
    STAY,
    WHOLE_CLASS,
    Asked,
    asked,
    asked_of_class,
    rule_named,
    stronger,
    strongest,
)
from openqof.governance.interest_words import (
    class_words,
    declared_words,
    entry_words,
    is_general,
    is_patient,
    partner_words,
)
from openqof.governance.seats import has_vote
from openqof.governance.touched import (
    NOTHING,
    Match,
    Touched,
    entries_of,
    shared_with_partners,
    touched_by,
)

ACTUAL, POTENTIAL, PERCEIVED = "actual", "potential", "perceived"
DECLARED = "declared at the meeting"
"""What stands for the entry of an interest that was declared at the meeting itself."""
_EMPLOYED = {"executive": "", "nhs_england": "nhs england"}
"""Classes of officers, and the employer of each where it is not the body itself."""


def conflicts(
    meeting: Meeting,
    register: Register | None,
    body: Body,
    pack: Pack,
    *,
    became: Mapping[str, str] = NOTHING,
) -> tuple[Conflict, ...]:
    """Every interest of every member that an item touches, in the order of the agenda and of the seats.

    Only interests held on the day of the meeting count. Each conflict has the least handling that the pack
    allows by itself; a member is handled by the strongest of his or her conflicts (`least_for`). Whose
    interests are not known, `not_known` says. `became` says what practices became, by code.
    """
    known = register or Register(body.code, {}, frozenset())
    views = (
        _View(meeting, item, known, body, pack, touched_by(item, body, known, became))
        for item in meeting.items
    )
    return tuple(each for view in views for seat in members(meeting) for each in _of_member(view, seat))


def members(meeting: Meeting) -> tuple[Seat, ...]:
    """The seats of the committee, and each deputy on the seat that he or she stands for.

    A deputy who has a seat under another spelling is that member, and so is there under both spellings.
    """
    seats = {normalised(seat.person): seat for seat in meeting.committee.seats}
    spelt = {seat.person for seat in meeting.committee.seats}
    stand_ins = [
        _stand_in(deputy, seats[normalised(absent)], seats.get(normalised(deputy)))
        for deputy, absent in meeting.deputies
        if normalised(absent) in seats and deputy not in spelt
    ]
    return (*meeting.committee.seats, *stand_ins)


def _stand_in(deputy: str, absent: Seat, own: Seat | None) -> Seat:
    """The seat that a deputy takes; one who has a seat keeps its class, with the vote of either."""
    if own is None:
        return replace(absent, person=deputy)
    return replace(own, person=deputy, votes=has_vote(own) or has_vote(absent))


def least_for(found: tuple[Conflict, ...], item: str, person: str) -> str:
    """The least handling of a member in an item: the strongest that any conflict asks, noting for none."""
    key = normalised(person)
    return strongest(each.least for each in found if each.item == item and normalised(each.person) == key)


def not_on_register(meeting: Meeting, register: Register) -> tuple[str, ...]:
    """Members of whom the register knows nothing: neither an entry nor a nil return."""
    known = {normalised(each.person) for each in register.interests}
    known |= {normalised(each.person) for each in register.nil_returns}
    return tuple(seat.person for seat in members(meeting) if normalised(seat.person) not in known)


def not_known(meeting: Meeting, register: Register | None) -> tuple[Reason, ...]:
    """Why it is not shown who is conflicted: there is no register, or members are missing from it."""
    if register is None:
        says = "The interests of the members are not known: no register is stated."
        return (_compared(says, Answer.NOT_SHOWN),)
    if not (missing := _missing(meeting, register)):
        return ()
    says = f"The interests of {listed(missing)} are not known: the register does not have them."
    return (_compared(says, Answer.NOT_SHOWN),)


def _missing(meeting: Meeting, register: Register) -> tuple[str, ...]:
    """Members whom the register does not name at all: neither among its people nor in an entry or return."""
    people = {normalised(each) for each in register.people}
    return tuple(each for each in not_on_register(meeting, register) if normalised(each) not in people)


def _compared(says: str, answer: Answer) -> Reason:
    return Reason(f"{BESIDE}:{COMPARED.id}", says, answer, COMPARED.provenance)


def conflict_verdict(
    meeting: Meeting,
    register: Register | None,
    body: Body,
    pack: Pack,
    *,
    item: str = "",
    became: Mapping[str, str] = NOTHING,
) -> Verdict:
    """Whether all members may stay for an item and vote on it; of the whole agenda where no item is named.

    Not shown where there is no register, or where it does not have a member.
    """
    about = f"item {item}" if item else "every item"
    question = f"May every member take full part in {about} on {day(meeting.on)}?"
    every = conflicts(meeting, register, body, pack, became=became)
    found = [reason for each in every if item in ("", each.item) for reason in _reasons(each, pack)]
    nothing = _compared("No member has an interest that it touches.", Answer.YES)
    return decide(question, [*found, *not_known(meeting, register)] or [nothing])


def _reasons(conflict: Conflict, pack: Pack) -> Iterator[Reason]:
    answer = Answer.YES if conflict.least == STAY else Answer.NO
    says = f"{conflict.why} At the least: {conflict.least}."
    for name in conflict.rules:
        rule = rule_named(name, pack)
        if rule is not None:
            yield Reason(name, says, answer, rule.provenance)


@dataclass(frozen=True, slots=True)
class _View:
    """One item as it is compared with every member."""

    meeting: Meeting
    item: Item
    register: Register
    body: Body
    pack: Pack
    touched: Touched

    def asked(self, category: str, *, gain: bool) -> Asked:
        return asked(self.pack, self.meeting.on, category, gain=gain)

    def shares_class(self, seat: Seat) -> bool:
        """Whether the item touches the whole class that a member belongs to."""
        return bool(self.item.touches_class) and self.item.touches_class in (seat.of, *seat.posts)

    def of_class(self, seat: Seat) -> Asked:
        """What is asked of a member for the general interest of his or her class."""
        found = asked_of_class(self.pack, self.meeting.on, design_only=self.item.design_only)
        return found if has_vote(seat) else found.at_most(STAY, NO_VOTE)

    def kind_of_class(self, seat: Seat) -> str:
        """What the general interest of a class is: actual where the member votes on price or award."""
        return ACTUAL if has_vote(seat) and not self.item.design_only else POTENTIAL

    def kind(self, category: str, *, gain: bool) -> str:
        """Actual where money or a decision hangs on it, perceived where it is personal, else potential."""
        if gain:
            return ACTUAL
        if category == Category.PERSONAL:
            return PERCEIVED
        decides = bool(self.item.decides) and not self.item.design_only
        return ACTUAL if decides and category in _WEIGHTY else POTENTIAL


_WEIGHTY = (Category.FINANCIAL.value, Category.INDIRECT.value)


def _of_member(view: _View, seat: Seat) -> Iterator[Conflict]:
    if view.shares_class(seat):
        yield _class_conflict(view, seat)
    for interest in entries_of(seat.person, view.register, view.meeting.on):
        match = view.touched.match(interest)
        if match is not None and not _own_employer(interest, seat, view.body):
            yield _entry_conflict(view, seat, interest, match)
    yield from _through_partners(view, seat)
    for declared in view.meeting.declared:
        if declared.item == view.item.id and normalised(declared.person) == normalised(seat.person):
            yield _declared_conflict(view, seat, declared)


def _class_conflict(view: _View, seat: Seat) -> Conflict:
    found = view.of_class(seat)
    return _conflict(
        view, seat, found,
        interest="", category=WHOLE_CLASS,
        kind=view.kind_of_class(seat),
        why=class_words(view.item, seat),
    )  # fmt: skip


def _entry_conflict(view: _View, seat: Seat, interest: Interest, match: Match) -> Conflict:
    """The conflict of an entry of the member's own."""
    category = interest.category.value
    patient = is_patient(interest)
    gain = bool(match.pence) and not view.item.design_only and interest.category is not Category.PERSONAL
    found, kind = view.asked(category, gain=gain), view.kind(category, gain=gain)
    if _general(view, seat, interest, match):
        found = stronger(view.of_class(seat), found) if gain else view.of_class(seat)
        kind = kind if gain else view.kind_of_class(seat)
    if patient:
        found = found.at_most(STAY, PATIENT).with_rule(PATIENT)
    return _conflict(
        view, seat, found,
        interest=interest.id, category=category, kind=kind,
        why=entry_words(view.item, seat.person, interest, match), pence=None if patient else match.pence,
    )  # fmt: skip


def _general(view: _View, seat: Seat, interest: Interest, match: Match) -> bool:
    """Whether an entry is the very interest that the whole class of the member shares: that in a practice."""
    own = interest.category in (Category.FINANCIAL, Category.PROFESSIONAL)
    return view.shares_class(seat) and match.practice and own


def _own_employer(interest: Interest, seat: Seat, body: Body) -> bool:
    """Whether an entry only says that an officer is employed by the body itself, or by his or her own."""
    if seat.of not in _EMPLOYED or interest.through or interest.category is Category.INDIRECT:
        return False
    employers = {organisation_key(each) for each in (body.code, body.name, _EMPLOYED[seat.of])} - {""}
    return bool({organisation_key(interest.code), organisation_key(interest.organisation)} & employers)


def _through_partners(view: _View, seat: Seat) -> Iterator[Conflict]:
    """What the member's partners in a practice hold elsewhere, as indirect interests."""
    known, on = view.touched.known, view.meeting.on
    for partner, interest in shared_with_partners(seat.person, view.register, on, known):
        match = view.touched.match(interest)
        if match is None:
            continue
        category = Category.INDIRECT.value
        gain = bool(match.pence) and not view.item.design_only
        yield _conflict(
            view, seat, view.asked(category, gain=gain).with_rule(PARTNERS),
            interest=interest.id, category=category, kind=view.kind(category, gain=gain),
            why=partner_words(view.item, seat.person, partner, interest, match), pence=match.pence,
        )  # fmt: skip


def _declared_conflict(view: _View, seat: Seat, declared: Declared) -> Conflict:
    """What a member declared at the meeting; without a category it is financial, or plainly a patient's."""
    category = declared.category or Category.FINANCIAL.value
    patient = is_patient(declared)
    category = Category.PERSONAL.value if patient else category
    general = seat.of == "gp" and (view.shares_class(seat) or is_general(declared))
    found, kind = view.asked(category, gain=False), view.kind(category, gain=False)
    if general and not patient:
        found, kind = view.of_class(seat), view.kind_of_class(seat)
    return _conflict(
        view, seat, found.at_most(STAY, PATIENT).with_rule(PATIENT) if patient else found,
        interest=DECLARED, category=category, kind=kind,
        why=declared_words(view.item, declared),
    )  # fmt: skip


def _conflict(
    view: _View, seat: Seat, found: Asked, *,
    interest: str, category: str, kind: str, why: str, pence: int | None = None,
) -> Conflict:  # fmt: skip
    return Conflict(seat.person, view.item.id, interest, category, kind, why, found.least, found.rules, pence)
