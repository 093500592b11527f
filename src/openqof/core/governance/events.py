"""What may happen to a scheme and to a practice on its path, as tables of data.

`SCHEME_EVENTS` and `PRACTICE_EVENTS` say of each event what it is, the details it needs and may have, the
stages it may come in and where it leads from each, the gate it opens or passes, and the gates before it.
`DETAILS` says what each detail is and how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from openqof.core.governance.progress import Gate, Stage, Standing

WORDS, COUNT, DAY, YES_NO, SHA256 = "words", "a whole number", "a day", "yes or no", "a SHA-256 fingerprint"
STAYS, ENDS = "stays", "ends"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Detail:
    """What a detail of an event is, and its form; `among` are the only words it may be, where few are."""

    says: str
    form: str = WORDS
    among: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        """Whether a text is of the form."""
        if self.among:
            return text in self.among
        return _FITS[self.form](text)

    @property
    def wanted(self) -> str:
        """The form in words."""
        return " or ".join(self.among) if self.among else self.form


def is_day(text: str) -> bool:
    """Whether a text is a day such as 2015-04-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_FITS: Mapping[str, Callable[[str], bool]] = {
    WORDS: lambda text: bool(text.strip()),
    COUNT: lambda text: re.fullmatch(r"0|[1-9][0-9]{0,8}", text) is not None,
    DAY: is_day,
    YES_NO: lambda text: text in ("yes", "no"),
    SHA256: lambda text: re.fullmatch(r"[0-9a-f]{64}", text) is not None,
}

APPROVERS: Mapping[str, str] = {
    "nhs-england": "NHS England",
    "nhs-england-nationally": "NHS England nationally",
    "area-team": "the area team",
    "body": "the body's own committee",
    "secretary-of-state": "the Secretary of State",
}
"""Who may be asked to approve."""

DETAILS: Mapping[str, Detail] = {
    "evidence": Detail("what shows it: a paper, a minute, a file"),
    "reasons": Detail("why"),
    "lmc": Detail("the local medical committee, by name"),
    "response": Detail("what the LMC said"),
    "reply": Detail("what the LMC was answered"),
    "asked": Detail("how many practices were asked", COUNT),
    "answered": Detail("how many answered", COUNT),
    "agreed": Detail("how many agreed", COUNT),
    "entitled": Detail("how many practices may vote", COUNT),
    "ayes": Detail("how many voted for it", COUNT),
    "noes": Detail("how many voted against it", COUNT),
    "abstained": Detail("how many abstained", COUNT),
    "outcome": Detail("whether it holds", YES_NO),
    "holder": Detail("who has to answer"),
    "question": Detail("what is asked"),
    "answer": Detail("what was answered"),
    "approver": Detail("who is asked to approve", among=tuple(APPROVERS)),
    "committee": Detail("the committee that decides"),
    "decision": Detail("the fingerprint of the decision record", SHA256),
    "quorate": Detail("whether the committee was quorate for the item", YES_NO),
    "conflicted_votes": Detail("how many votes of members with a conflict were counted", COUNT),
    "last_day": Detail("the last day it is in force", DAY),
    "closes": Detail("the last day on which a practice may join", DAY),
    "earlier": Detail("what becomes of the version before for those who do not sign", among=(STAYS, ENDS)),
    "practice": Detail("the code of the practice"),
    "signature": Detail("who signed for the practice"),
    "version": Detail("the version of the scheme", COUNT),
    "notice": Detail("the day on which notice was given", DAY),
    "successor": Detail("the code of the practice that follows"),
    "body": Detail("the code of the body, where several share the scheme"),
    "national_qof": Detail("that national QOF stays open to every practice", among=(OPEN,)),
}


GRANTED, REFUSED, WITHDRAWN, WAITING = "granted", "refused", "withdrawn", "waiting"
OUTCOMES = (GRANTED, REFUSED, WITHDRAWN, WAITING)
"""What may have become of a request."""


@dataclass(frozen=True, slots=True)
class BallotRule:
    """What carries a ballot of member practices: the turnout and the share of votes cast, both in percent.

    More than `share` of the ayes and noes must be ayes, and at least `turnout` of those entitled must vote.
    """

    turnout: int = 0
    share: int = 50


SIMPLE_MAJORITY = BallotRule()


@dataclass(frozen=True, slots=True)
class SchemeEvent:
    """An event of a scheme.

    `moves` maps each stage it may come in to the stage it leads to. `gate` is opened or passed by it, as
    `deed` says; `after` are the gates that must be passed before, where they are needed. Where it `follows`
    others, the last event of the same thread (the same LMC, approver or holder: `thread` names the detail)
    is one of them; an event that `begins` may also be the first of its thread.
    """

    says: str
    moves: Mapping[Stage, Stage]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    gate: Gate | None = None
    deed: str = ""
    after: tuple[Gate, ...] = ()
    thread: str = ""
    follows: tuple[str, ...] = ()
    begins: bool = False


