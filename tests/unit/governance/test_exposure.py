"""What a decision is worth to those in the room."""

from __future__ import annotations

import pytest

from interest_builders import GP_ONE, GP_TWO, LAY, NURSE, body, entry, item, meeting, pack, register
from openqof.core.governance.interests import Category
from openqof.core.governance.meetings import Handled
from openqof.core.governance.seats import Seat
from openqof.governance.exposure import exposure

HELD = register(
    entry("r1", "Dr One", code="D00001"),
    entry("r2", "Dr Two", "Brook Surgery", code="D00002"),
    entry("r3", "Lay A", code="D00001", category=Category.PERSONAL, nature="Registered patient"),
    entry("r4", "Nurse N", code="D00001", nature="Practice nurse"),
)
PRICED = item(pounds={"D00001": 1000, "D00002": -250, "D00009": 99})


def test_the_risk_is_who_gains_and_how_much() -> None:
    found = exposure(meeting(PRICED), "i1", register=HELD, body=body(), pack=pack())
    assert [(each.person, each.organisation, each.pence) for each in found.stakes] == [
        ("Dr One", "d00001", 100_000), ("Dr Two", "d00002", -25_000), ("Nurse N", "d00001", 100_000),
    ]  # fmt: skip
    assert (found.present, found.staying, found.voting) == (125_000, 0, 0)
    assert found.says == (
        "Item i1 is worth £1,250 a year to practices of those present, "
        "£0 to those of members who stay and £0 to those of members who vote."
    )


def test_what_was_recorded_counts_before_what_is_asked() -> None:
    stays = (
        Handled("Dr One", "i1", "note and stay", "Lay A"),
        Handled("Dr Two", "i1", "note and stay", "Lay A"),
        Handled("Nurse N", "i1", "speak but not vote", "Lay A"),
    )
    found = exposure(meeting(PRICED, handled=stays), "i1", register=HELD, body=body(), pack=pack())
    assert (found.present, found.staying, found.voting) == (125_000, 125_000, 100_000)


def test_only_those_present_count() -> None:
    seats: tuple[Seat, ...] = (LAY, GP_ONE, GP_TWO, NURSE)
    about = meeting(PRICED, seats=seats, present=("Lay A", "Dr Two"))
    assert exposure(about, "i1", register=HELD, body=body(), pack=pack()).present == 25_000


def test_an_item_without_a_priced_result_is_said_to_have_none() -> None:
    found = exposure(meeting(item(touches=("D00001",))), "i1", register=HELD, body=body(), pack=pack())
    assert (found.priced, found.stakes) == (False, ())
    assert "not known" in found.says


def test_an_item_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no item i9"):
        exposure(meeting(PRICED), "i9", register=HELD, body=body(), pack=pack())
