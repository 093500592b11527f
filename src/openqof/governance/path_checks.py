"""What stands against an event at the point that a path has reached: each check gives a refusal or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from openqof.core.governance.conditions import Fact, Facts
from openqof.core.governance.events import (
    ALWAYS,
    APPROVERS,
    COUNT,
    DETAILS,
    ENDS,
    EVENTS,
    OPEN,
    SCHEME_EVENTS,
    SchemeEvent,
)
from openqof.core.governance.progress import Event, Gate, Path
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.verdicts import Answer
from openqof.core.governance.wording import day, listed, sentence
from openqof.governance.conditions import unmet
from openqof.governance.path_rules import DIRECTIONS, GATE_FACTS, PathRules
from openqof.governance.threads import approvers, consulted, last_of, round_of
from openqof.governance.versions import RUNNING, last_days
from openqof.governance.working_days import after

OPENED = "lmc_opened"
Check = Callable[[Path, Event, PathRules], Refusal | None]


def _known(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    if event.what in EVENTS:
        return None
    return rules.refusal("events", f"The path knows no event {event.what!r}.")


def _national_qof(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    if event.details.get("national_qof", OPEN) == OPEN:
        return None
    return rules.refusal("national-qof", "National QOF stays open to every practice and cannot be closed.")


def _detailed(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    kind = EVENTS[event.what]
    missing = [name for name in kind.needs if not event.details.get(name)]
    if missing:
        return rules.refusal("events", f"{event.what} needs {listed(missing)}.")
    strange = [name for name in event.details if name not in (*kind.needs, *kind.may, *ALWAYS)]
    if strange:
        return rules.refusal("events", f"{event.what} takes no {listed(strange)}.")
    return _formed(event, rules)


def _formed(event: Event, rules: PathRules) -> Refusal | None:
    for name, text in event.details.items():
        if not DETAILS[name].fits(text):
            return rules.refusal("events", f"{event.what}: {name} is {DETAILS[name].wanted}, not {text!r}.")
    return None


def _in_order(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    if not path.events or path.events[-1].on <= event.on:
        return None
    last = path.events[-1]
    says = f"{event.what} on {day(event.on)} comes after {last.what} on {day(last.on)} was written down."
    return rules.refusal("events", says)


def _staged(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    kind = EVENTS[event.what]
    stages = kind.moves if isinstance(kind, SchemeEvent) else kind.stages
    if path.stage in stages:
        return None
    froms = listed((stage.value for stage in stages), joined="or")
    return rules.refusal(
        "stage", f"{event.what} cannot come while the scheme is {path.stage.value}, only while it is {froms}."
    )


def _asked_right(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """The LMC is one of the area, and the approver one who has to approve."""
    lmc, approver = event.details.get("lmc"), event.details.get("approver")
    if lmc and rules.lmcs and lmc not in rules.lmcs:
        return rules.refusal("lmc", f"{lmc} is not an LMC of the area; {listed(rules.lmcs)} is to be asked.")
    if approver and not rules.may_approve(approver):
        return rules.refusal("approvers", f"No rule in force asks for the approval of {APPROVERS[approver]}.")
    return None


_THREADS = {"lmc": "lmc", "approver": "approvers", "holder": "questions"}


def _threaded(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """What the event follows has happened: an answer comes after its question."""
    kind = SCHEME_EVENTS.get(event.what)
    if kind is None or not kind.thread:
        return None
    last = last_of(path, kind.thread, event.details[kind.thread])
    if (last is None and kind.begins) or (last is not None and last.what in kind.follows):
        return None
    about = event.details[kind.thread]
    before = f"the last of {about} is {last.what}" if last else f"nothing was asked of {about}"
    wanted = listed(kind.follows, joined="or")
    return rules.refusal(
        _THREADS[kind.thread],
        f"{event.what} follows {wanted}, but {before}." if wanted else f"{about} has been asked already.",
    )


def _silent(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    if event.what != "lmc-silent":
        return None
    asked = last_of(path, "lmc", event.details["lmc"])
    clock = rules.clocks.get("answer-lmc")
    if clock is None or asked is None:
        return rules.refusal("silence", "No rule in force says how long an LMC has to answer.")
    due = after(asked.on, clock[0].count, clock[0].unit)
    if due < event.on:
        return None
    says = f"{event.details['lmc']} was asked on {day(asked.on)} and may answer until {day(due)}."
    return Refusal(says, clock[1].name, clock[1].provenance)


def _called_in(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """Nothing is acted on while it may still be called in."""
    clock, published = rules.clocks.get("call-in"), path.gates[Gate.PUBLISHED].passed
    if event.what != "sign-up-opened" or clock is None or published is None:
        return None
    last = after(published, clock[0].count, clock[0].unit)
    if last < event.on:
        return None
    return Refusal(f"The decision may be called in until {day(last)}.", clock[1].name, clock[1].provenance)


def _standing(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """The standing rules cannot be found kept where what is known of the scheme breaks one."""
    if event.what != "standing-rules-checked":
        return None
    if event.details["outcome"] == "no":
        missing = "reasons" not in event.details
        return rules.refusal("events", "A check that fails says its reasons.") if missing else None
    return _unkept(path, rules, early=True)


def _kept(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """A scheme is decided on, goes on and is varied only while the standing rules of the day are kept.

    A variation opens no gate again, so what gates show is not asked of it.
    """
    kind = SCHEME_EVENTS.get(event.what)
    varied = event.what == "varied"
    return _unkept(path, rules, early=varied) if varied or (kind and kind.after) else None


def _unkept(path: Path, rules: PathRules, *, early: bool) -> Refusal | None:
    """The first standing rule that is broken, else the first not shown to be kept, with what is missing."""
    first = next(iter(rules.unkept(shown(path), early=early)), None)
    if first is None:
        return None
    asking, answer = first
    cited = asking.rule
    if answer is Answer.NO:
        return Refusal(f"It breaks a rule: {cited.says}", cited.name, cited.provenance)
    lacking = " ".join(map(sentence, unmet(asking.needs, {**shown(path), **rules.facts})))
    says = f"It is not shown that it keeps a rule: {cited.says} {lacking}"
    return Refusal(says, cited.name, cited.provenance)


def shown(path: Path) -> Facts:
    """What the path itself shows of a scheme: its gates, when its LMCs were asked, what was amended."""
    passed = [gate for gate, state in path.gates.items() if state.passed]
    found: dict[str, Fact] = {fact: True for gate in passed for fact in GATE_FACTS.get(gate, ())}
    found.pop(OPENED, None)
    asked = [each.on for each in round_of(path) if each.what == "lmc-opened"]
    if asked and path.stage not in RUNNING:
        found[OPENED] = max(asked)
    if "secretary-of-state" in approvers(path):
        found |= dict.fromkeys(DIRECTIONS, True)
    return found


def _committee(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """A committee that decides is quorate, and counts no vote of a member with a conflict."""
    details = event.details
    if details.get("quorate", "yes") != "yes":
        return rules.refusal("quorum", f"{details['committee']} was not quorate for the item.")
    counted = int(details.get("conflicted_votes", "0"))
    if counted == 0:
        return None
    votes = "A vote of a member" if counted == 1 else f"{counted} votes of members"
    return rules.refusal("conflicts", f"{votes} with a conflict {'was' if counted == 1 else 'were'} counted.")


def _counted(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    found = {name: int(text) for name, text in event.details.items() if DETAILS[name].form == COUNT}
    if event.what == "members-consulted" and not found["agreed"] <= found["answered"] <= found["asked"]:
        says = "No more can agree than answered, and no more can answer than were asked."
        return rules.refusal("counts", says)
    votes = sum(found.get(name, 0) for name in ("ayes", "noes", "abstained"))
    if event.what == "members-balloted" and votes > found["entitled"]:
        return rules.refusal("counts", f"{votes} votes were cast by {found['entitled']} entitled to vote.")
    return None


def unpassed(path: Path, rules: PathRules, gates: Iterable[Gate]) -> Iterator[Gate]:
    """Those of the gates that are needed by the rules and not passed."""
    return (gate for gate in gates if gate in rules.gates and path.gates[gate].passed is None)


def _gated(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    kind = SCHEME_EVENTS.get(event.what)
    gate = next(unpassed(path, rules, kind.after), None) if kind else None
    if gate is None:
        return None
    cited = rules.gate(gate)
    says = f"{event.what} needs the gate “{gate.value}” to be passed before. {cited.says}"
    return Refusal(says, cited.name, cited.provenance)


def _varied(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """A variation passes the LMC and whoever approves again, since it last came into force."""
    if event.what != "varied":
        return None
    heard = consulted(path, rules.lmcs)
    missing = [lmc for lmc in rules.lmcs if lmc not in heard]
    if Gate.LMC in rules.gates and (missing or not heard):
        cited = rules.gate(Gate.LMC)
        says = f"The variation was not put to {listed(missing) or 'an LMC'}. {cited.says}"
        return Refusal(says, cited.name, cited.provenance)
    for asking in rules.approvals:
        if not rules.agreed((*approvers(path), "body"), asking):
            says = f"The variation is not approved. {asking.rule.says}"
            return Refusal(says, asking.rule.name, asking.rule.provenance)
    return _earlier(event, rules)


def _earlier(event: Event, rules: PathRules) -> Refusal | None:
    ends, closes = event.details["earlier"] == ENDS, event.details.get("closes")
    if ends == bool(closes) and (closes is None or date.fromisoformat(closes) >= event.on):
        return None
    says = "A variation gives a day to sign by, `closes`, not yet past, where it ends the version before."
    return rules.refusal("versions", says)


def _dated(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    """Last days lie ahead, and the end is on the last day."""
    stated = event.details.get("last_day")
    if stated and date.fromisoformat(stated) < event.on:
        return rules.refusal("last-day", f"The last day, {day(date.fromisoformat(stated))}, has passed.")
    if event.what not in ("ended", "ended-early"):
        return None
    last = max(last_days(path).values())
    if event.what == "ended" and event.on != last:
        return rules.refusal("last-day", f"Its last day is {day(last)}; ended-early ends it before.")
    if event.what == "ended-early" and event.on >= last:
        return rules.refusal("last-day", f"It ends on {day(last)} of itself.")
    return None


def _noticed(path: Path, event: Event, rules: PathRules) -> Refusal | None:
    given = event.details.get("notice")
    if not given or date.fromisoformat(given) <= event.on:
        return None
    return rules.refusal("notice", f"Notice of {day(date.fromisoformat(given))} comes after what it is of.")


CHECKS: tuple[Check, ...] = (
    _known, _national_qof, _detailed, _in_order, _staged, _asked_right, _threaded, _silent, _standing,
    _committee, _counted, _dated, _noticed, _gated, _kept, _called_in, _varied,
)  # fmt: skip
"""In the order in which they are asked; the first refusal is the answer."""
