"""Each practice's way: what it signs binds it, and nothing closes national QOF to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openqof.core.governance.progress import Event, Standing
from openqof.governance.versions import bound, settled
from path_builders import (
    IN_FORCE,
    LAST,
    LMC_AGAIN,
    OFFERED,
    OPENED,
    PUBLISHED,
    SIGN_UP,
    VARIED,
    event,
    reached,
    refused,
)

LATER = OPENED + timedelta(days=60)
STAYS = (*IN_FORCE, *LMC_AGAIN, VARIED)
ENDS = (
    *IN_FORCE,
    *LMC_AGAIN,
    Event(
        OPENED,
        VARIED.by,
        "varied",
        {**VARIED.details, "earlier": "ends", "closes": LATER.isoformat()},
    ),
)


def joining(practice: str, version: str = "1", on: date = OPENED) -> Event:
    return event("joined", on, practice=practice, signature="Dr Two", version=version)


def test_a_practice_reads_joins_and_leaves_with_notice() -> None:
    steps = (
        event("reading", OPENED, practice="D00003"),
        joining("D00003"),
        event("left", LATER, practice="D00003", notice="2015-10-10"),
    )
    state = reached(*IN_FORCE, *steps).practices["D00003"]
    assert (state.standing, state.since, state.version, state.signature) == (
        Standing.LEFT,
        LATER,
        "1",
        "Dr Two",
    )


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (event("reading", OPENED, practice="D00001"), "path:stage"),
        (event("left", OPENED, practice="D00003", notice="2015-09-01"), "path:stage"),
        (event("left", OPENED, practice="D00001", notice="2016-09-01"), "path:notice"),
        (event("left", OPENED, practice="D00001"), "path:events"),
        (event("offered", OPENED, practice="D99999"), "path:stage"),
        (joining("D00003", "2"), "path:versions"),
        (event("joined", OPENED, practice="D00003", version="1"), "path:events"),
        (joining("D00002"), "path:stage"),
        (event("version-signed", OPENED, practice="D00001", signature="x", version="1"), "path:versions"),
        (event("succeeded", OPENED, practice="D00001", successor="D00001", reasons="x"), "path:successor"),
    ],
)
def test_what_a_practice_may_not_do_is_refused_by_a_rule(one: Event, rule: str) -> None:
    assert refused(reached(*IN_FORCE), one).rule == rule


def test_a_practice_that_declined_or_left_may_be_offered_it_again() -> None:
    path = reached(*IN_FORCE, event("offered", OPENED, practice="D00002"), joining("D00002"))
    assert path.practices["D00002"].standing is Standing.JOINED


def test_nobody_joins_after_sign_up_has_closed() -> None:
    opened = event("sign-up-opened", closes="2015-09-20")
    path = reached(*PUBLISHED, opened, *OFFERED)
    assert refused(path, joining("D00001", on=date(2015, 9, 21))).rule == "path:stage"
    assert reached(*PUBLISHED, opened, *OFFERED, joining("D00001", on=date(2015, 9, 20)))


def test_a_new_version_binds_only_those_who_signed_it() -> None:
    path = reached(*STAYS)
    assert bound(path, OPENED) == {"1": ("D00001",)}
    signed = event("version-signed", OPENED, practice="D00001", signature="Dr One", version="2")
    assert bound(reached(*STAYS, signed), OPENED) == {"2": ("D00001",)}
    assert refused(path, joining("D00003", "1")).rule == "path:versions"


def test_a_practice_that_does_not_sign_stays_until_its_own_last_day() -> None:
    path = reached(*STAYS)
    assert bound(path, LAST) == {"1": ("D00001",)}
    after = settled(path, LAST + timedelta(days=1))
    assert after.practices["D00001"].standing is Standing.LEFT
    assert after.practices["D00001"].since == LAST
    assert bound(path, LAST + timedelta(days=1)) == {}
    assert after.stage is path.stage


def test_a_version_that_is_ended_sends_those_who_do_not_sign_back_to_national_qof() -> None:
    path = reached(*ENDS, joining("D00003", "2"))
    assert bound(path, LATER) == {"1": ("D00001",), "2": ("D00003",)}
    assert bound(path, LATER + timedelta(days=1)) == {"2": ("D00003",)}
    assert path.open_to("D00001")


@pytest.mark.parametrize(
    ("earlier", "closes"), [("ends", ""), ("stays", "2015-12-01"), ("ends", "2015-09-01")]
)
def test_a_variation_says_until_when_the_version_before_may_be_kept(earlier: str, closes: str) -> None:
    details = {**VARIED.details, "earlier": earlier} | ({"closes": closes} if closes else {})
    one = Event(OPENED, VARIED.by, "varied", details)
    assert refused(reached(*IN_FORCE, *LMC_AGAIN), one).rule == "path:versions"


def test_a_successor_is_bound_only_by_its_own_signature() -> None:
    merged = event("succeeded", LATER, practice="D00001", successor="D00009", reasons="A merger.")
    path = reached(*IN_FORCE, merged)
    assert path.practices["D00001"].standing is Standing.SUCCEEDED
    assert path.practices["D00001"].successor == "D00009"
    assert path.practices["D00009"].standing is Standing.NOT_OFFERED
    signed = Event(LATER, merged.by, "succeeded", {**merged.details, "signature": "Dr Three"})
    after = reached(*IN_FORCE, signed).practices["D00009"]
    assert (after.standing, after.version, after.signature) == (Standing.JOINED, "1", "Dr Three")
    assert refused(path, event("offered", LATER, practice="D00001")).rule == "path:stage"


def test_a_successor_signs_only_for_what_there_is() -> None:
    gone = event("succeeded", OPENED, practice="D00002", successor="D00009", reasons="x", signature="Dr Two")
    assert refused(reached(*IN_FORCE), gone).rule == "path:successor"
    merged = event("succeeded", OPENED, practice="D00002", successor="D00003", reasons="x")
    back = event("succeeded", OPENED, practice="D00003", successor="D00002", reasons="x")
    assert refused(reached(*IN_FORCE, merged), back).rule == "path:successor"


@pytest.mark.parametrize("what", ["offered", "declined", "left", "succeeded"])
def test_no_event_closes_national_qof(what: str) -> None:
    path = reached(*SIGN_UP, *OFFERED)
    one = event(what, practice="D00001", national_qof="no")
    assert refused(path, one).rule == "path:national-qof"
    assert path.open_to("D00001")