@dataclass(frozen=True, slots=True)
class PracticeEvent:
    """An event of a practice: `moves` maps its standings, `stages` are those of the scheme it may come in."""

    says: str
    moves: Mapping[Standing, Standing]
    stages: tuple[Stage, ...]
    needs: tuple[str, ...] = ("practice",)
    may: tuple[str, ...] = field(default=())


AnyEvent = SchemeEvent | PracticeEvent

_PREPARING = {Stage.DRAFT: Stage.IN_PREPARATION, Stage.IN_PREPARATION: Stage.IN_PREPARATION}
_RUNNING = {Stage.IN_FORCE: Stage.IN_FORCE, Stage.SUSPENDED: Stage.SUSPENDED}
_BEFORE = (Stage.DRAFT, Stage.IN_PREPARATION, Stage.DECIDED, Stage.PUBLISHED, Stage.SIGN_UP)
_LIVE = (*_BEFORE, Stage.IN_FORCE, Stage.SUSPENDED)
_ASKING = {**_PREPARING, Stage.DECIDED: Stage.DECIDED, **_RUNNING}
_HEARD = (Gate.OPTIONS, Gate.LMC, Gate.MEMBERS, Gate.PUBLIC, Gate.EQUALITY, Gate.STANDING)
_ALL = tuple(Gate)
_VOTED = ("committee", "decision", "quorate", "conflicted_votes")
OPENS, ANSWERS, PASSES = "opens", "answers", "passes"


def _same(stages: tuple[Stage, ...]) -> Mapping[Stage, Stage]:
    return {stage: stage for stage in stages}


def _to(stage: Stage, *froms: Stage) -> Mapping[Stage, Stage]:
    return dict.fromkeys(froms, stage)


SCHEME_EVENTS: Mapping[str, SchemeEvent] = {
    "options-appraised": SchemeEvent(
        "Options were appraised", _PREPARING, ("evidence",), gate=Gate.OPTIONS, deed=PASSES
    ),
    "lmc-opened": SchemeEvent(
        "The LMC was asked", _PREPARING | _RUNNING, ("lmc",), ("evidence", "question"),
        gate=Gate.LMC, deed=OPENS, thread="lmc", begins=True,
    ),
    "lmc-answered": SchemeEvent(
        "The LMC answered", _PREPARING | _RUNNING, ("lmc", "response"), ("evidence",),
        gate=Gate.LMC, deed=ANSWERS, thread="lmc", follows=("lmc-opened",),
    ),
    "lmc-silent": SchemeEvent(
        "The LMC's time to answer passed", _PREPARING | _RUNNING, ("lmc", "evidence"),
        gate=Gate.LMC, deed=ANSWERS, thread="lmc", follows=("lmc-opened",),
    ),
    "lmc-replied": SchemeEvent(
        "The LMC's response was answered", _PREPARING | _RUNNING, ("lmc", "reply"), ("evidence",),
        thread="lmc", follows=("lmc-answered",),
    ),
    "lmc-evidenced": SchemeEvent(
        "The evidence of the consultation was filed", _PREPARING | _RUNNING, ("lmc", "evidence"),
        gate=Gate.LMC, deed=PASSES, thread="lmc", follows=("lmc-replied", "lmc-silent"),
    ),
    "members-consulted": SchemeEvent(
        "The member practices were consulted", _PREPARING, ("asked", "answered", "agreed", "evidence"),
        gate=Gate.MEMBERS, deed=PASSES,
    ),
    "members-balloted": SchemeEvent(
        "The member practices voted", _PREPARING, ("entitled", "ayes", "noes", "evidence"), ("abstained",),
        gate=Gate.MEMBERS, deed=PASSES,
    ),
    "public-involved": SchemeEvent(
        "The public was involved", _PREPARING, ("evidence",), gate=Gate.PUBLIC, deed=PASSES
    ),
    "equality-assessed": SchemeEvent(
        "The effect on equality was assessed", _PREPARING, ("evidence",), gate=Gate.EQUALITY, deed=PASSES
    ),
    "standing-rules-checked": SchemeEvent(
        "The standing rules were checked", _PREPARING, ("outcome", "evidence"), ("reasons",),
        gate=Gate.STANDING, deed=PASSES,
    ),
    "approval-asked": SchemeEvent(
        "Approval was asked for", _ASKING, ("approver", "question"), ("evidence",),
        gate=Gate.APPROVAL, deed=OPENS, thread="approver",
        follows=("variation-refused",), begins=True,
    ),
    "approved": SchemeEvent(
        "It was approved", _ASKING, ("approver", "evidence"), ("reasons",),
        gate=Gate.APPROVAL, deed=PASSES, thread="approver", follows=("approval-asked",),
    ),
    "approval-refused": SchemeEvent(
        "Approval was refused", _to(Stage.REFUSED, Stage.IN_PREPARATION, Stage.DECIDED),
        ("approver", "reasons"), ("evidence",), thread="approver", follows=("approval-asked",),
    ),
    "variation-refused": SchemeEvent(
        "A variation was refused", _RUNNING, ("approver", "reasons"), ("evidence",),
        thread="approver", follows=("approval-asked",),
    ),
    "question-put": SchemeEvent(
        "A question was put", _same(_LIVE), ("holder", "question"),
        thread="holder", follows=("question-answered",), begins=True,
    ),
    "question-answered": SchemeEvent(
        "A question was answered", _same(_LIVE), ("holder", "answer"),
        thread="holder", follows=("question-put",),
    ),
    "decided": SchemeEvent(
        "The committee decided to adopt it", _to(Stage.DECIDED, Stage.IN_PREPARATION), _VOTED, ("reasons",),
        gate=Gate.DECISION, deed=PASSES, after=_HEARD,
    ),
    "adoption-refused": SchemeEvent(
        "The committee decided against it", _to(Stage.REFUSED, Stage.IN_PREPARATION), (*_VOTED, "reasons")
    ),
    "published": SchemeEvent(
        "It was published", _to(Stage.PUBLISHED, Stage.DECIDED), ("evidence",),
        gate=Gate.PUBLISHED, deed=PASSES, after=(*_HEARD, Gate.APPROVAL, Gate.DECISION),
    ),
    "sign-up-opened": SchemeEvent(
        "Sign-up opened", _to(Stage.SIGN_UP, Stage.PUBLISHED), (), ("closes",), after=_ALL
    ),
    "commenced": SchemeEvent(
        "It came into force", _to(Stage.IN_FORCE, Stage.SIGN_UP), ("last_day",), after=_ALL
    ),
    "varied": SchemeEvent(
        "It was varied", _RUNNING, (*_VOTED, "reasons", "earlier", "last_day"), ("closes",)
    ),
    "suspended": SchemeEvent("It was suspended", _to(Stage.SUSPENDED, Stage.IN_FORCE), ("reasons",)),
    "resumed": SchemeEvent("It was resumed", _to(Stage.IN_FORCE, Stage.SUSPENDED), ("reasons",)),
    "ended": SchemeEvent("It ended on its last day", _to(Stage.ENDED, Stage.IN_FORCE, Stage.SUSPENDED)),
    "ended-early": SchemeEvent(
        "It was ended before its last day", _to(Stage.ENDED, Stage.IN_FORCE, Stage.SUSPENDED),
        (*_VOTED, "reasons", "notice"),
    ),
    "redrafted": SchemeEvent(
        "It was drafted anew", _to(Stage.DRAFT, *_BEFORE[1:]), ("reasons",)
    ),
    "withdrawn": SchemeEvent("It was withdrawn", _to(Stage.WITHDRAWN, *_BEFORE), ("reasons",)),
}  # fmt: skip

