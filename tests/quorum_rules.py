"""Five real quorum rules and committees that can meet them; persons are invented.

One of a terms of reference of 2016, four of sites that a study describes without their names.
"""

from __future__ import annotations

from typing import NamedTuple

from committee_builders import all_of, some
from openqof.core.governance.seats import AtLeastSeats, Seat, SeatRule

CHAIR_OR_VICE = some(1, "chair", "vice_chair")


class Site(NamedTuple):
    """A quorum rule, the least of members who meet it, and those of whom any one is needed."""

    rule: SeatRule
    seats: tuple[Seat, ...]
    needed: tuple[str, ...]


FOUR_WITH_FINANCE = Site(
    all_of(
        some(4),
        CHAIR_OR_VICE,
        some(1, "chief_finance_officer", "deputy_finance_officer", "chief_nurse"),
    ),
    (
        Seat("Lay A", "lay", office="chair"),
        Seat("Lay B", "lay"),
        Seat("Officer F", "executive", ("chief_finance_officer",)),
        Seat("Dr One", "gp"),
    ),
    ("Lay A", "Lay B", "Officer F", "Dr One"),
)
SITE_ONE = Site(
    all_of(
        some(3), some(1, "lay"), some(1, "chief_officer", "chief_finance_officer", "chief_service_delivery")
    ),
    (
        Seat("Lay A", "lay", office="chair"),
        Seat("Officer S", "executive", ("chief_service_delivery",)),
        Seat("Dr One", "gp"),
    ),
    ("Lay A", "Officer S", "Dr One"),
)
SITE_TWO = Site(
    all_of(
        some(3, "non_executive"),
        some(1, "gp"),
        some(2, "chief_officer"),
        some(1, "chief_finance_officer"),
        some(1, "head_of_contracting"),
        some(2, "non_voting"),
    ),
    (
        Seat("Lay A", "lay", ("non_executive",), office="chair"),
        Seat("Lay B", "lay", ("non_executive",)),
        Seat("Lay C", "lay", ("non_executive",)),
        Seat("Dr One", "gp"),
        Seat("Officer E", "executive", ("chief_officer",)),
        Seat("Officer G", "executive", ("chief_officer",)),
        Seat("Officer F", "executive", ("chief_finance_officer",)),
        Seat("Officer H", "executive", ("head_of_contracting",)),
        Seat("Dr Silent", "gp", votes=False),
        Seat("Watcher W", "observer", ("healthwatch",), votes=False),
    ),
    ("Lay B", "Officer G", "Officer F", "Officer H", "Dr Silent"),
)
SITE_THREE = Site(
    all_of(some(1, "lay"), some(1, "gp"), some(1, "executive")),
    (Seat("Lay A", "lay", office="chair"), Seat("Dr One", "gp"), Seat("Officer F", "executive")),
    ("Lay A", "Dr One", "Officer F"),
)
SITE_FOUR = Site(
    all_of(
        some(4),
        some(1, "chief_officer", "chief_finance_officer"),
        AtLeastSeats(2, ("lay", "lay_person", "nurse", "secondary_care_doctor")),
        CHAIR_OR_VICE,
    ),
    (
        Seat("Lay A", "lay", office="vice_chair"),
        Seat("Nurse N", "clinician", ("nurse",)),
        Seat("Officer E", "executive", ("chief_officer",)),
        Seat("Dr One", "gp"),
    ),
    ("Lay A", "Nurse N", "Officer E", "Dr One"),
)
SITES = {
    "four with finance": FOUR_WITH_FINANCE,
    "site one": SITE_ONE,
    "site two": SITE_TWO,
    "site three": SITE_THREE,
    "site four": SITE_FOUR,
}
