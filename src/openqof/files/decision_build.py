"""A register of decisions, or the draft of one, built of what was read without a problem."""

from __future__ import annotations

from openqof.core.governance.decisions import Decision, Procurement, Tally
from openqof.core.governance.records import DecisionRegister, DoneAbout, Draft
from openqof.core.money import to_pence
from openqof.files.actions_build import fields_in
from openqof.files.governance_conditions import words_in
from openqof.files.shape import Value, bare


def build_decisions(value: Value) -> DecisionRegister:
    """The register, with its records in the order of the file."""
    return DecisionRegister(
        body=value.plain("decisions_of"),
        decisions=tuple(map(build_decision, value.plain("records", ()))),
        procurements=tuple(map(_procurement, value.plain("procurements", ()))),
        done=tuple(map(_done, value.plain("done", ()))),
    )


def build_decision(value: Value) -> Decision:
    """One sealed record."""
    plain = value.plain
    tally = value.get("tally")
    return Decision(
        reference=plain("reference"),
        body=plain("body"),
        committee=plain("committee"),
        on=plain("on"),
        item=plain("item"),
        title=plain("title"),
        outcome=plain("outcome"),
        reasons=words_in(value.get("reasons")),
        options=words_in(value.get("options")),
        rejected=tuple((each.value[0].value, each.value[1].value) for each in plain("rejected", ())),
        conflicts=words_in(value.get("conflicts")),
        handling=words_in(value.get("handling")),
        dispensations=words_in(value.get("dispensations")),
        dissent=words_in(value.get("dissent")),
        tally=_tally(tally) if tally is not None else None,
        value_pence=plain("value_pence"),
        run=plain("run", ""),
        rests_on=bare(value.get("rests_on")) or {},
        review=plain("review"),
        corrects=plain("corrects", ""),
        sha256=plain("sha256"),
        corrected_on=plain("corrected_on"),
        changed=tuple((each.value[0].value, each.value[1].value) for each in plain("changed", ())),
    )


def _tally(value: Value) -> Tally:
    plain = value.plain
    return Tally(
        item=plain("item"),
        ayes=words_in(value.get("ayes")),
        noes=words_in(value.get("noes")),
        abstained=words_in(value.get("abstained")),
        not_counted=bare(value.get("not_counted")) or {},
        casting=plain("casting", ""),
        carried=plain("carried"),
    )


def _procurement(value: Value) -> Procurement:
    return Procurement(value.plain("reference"), value.plain("on"), fields_in(value["fields"]))


def _done(value: Value) -> DoneAbout:
    return DoneAbout(value.plain("of"), value.plain("what"), value.plain("on"))


def build_draft(value: Value) -> tuple[str, Draft]:
    """The item that a draft is of, and the draft."""
    plain = value.plain
    pounds = plain("value")
    draft = Draft(
        reference=plain("draft"),
        outcome=plain("outcome"),
        reasons=words_in(value.get("reasons")),
        options=words_in(value.get("options")),
        rejected=tuple((each.plain("option"), each.plain("because")) for each in plain("rejected", ())),
        dispensations=words_in(value.get("dispensations")),
        value_pence=None if pounds is None else to_pence(pounds),
        run=plain("run", ""),
        rests_on=bare(value.get("rests_on")) or {},
        review=plain("review"),
    )
    return plain("item"), draft
