"""Answers the governance cases on contract actions, decision records, procurement and publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openqof.core.governance.actions import Action
from openqof.core.governance.bodies import Committee
from openqof.core.governance.decisions import Decision, Tally
from openqof.core.governance.interests import Conflict, Item
from openqof.core.governance.meetings import Ballot, Declared, Handled, Meeting, Vote
from openqof.core.governance.packs import BodyKind, Clock, Duty, Pack, Rule
from openqof.core.governance.records import ActionRegister, Draft, Effect
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.seats import AtLeastSeats, Seat
from openqof.core.governance.verdicts import Answer, Reason, Verdict, decide
from openqof.core.sources import Basis, Provenance
from openqof.files.actions_read import actions_in
from openqof.files.decision_read import decisions_in, draft_in
from openqof.files.governance import load_packs
from openqof.files.nodes import compose
from openqof.governance.actions import before, check_action, check_register
from openqof.governance.decisions import correct, record, stale
from openqof.governance.membership import effects
from openqof.governance.packs import pack_on
from openqof.governance.procurement import check_procurement
from openqof.governance.publication import due, may_act, published
from openqof.governance.quorum import quorum
from openqof.governance.termination import may_end
from openqof.governance.use_of_data import may_ground
from openqof.governance.votes import tally

FOLDER = Path(__file__).parent / "governance"
FILES = ("actions.yaml", "decisions.yaml", "procurement.yaml")
MADE_UP = Provenance("test", Basis.RECALLED)
BESIDE = ("Lay A", "Officer P", "Officer Q")
"""Who is at every meeting of a case beside those whom it names, so that the rules on committees are kept."""
Case = Mapping[str, Any]


class Plain(yaml.SafeLoader):
    """YAML in which the key `on` is a word, as it is for the readers of this project."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if first not in "oO" or not tag.endswith(":bool")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def cases() -> list[Case]:
    """Every case of the three files."""
    return [
        case
        for name in FILES
        for case in yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=Plain)
    ]


@cache
def packs() -> tuple[Pack, ...]:
    """The shipped rule packs, read once."""
    return load_packs()


def packs_of(case: Case, on: date) -> tuple[Pack, ...]:
    """The pack of the case's kind of body on a day; none before there is one."""
    found = pack_on(packs(), BodyKind(case.get("kind", "ccg")), on)
    return () if found is None else (found,)


def document(part: object) -> Any:
    """A part of a case as the readers take it: composed YAML."""
    return compose(yaml.safe_dump(part, allow_unicode=True, sort_keys=False, width=10_000), name="case")


def register_of(case: Case) -> ActionRegister:
    """The register of actions of a case."""
    parts = {key: case[key] for key in ("actions", "members", "opted_out") if key in case}
    return actions_in(document({"register": "X01", **parts}))


def action_of(case: Case, register: ActionRegister) -> Action:
    """The action a case asks about: the one it names, else the last."""
    wanted = case.get("of", register.actions[-1].reference)
    return next(each for each in register.actions if each.reference == wanted)


def _actions(case: Case) -> Verdict:
    register = register_of(case)
    action = action_of(case, register)
    return check_action(
        action,
        packs_of(case, action.served),
        earlier=before(action, register.actions),
        opted_out=register.opted_out,
    )


def _action_register(case: Case) -> Verdict:
    kind = BodyKind(case.get("kind", "ccg"))
    found = check_register(register_of(case), packs(), kind)
    return decide("Do all stand?", (reason for each in found for reason in each.reasons))


def _use_of_data(case: Case) -> Verdict:
    register = register_of(case)
    return may_ground(action_of(case, register), register.opted_out)


def _termination(case: Case) -> Verdict:
    register = register_of(case)
    return may_end(register.actions, register.actions[0].practice, case["on"], why=case.get("why", ""))


def effects_of(case: Case) -> tuple[Effect, ...]:
    """What the action of a case does to memberships."""
    register = register_of(case)
    return effects(action_of(case, register), register.members)


def _membership(case: Case) -> Verdict:
    found = [
        Reason(f"contract-actions:{each.rule.id}", each.says, Answer.YES, each.rule.provenance)
        for each in effects_of(case)
    ]
    return decide("What becomes of the membership?", found)


def _verdict(answer: str, rule: str) -> Verdict:
    return decide(rule, [Reason(rule, f"Made up for a case: {rule}.", Answer(answer), MADE_UP)])


def made(case: Case) -> Decision | Verdict:
    """The record of a case, or the verdict against it; `quorum` hands in a verdict that is made up."""
    draft: Draft = draft_in(document({"draft": "d1", "item": "i1", **case["draft"]}))[1]
    meeting, pack = meeting_of(case), pack_of(case)
    item = Item("i2", "Another") if case.get("other_item") else meeting.items[0]
    enough = quorum(meeting, pack, conflicts_of(case), "i1")
    route = _verdict(case["route"], "case:route") if "route" in case else None
    return record(
        draft, meeting, item, quorum=_verdict(case["quorum"], "case:quorum") if "quorum" in case else enough,
        tally=claimed(case), route=route, conflicts=conflicts_of(case), pack=pack,
    )  # fmt: skip


