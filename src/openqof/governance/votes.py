"""Votes on an item, counted: whose count, whose do not and why, and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from openqof.core.governance.decisions import Tally
from openqof.core.governance.interests import Conflict
from openqof.core.governance.meetings import Ballot, Meeting, Vote
from openqof.core.governance.packs import Pack, Rule
from openqof.core.governance.refusal import Refusal
from openqof.core.governance.wording import spelt
from openqof.governance import meeting_rules
from openqof.governance.chairs import able_to_preside
from openqof.governance.handling import voters, why_no_vote

FOR, AGAINST, ABSTAINS = "for", "against", "abstains"
VOTES = (FOR, AGAINST, ABSTAINS)
"""What a member may say in a vote."""
CASTING = "{} (casting vote)"
"""How a casting vote that does not count is named among those."""


def tally(meeting: Meeting, item: str, conflicts: Iterable[Conflict], pack: Pack) -> Tally | Refusal:
    """The votes on an item, counted; refused where there was no vote, or a blind one is not yet complete.

    It is carried by more votes for than against, and on a tie by a casting vote for it where the committee
    has one and whoever is in the chair of the item gave it. Whether it was quorate is asked of `quorum`.
    """
    held = tuple(conflicts)
    ballot = next((each for each in meeting.ballots if each.item == item), None)
    if ballot is None:
        return _refusal(meeting_rules.VOTES, "Nobody has voted on this item.")
    able = {seat.person for seat in voters(meeting, item, held)}
    if ballot.blind and (short := len(able - {each.person for each in _first_votes(ballot)})):
        who = f"{spelt(short)} of the {spelt(len(able))} who may vote {'has' if short == 1 else 'have'} not"
        return _refusal(meeting_rules.BLIND, f"The ballot is blind, and {who}: nothing of it is shown.")
    return _counted(
        meeting,
        ballot,
        _not_counted(meeting, ballot, held),
        [each for each in able_to_preside(meeting, item, held, pack) if each in able],
    )


def _counted(meeting: Meeting, ballot: Ballot, out: Mapping[str, str], chairs: Sequence[str]) -> Tally:
    said = {each.person: each.vote for each in _first_votes(ballot) if each.person not in out}
    ayes, noes, abstained = (_who(said, vote) for vote in VOTES)
    tied = len(ayes) == len(noes)
    casting, wrong = _casting(meeting, ballot, tied=tied, chairs=chairs)
    carried = len(ayes) > len(noes) or (tied and casting == FOR)
    return Tally(ballot.item, ayes, noes, abstained, {**out, **wrong}, casting, carried)


def _first_votes(ballot: Ballot) -> tuple[Vote, ...]:
    return tuple(each for each in ballot.votes if not each.casting)


def _who(said: Mapping[str, str], vote: str) -> tuple[str, ...]:
    return tuple(person for person, each in said.items() if each == vote)


def _not_counted(meeting: Meeting, ballot: Ballot, conflicts: Sequence[Conflict]) -> dict[str, str]:
    """Votes that do not count, by person, with the reason."""
    cast = Counter(each.person for each in _first_votes(ballot))
    found = {
        person: why_no_vote(meeting, ballot.item, person, conflicts) or ("voted twice" if many > 1 else "")
        for person, many in cast.items()
    }
    return {person: why for person, why in found.items() if why}


def _casting(
    meeting: Meeting, ballot: Ballot, *, tied: bool, chairs: Sequence[str]
) -> tuple[str, dict[str, str]]:
    """The casting vote that counts, "" for none, and those that do not with the reason."""
    given = {CASTING.format(each.person): each for each in ballot.votes if each.casting}
    why = {name: _why_not(meeting, each, tied=tied, chairs=chairs) for name, each in given.items()}
    counts = (each.vote for name, each in given.items() if not why[name])
    return next(counts, ""), {name: said for name, said in why.items() if said}


def _why_not(meeting: Meeting, vote: Vote, *, tied: bool, chairs: Sequence[str]) -> str:
    if not meeting.committee.casting:
        return "the committee has no casting vote"
    if vote.person not in chairs:
        return "was not in the chair of this item"
    return "" if tied else "the votes were not tied"


def _refusal(rule: Rule, says: str) -> Refusal:
    return Refusal(says, meeting_rules.named(rule), rule.provenance)