_OPEN_STAGES = (Stage.SIGN_UP, Stage.IN_FORCE)
_SIGNED_STAGES = (*_OPEN_STAGES, Stage.SUSPENDED)

PRACTICE_EVENTS: Mapping[str, PracticeEvent] = {
    "offered": PracticeEvent(
        "It was offered the scheme",
        dict.fromkeys((Standing.NOT_OFFERED, Standing.DECLINED, Standing.LEFT), Standing.OFFERED),
        _OPEN_STAGES,
    ),
    "reading": PracticeEvent("It is reading the offer", {Standing.OFFERED: Standing.READING}, _OPEN_STAGES),
    "joined": PracticeEvent(
        "It joined", dict.fromkeys((Standing.OFFERED, Standing.READING), Standing.JOINED), _OPEN_STAGES,
        ("practice", "signature", "version"),
    ),
    "version-signed": PracticeEvent(
        "It signed a new version", {Standing.JOINED: Standing.JOINED}, _SIGNED_STAGES,
        ("practice", "signature", "version"),
    ),
    "declined": PracticeEvent(
        "It declined", dict.fromkeys((Standing.OFFERED, Standing.READING), Standing.DECLINED), _OPEN_STAGES,
        may=("reasons",),
    ),
    "left": PracticeEvent(
        "It left", {Standing.JOINED: Standing.LEFT}, _SIGNED_STAGES, ("practice", "notice"), ("reasons",)
    ),
    "succeeded": PracticeEvent(
        "Another practice followed it",
        {each: Standing.SUCCEEDED for each in Standing if each is not Standing.SUCCEEDED},
        tuple(Stage),
        ("practice", "successor", "reasons"), ("signature",),
    ),
}  # fmt: skip

EVENTS: Mapping[str, AnyEvent] = {**SCHEME_EVENTS, **PRACTICE_EVENTS}
"""Every event by its name."""

ALWAYS = ("body", "national_qof")
"""Details that any event may have."""