def meeting_of(case: Case) -> Meeting:
    """The meeting of a case; who voted was present, as were a chair and two officers."""
    votes = tuple(Vote(each["person"], "i1", each["vote"], each.get("reason", "")) for each in case["votes"])
    here = tuple(dict.fromkeys([*(v.person for v in votes), *case.get("present", ()), *BESIDE]))
    seated = dict.fromkeys((*here, *(each["person"] for each in case.get("conflicts", ()))))
    seats = tuple(Seat(who, _class_of(who), office="chair" if who == "Lay A" else "") for who in seated)
    item = Item("i1", case.get("title", "A local scheme"), scheme=case.get("scheme", ""))
    enough = AtLeastSeats(case.get("needs", 1))
    return Meeting(
        case.get("meeting", "m1"), "X01", Committee("primary-care", "Committee", seats, enough, MADE_UP),
        case["on"], (item,), here,
        declared=tuple(Declared(item="i1", **each) for each in case.get("declared", ())),
        handled=tuple(Handled(item="i1", **each) for each in case.get("handled", ())),
        ballots=(Ballot("i1", votes),) if votes else (),
    )  # fmt: skip


def _class_of(person: str) -> str:
    """The class of a member, by the first word of the name."""
    return {"Lay": "lay", "Officer": "executive", "Dr": "gp"}[person.split()[0]]


def pack_of(case: Case) -> Pack:
    """The pack of the day of a case."""
    return packs_of(case, case["on"])[0]


def tally_of(case: Case) -> Tally | None:
    """The votes of a case counted; None where it has none."""
    found = tally(meeting_of(case), "i1", conflicts_of(case), pack_of(case))
    return None if isinstance(found, Refusal) else found


def claimed(case: Case) -> Tally | None:
    """The votes that a case hands in: those under `claims`, else its own."""
    if "claims" not in case:
        return tally_of(case)
    said = {name: tuple(case["claims"].get(name, ())) for name in ("ayes", "noes", "abstained")}
    return Tally("i1", **said, not_counted={}, carried=len(said["ayes"]) > len(said["noes"]))


def conflicts_of(case: Case) -> tuple[Conflict, ...]:
    """The conflicts of a case."""
    return tuple(
        Conflict(who, each.get("item", "i1"), "r1", "financial", "actual", each["why"], each["least"], ())
        for each in case.get("conflicts", ())
        for who in (each["person"],)
    )


def _decision(case: Case) -> Verdict:
    found = made(case)
    return found if isinstance(found, Verdict) else _verdict("yes", "decisions:stated")


def _correction(case: Case) -> Verdict:
    first = made(case)
    assert isinstance(first, Decision)
    asked = case["correct"]
    others = [first]
    if "corrected_before" in asked:
        earlier = correct(
            first, others, reference=asked["corrected_before"], on=first.on, why="x", changes={"run": "r0"}
        )
        assert isinstance(earlier, Decision)
        others.append(earlier)
    found = correct(
        first, others, reference=asked["reference"], on=asked["on"], why=asked["why"],
        changes=asked["changes"],
    )  # fmt: skip
    return found if isinstance(found, Verdict) else _verdict("yes", "decisions:corrected-by-new-record")


def _stale(case: Case) -> Verdict:
    first = made(case)
    assert isinstance(first, Decision)
    said = stale(first, case["now"])
    answer = Answer.NO if said else Answer.YES
    return decide(
        "Does it stand on what it did?",
        [Reason("decisions:stale", " ".join(said) or "Nothing has changed.", answer, MADE_UP)],
    )


def _procurement(case: Case) -> Verdict:
    entry = decisions_in(document({"decisions_of": "X01", "procurements": [case["procurement"]]}))
    found = entry.procurements[0]
    return check_procurement(found, packs_of(case, found.on))


def _rule(each: Case) -> Rule:
    return Rule(each["id"], each["says"], MADE_UP)


def _clocks(case: Case) -> tuple[Clock, ...]:
    return tuple(
        Clock(_rule(each), each["about"], each["count"], each["unit"], each["start"])
        for each in case.get("own_clocks", ())
    )


def _publication(case: Case) -> Verdict:
    own = tuple(
        Duty(_rule(each), each["about"], each["what"], each["clock"]) for each in case.get("own_duties", ())
    )
    return published(
        due(
            packs_of(case, case["on"]), on=case["on"], started=case["started"], done=case.get("done", {}),
            about=case.get("about", ["publication"]), own_duties=own, own_clocks=_clocks(case),
        )
    )  # fmt: skip


def _call_in(case: Case) -> Verdict:
    return may_act(
        packs_of(case, case["on"]),
        case["on"],
        published_on=case.get("published"),
        called_in=case.get("called_in"),
        settled=case.get("settled"),
        own_clocks=_clocks(case),
    )


ANSWERS: Mapping[str, Callable[[Case], Verdict]] = {
    "actions": _actions,
    "action-register": _action_register,
    "use-of-data": _use_of_data,
    "termination": _termination,
    "membership": _membership,
    "decision": _decision,
    "correction": _correction,
    "stale": _stale,
    "procurement": _procurement,
    "publication": _publication,
    "call-in": _call_in,
}
"""What each `ask` of these files is answered by."""
