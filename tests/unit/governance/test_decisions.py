"""Decision records: sealed, corrected by a new record only, and whole as a register."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date

import pytest

from cases.governance_records import cases, made, meeting_of, tally_of
from openqof.core.governance.decisions import Decision
from openqof.core.governance.records import Draft
from openqof.core.governance.sealing import canonical, plain_record, seal_holds, sealed
from openqof.core.governance.verdicts import Answer, Verdict
from openqof.files.governance import load_pack
from openqof.governance.decisions import chain, correct, current, history, record, review_due
from openqof.governance.quorum import quorum

CASE = next(case for case in cases() if case["name"] == "A decision with all it needs is recorded")


def decided() -> Decision:
    found = made(CASE)
    assert isinstance(found, Decision)
    return found


def corrected(decision: Decision, reference: str, *others: Decision) -> Decision:
    found = correct(
        decision, others or (decision,), reference=reference, on=date(2016, 11, 1), why="A slip",
        changes={"run": reference},
    )  # fmt: skip
    assert isinstance(found, Decision)
    return found


def test_a_record_holds_what_the_meeting_shows() -> None:
    found = decided()
    assert found.dissent == ("Lay B: Too dear",)
    assert (found.value_pence, found.review) == (12_000_000, date(2017, 10, 1))
    assert found.tally is not None
    assert found.tally.carried
    assert seal_holds(found)


def test_a_record_cannot_be_changed() -> None:
    found = decided()
    with pytest.raises(FrozenInstanceError):
        found.outcome = "rejected"  # type: ignore[misc]
    with pytest.raises(TypeError):
        found.rests_on["ccg-2016"] = "other"  # type: ignore[index]


def test_a_record_does_not_follow_what_it_was_made_from() -> None:
    rests = {"ccg-2016": "aaa"}
    draft = Draft("d1", "approved", ("r",), ("o",), rests_on=rests)
    case = {**CASE, "scheme": ""}
    meeting, pack = meeting_of(case), load_pack("ccg-2016")
    found = record(
        draft, meeting, meeting.items[0], quorum=quorum(meeting, pack, (), "i1"), tally=tally_of(case),
        route=None, conflicts=(), pack=pack,
    )  # fmt: skip
    assert isinstance(found, Decision)
    rests["ccg-2016"] = "bbb"
    assert found.rests_on == {"ccg-2016": "aaa"}
    assert seal_holds(found)


def test_any_change_breaks_the_seal() -> None:
    found = decided()
    others = {
        str: "another", tuple: ("another",), date: date(2001, 1, 1), int: 1, type(found.rests_on): {"a": "b"},
    }  # fmt: skip
    for each in fields(found):
        value = getattr(found, each.name)
        if each.name != "sha256" and type(value) in others:
            assert not seal_holds(replace(found, **{each.name: others[type(value)]})), each.name
    assert found.tally is not None
    assert not seal_holds(replace(found, tally=replace(found.tally, carried=False)))
    assert not seal_holds(replace(found, tally=None))


def test_the_canonical_form_is_json_with_sorted_keys_and_nothing_empty() -> None:
    plain = json.loads(canonical(decided()))
    assert list(plain) == sorted(plain)
    assert "sha256" not in plain
    assert "corrects" not in plain
    assert plain["on"] == "2016-10-21"
    assert canonical(decided()) == canonical(decided())
    assert plain_record(decided())["sha256"] == decided().sha256


def test_a_correction_names_what_it_corrects_and_carries_its_seal() -> None:
    first = decided()
    second = corrected(first, "d2")
    assert second.corrects == "d1"
    assert (second.on, second.corrected_on) == (first.on, date(2016, 11, 1))
    assert second.changed == (("run", '"f00d"'),)
    assert second.rests_on is not None
    assert second.rests_on["record:d1"] == first.sha256
    assert second.reasons[-1] == "Corrected on 1 November 2016: A slip. Changed: run."
    assert first == decided()
    assert seal_holds(second)


def test_a_register_keeps_the_chain() -> None:
    first = decided()
    second = corrected(first, "d2")
    third = corrected(second, "d3", first, second)
    register = (first, second, third)
    assert chain(register).allowed
    assert current(register) == (third,)
    assert history(register, "d3") == (third, second, first)
    assert history(register, "d9") == ()


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda a, b: (replace(a, run="other"), b), "not as it was sealed"),
        (lambda a, b: (b,), "which there is not"),
        (lambda a, b: (a, b, replace(b, reference="d3")), "both correct d1"),
        (lambda a, b: (a, a, b), "one reference"),
        (lambda a, b: (replace(a, sha256="0"), b), "does not carry the seal"),
    ],
)
def test_a_broken_register_is_found(broken, says) -> None:  # type: ignore[no-untyped-def]
    first = decided()
    verdict = chain(broken(first, corrected(first, "d2")))
    assert verdict.answer is Answer.NO
    assert any(says in each.says for each in verdict.against)


def test_an_empty_register_is_whole() -> None:
    assert chain(()).allowed


def test_a_correction_needs_a_reason_and_a_change() -> None:
    first = decided()
    found = correct(first, (first,), reference="d2", on=first.on, why=" ", changes={})
    assert isinstance(found, Verdict)
    said = " ".join(each.says for each in found.against)
    assert "The reason is missing." in said
    assert "Nothing is corrected." in said


def test_a_review_falls_due_on_its_day() -> None:
    assert not review_due(decided(), date(2017, 9, 30))
    assert review_due(decided(), date(2017, 10, 1))
    assert not review_due(replace(decided(), review=None), date(2030, 1, 1))


@pytest.mark.parametrize("empty", [{"law": "1", "other": ""}, {"law": "1"}, {"law": "1", "another": ""}])
def test_every_key_of_what_it_rests_on_counts(empty: dict[str, str]) -> None:
    found = decided()
    whole = sealed(replace(found, rests_on={"law": "1", "other": "", "third": ""}))
    assert not seal_holds(replace(whole, rests_on=empty))


def test_a_vote_left_out_without_a_reason_counts() -> None:
    found = decided()
    assert found.tally is not None
    whole = sealed(replace(found, tally=replace(found.tally, not_counted={"Dr One": ""})))
    assert not seal_holds(replace(whole, tally=found.tally))


def test_the_seal_of_a_record_without_empty_keys_is_as_it_was() -> None:
    plain = json.loads(canonical(decided()))
    assert "corrected_on" not in plain
    assert "changed" not in plain


def test_a_correction_of_the_reasons_keeps_the_old_ones_and_earlier_notes() -> None:
    first = decided()
    second = corrected(first, "d2")
    third = correct(
        second, (first, second), reference="d3", on=date(2016, 12, 1), why="Said better.",
        changes={"reasons": ["It is fairer"], "title": "The scheme"},
    )  # fmt: skip
    assert isinstance(third, Decision)
    assert third.reasons == (
        "It is fairer",
        second.reasons[-1],
        "Corrected on 1 December 2016: Said better. Changed: reasons and title.",
    )
    assert [name for name, _ in third.changed] == ["run", "reasons", "title"]
    assert json.loads(third.changed[1][1]) == list(second.reasons)
    assert chain((first, second, third)).allowed


def test_votes_are_added_to_and_never_taken_away() -> None:
    first = decided()
    votes = first.tally
    assert votes is not None
    more = replace(votes, abstained=("Officer P",))
    good = correct(first, (first,), reference="d2", on=first.on, why="x", changes={"tally": more})
    assert isinstance(good, Decision)
    assert chain((first, good)).allowed
    for bad in (
        None, replace(votes, noes=()), replace(votes, carried=False), replace(votes, abstained=("Lay A",)),
        replace(votes, noes=("Lay B", "Officer P")),
    ):  # fmt: skip
        found = correct(first, (first,), reference="d2", on=first.on, why="x", changes={"tally": bad})
        assert isinstance(found, Verdict), bad


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        ({"dissent": ()}, "takes away of d1: dissent"),
        ({"tally": None}, "takes away of d1: tally"),
        ({"outcome": "rejected"}, "may not: outcome"),
        ({"on": date(2016, 10, 22)}, "may not: on"),
        ({"title": "Another"}, "does not name what d1 had: title"),
        ({"reasons": ("Another",)}, "does not name what d1 had: reasons"),
        ({"changed": ()}, "does not name what d1 had: run"),
    ],
)
def test_a_correction_made_by_hand_is_found_in_the_chain(forged, says) -> None:  # type: ignore[no-untyped-def]
    first = decided()
    verdict = chain((first, sealed(replace(corrected(first, "d2"), **forged))))
    assert verdict.answer is Answer.NO
    assert any(says in each.says for each in verdict.against)


def test_a_correction_keeps_the_seals_of_all_that_it_corrects() -> None:
    first = decided()
    second = corrected(first, "d2")
    found = correct(
        second, (first, second), reference="d3", on=second.on.replace(month=12), why="x",
        changes={"rests_on": {"ccg-2016": "ccc"}},
    )  # fmt: skip
    assert isinstance(found, Decision)
    assert found.rests_on == {"ccg-2016": "ccc", "record:d1": first.sha256, "record:d2": second.sha256}
    forged = correct(
        second, (first, second), reference="d3", on=found.on.replace(month=12), why="x",
        changes={"rests_on": {"record:d1": "0"}},
    )  # fmt: skip
    assert isinstance(forged, Verdict)
