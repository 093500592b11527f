"""What stands under each key of the files of governance; the shapes say which keys there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openqof.core.governance.events import DETAILS
from openqof.core.governance.wording import sentence
from openqof.files import actions_shape as actions
from openqof.files import decision_shape as decisions
from openqof.files import governance_rules as rules
from openqof.files import meeting_shape as meeting
from openqof.files import path_shape as path
from openqof.files import register_shape as register
from openqof.files.governance_body import SEAT_SHAPE
from openqof.files.scalars import Shape
from openqof.files.shape import Either, ListOf, MappingOf, Record


@dataclass(frozen=True, slots=True)
class Keys:
    """A table of keys: its heading, the shape that has them, what stands under each, and a line before."""

    head: str
    shape: Record
    says: Mapping[str, str]
    intro: str = ""


def inside(shape: Record, key: str) -> Record:
    """The keys of what stands under a key: in a list, under names or by itself."""
    found: Shape = {**shape.required, **shape.optional}[key]
    while isinstance(found, ListOf | MappingOf | Either):
        found = found.shapes[-1] if isinstance(found, Either) else found.item
    if not isinstance(found, Record):
        raise TypeError(f"{key} has no keys of its own")
    return found


_RULE = {
    "id": "Its id.",
    "says": "What it says, as a sentence.",
    "from": "Its first day, if not the file's.",
    "to": "Its last day, if not the file's.",
    "source": "Its source, if not the file's.",
    "basis": "How sure it is, if not as the file.",
}
PACK = (
    Keys("A power of a pack", rules.POWER_RULE, _RULE | {
        "function": "What is decided on, one of `functions`.",
        "model": "The model under which it is so.",
        "power": "The part that the body has.",
    }),
    Keys("A condition of a pack or a body", rules.CONDITION_RULE, _RULE | {
        "kind": "What it is part of: an approval, what is reserved, the standing rules or a route.",
        "needs": "The condition on facts.",
        "routes": "The routes that it is asked of [all].",
        "models": "The models that it is asked of [all].",
    }),
    Keys("A rule on committees", rules.COMMITTEE_RULE, _RULE | {
        "needs": "The rule on seats.",
        "at": "When it is asked [both].",
        "advice": "Whether it advises only, and refuses nothing [no].",
    }),
    Keys("A clock of a pack or a body", rules.CLOCK, _RULE | {
        "about": "What it is about.",
        "count": "How many of the unit.",
        "unit": "What is counted.",
        "start": "What it runs from.",
        "least": "Whether it is the least time, and not the most [no].",
    }),
    Keys("Fields of a record", rules.FIELDS, _RULE | {
        "record": "What it is the record of.",
        "required": "What must be said in it.",
        "optional": "What may be said in it.",
    }),
    Keys("Handling of a conflict", rules.HANDLING, _RULE | {
        "category": "What kind of conflict it is.",
        "least": "The mildest handling allowed.",
        "direct_gain": "Whether it is for a member who gains or loses by the item [no].",
    }),
    Keys("A duty of a pack or a body", rules.DUTY, _RULE | {
        "about": "What it is about: publication, for one.",
        "what": "What is to be done.",
        "clock": "What the clock it goes by is about.",
    }),
)  # fmt: skip
BODY = (
    Keys("A seat of a committee", SEAT_SHAPE, {
        "person": "Who sits there.",
        "of": "The class that the member has.",
        "posts": "The posts that the member holds.",
        "office": "The office that the member holds.",
        "votes": "Whether the member has a vote [yes; an observer never].",
    }),
)  # fmt: skip
MEETING = (
    Keys("A meeting", meeting.MEETING_SHAPE, {
        "meeting": "The day of the meeting.",
        "body": "The file of the body, or the body itself.",
        "committee": "The committee that meets, by its id in the body.",
        "present": "Everybody who came, by name.",
        "items": "The agenda, in order.",
        "deputies": "Who came for whom: a deputy, and the member stood for.",
        "extra": "Seats for this meeting alone, of members brought in to restore a quorum.",
        "chair": "Who took the chair, if not the chair of the committee.",
        "public": "Whether it met in public [as the committee].",
        "register": "The file of the register of interests, or the register itself.",
        "declared": "Interests declared at the meeting itself.",
        "handled": "How the chair handled each conflict.",
        "votes": "The votes, by item.",
    }),
    Keys("An item of the agenda", inside(meeting.MEETING_SHAPE, "items"), {
        "id": "Its id, by which the rest of the file names it.",
        "title": "What it is, as the agenda says.",
        "touches": "The practices and organisations that it touches, by code or name.",
        "touches_class": "A class of members all of whom it pays: gp.",
        "decides": "The function that it decides on, as the packs name it.",
        "scheme": "The scheme that it is about, by id or file.",
        "priced": "The folder of a priced run, for what each practice gains or loses.",
        "effects": "What each practice gains or loses, in pounds a year, where no run is named.",
        "design_only": "Whether it is about the design in principle, and no price or award [no].",
        "public": "Whether it is taken in public [as the meeting].",
    }),
    Keys("An interest declared at a meeting", inside(meeting.MEETING_SHAPE, "declared"), {
        "person": "Who declared it.",
        "item": "The item that it is about.",
        "nature": "What the interest is.",
        "category": "What kind of interest it is.",
    }),
    Keys("A conflict handled", inside(meeting.MEETING_SHAPE, "handled"), {
        "person": "Whose conflict it is.",
        "item": "The item that it is about.",
        "handling": "What was done.",
        "by": "Who handled it: the chair, or whoever took the chair for it.",
        "reason": "Why so.",
        "left": "When the member left.",
        "returned": "When the member came back.",
    }),
    Keys("The votes on an item", inside(meeting.MEETING_SHAPE, "votes"), {
        "item": "The item voted on.",
        "cast": "The votes.",
        "blind": "Whether no vote is shown before all have voted [no].",
    }),
    Keys("A vote", inside(inside(meeting.MEETING_SHAPE, "votes"), "cast"), {
        "person": "Who voted.",
        "vote": "How.",
        "reason": "Why.",
        "casting": "Whether it is the casting vote of the chair [no].",
    }),
)  # fmt: skip
REGISTER = (
    Keys("A register of interests", register.REGISTER, {
        "register": "The code of the body.",
        "people": "Everybody who has to declare, each with what he or she is.",
        "decision_makers": "Those of them who take decisions, whose entries are public.",
        "interests": "The interests.",
        "nil_returns": "Who declared that there is nothing to declare.",
        "gifts": "Gifts and hospitality, taken or not.",
        "breaches": "Breaches of the rules on conflicts.",
        "training": "Who completed the training, and when.",
        "reviewed": "When the entries of a person were last looked through.",
    }),
    Keys("An interest", register.INTEREST, {
        "id": "Its id.",
        "person": "Whose it is.",
        "organisation": "The organisation that it is in.",
        "category": "What kind of interest it is.",
        "nature": "What it is: partner, director, shareholder.",
        "from": "The day from which it is held.",
        "roles": "In which roles of the body it matters.",
        "code": "The code of the organisation, by which an item of a meeting finds it.",
        "to": "The last day on which it was held.",
        "through": "Through whom it comes, for one that is indirect.",
        "mitigation": "What was agreed to do about it.",
        "declared": "The day on which it was declared.",
        "recorded": "The day on which it was written into the register.",
        "approved_by": "Who approved the entry.",
        "withheld": "Why it is withheld from the public.",
    }),
    Keys("A nil return", inside(register.REGISTER, "nil_returns"), {
        "person": "Who has nothing to declare.",
        "declared": "The day on which that was declared.",
    }),
    Keys("A training", inside(register.REGISTER, "training"), {
        "person": "Who was trained.",
        "completed": "The day on which it was completed.",
    }),
    Keys("A gift", register.GIFT, {
        "id": "Its id.",
        "person": "To whom it was offered.",
        "offered": "The day on which it was offered.",
        "what": "What it was.",
        "by": "Who offered it.",
        "accepted": "Whether it was taken.",
        "pounds": "What it was worth, in pounds.",
        "declared": "The day on which it was declared.",
        "reason": "Why it was taken or refused.",
    }),
    Keys("A breach", register.BREACH, {
        "id": "Its id.",
        "found": "The day on which it was found.",
        "nature": "What it was.",
        "action": "What was done about it.",
        "published": "The day on which it was published.",
    }),
)  # fmt: skip
PATH = (
    Keys("The path of a scheme", path.PATH_SHAPE, {
        "path": "The scheme: its id in the library, or its file.",
        "events": "What happened, in the order in which it did.",
        "body": "The file of the body, or the body itself.",
        "bodies": "The bodies, where several share the scheme.",
        "route": "By which route it goes, where its document does not say.",
        "facts": "What is stated of the scheme that its document does not say.",
        "precedents": "A file of like requests, or the requests themselves.",
        "template": "The scheme, by id or file, that this one adopts word for word.",
        "ballot": "What carries a ballot of member practices.",
        "on": "The day asked about [that of the last event].",
    }),
    Keys("What carries a ballot", inside(path.PATH_SHAPE, "ballot"), {
        "turnout": "The least share of those entitled who must vote, in percent [0].",
        "share": "The share of ayes and noes that the ayes must exceed, in percent [50].",
    }),
    Keys("An event", path.EVENT_SHAPE, {
        "on": "The day.",
        "by": "Who did it.",
        "event": "What happened, and so which keys it takes: see [the path of a scheme](scheme-path.md).",
        "acting_as": "As what they acted.",
        **{name: sentence(detail.says) for name, detail in DETAILS.items()},
    }, "Beside the first four, each event takes some of these alone."),
    Keys("A like request", path.PRECEDENT_SHAPE, {
        "body": "Who asked.",
        "route": "By which route.",
        "asked": "The day on which it was asked.",
        "outcome": "What became of it.",
        "by": "Who decided.",
        "on": "The day on which that was decided.",
        "reasons": "Why.",
        "facts": "What was so then.",
    }),
)  # fmt: skip
ACTIONS = (
    Keys("A register of contract actions", actions.ACTIONS_SHAPE, {
        "register": "The code of the body.",
        "actions": "The actions.",
        "members": "Which practice is in which scheme, from when to when.",
        "opted_out": "What practices leave out under a scheme.",
    }),
    Keys("A contract action", actions.ACTION, {
        "reference": "Its reference.",
        "kind": "What it is.",
        "practice": "The code of the practice.",
        "served": "The day on which it was served.",
        "by": "Who served it.",
        "grounds": "What it rests on: indicators by id, or words.",
        "fields": "What its kind asks for; [the packs](governance-packs.md) say which fields.",
        "period_ends": "The last day of the period that it sets.",
        "successors": "The practices that follow, in a merger, a split or a closure.",
    }),
    Keys("A practice in a scheme", actions.MEMBER, {
        "scheme": "The id of the scheme.",
        "practice": "The code of the practice.",
        "from": "The day on which it joined.",
        "to": "The last day of the agreement.",
        "standing": "Where it stands [joined].",
        "closed_lists": "Whether the scheme takes practices whose list is closed [yes].",
    }),
    Keys("What a practice leaves out", actions.OPT_OUT, {
        "practice": "The code of the practice.",
        "scheme": "The scheme that lets it.",
        "indicators": "The indicators.",
        "from": "The first day.",
        "to": "The last day.",
        "lawful": "Whether the scheme was decided as its time asks, and joined [yes].",
        "may_be_used_for": "What the scheme lets the figures be used for.",
        "not_for": "What it does not let them be used for.",
    }),
)  # fmt: skip
_RECORD = {
    "item": "The item of the meeting.",
    "outcome": "What was decided.",
    "reasons": "Why.",
    "options": "What could have been decided.",
    "rejected": "What was considered and not taken, with why.",
    "dispensations": "What was allowed that the rules do not allow of themselves, and by whom.",
    "run": "The fingerprint of the priced run.",
    "rests_on": "Laws, files and data that it rests on, each with its fingerprint.",
    "review": "The day on which it is looked at again.",
}
DECISIONS = (
    Keys("A register of decisions", decisions.DECISIONS_SHAPE, {
        "decisions_of": "The code of the body.",
        "records": "The records, as `openqof govern decide -o` wrote and sealed them.",
        "procurements": "The decisions to procure.",
        "done": "What was done about records and entries since.",
    }),
    Keys("A sealed record", decisions.DECISION, {
        **_RECORD,
        "reference": "Its reference.",
        "body": "The code of the body.",
        "committee": "The committee that decided.",
        "on": "The day of the decision.",
        "title": "What the item was.",
        "sha256": "The seal: the fingerprint of all the rest.",
        "conflicts": "The conflicts of members.",
        "handling": "How each was handled.",
        "dissent": "What those who voted otherwise said.",
        "tally": "The count of the votes.",
        "value_pence": "What it is worth, in pence.",
        "corrects": "The reference of the record that it corrects.",
        "corrected_on": "The day on which it was corrected.",
        "changed": "What the correction changed: each part, and what it was.",
    }),
    Keys("The count of the votes", decisions.TALLY, {
        "item": "The item.",
        "carried": "Whether it was carried.",
        "ayes": "Who voted for it.",
        "noes": "Who voted against it.",
        "abstained": "Who abstained.",
        "not_counted": "Whose vote was not counted, and why.",
        "casting": "Who had the casting vote.",
    }),
    Keys("What was done since", inside(decisions.DECISIONS_SHAPE, "done"), {
        "of": "The reference of the record or entry.",
        "what": "What was done: a duty of the pack by its name, called in, or settled.",
        "on": "The day on which it was done.",
    }),
    Keys("A decision to procure", decisions.PROCUREMENT, {
        "reference": "Its reference.",
        "on": "The day.",
        "fields": "What the packs ask for.",
    }),
)  # fmt: skip
DRAFT = (
    Keys("The draft of a decision", decisions.DRAFT_SHAPE, {
        **_RECORD,
        "draft": "The reference that the record is to have.",
        "value": "What it is worth, in pounds.",
    }),
    Keys("An option rejected", decisions.REJECTED, {
        "option": "What it was.",
        "because": "Why it was not taken.",
    }),
)  # fmt: skip
KINDS: Mapping[str, tuple[Keys, ...]] = {
    "meeting": MEETING,
    "register": REGISTER,
    "path": PATH,
    "actions": ACTIONS,
    "decisions": DECISIONS,
    "draft": DRAFT,
}
"""The tables of each kind of file beside packs and bodies, by the name of its schema."""
