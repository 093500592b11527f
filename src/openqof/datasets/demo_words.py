"""The invented words of the demonstration area: places, commissioners and how its figures are labelled."""

from __future__ import annotations

from openqof.core.tables import DEMONSTRATION, NATIONAL_ROWS

INVENTED = "(invented)"
NATION, NATIONAL_ROW = DEMONSTRATION, NATIONAL_ROWS[DEMONSTRATION]
REGION = "DEMR"
AREA, AREA_NAME = "DEMO", f"Demonstration area {INVENTED}"
NEIGHBOUR, NEIGHBOUR_NAME = "DEMB", f"Neighbouring demonstration area {INVENTED}"

PLACES = (
    "Ambermere", "Ashfold Green", "Barrowhythe", "Brackenmoor", "Calderwick", "Tŷ Glaslyn",
    "Cawderby Road", "Château Gardens", "Cobblethorpe", "Dunmarsh", "Eldersyke", "Fennimoor",
    "Saint-Énnoc", "Garsholt", "Goldsyke Vale", "Hallowmere", "Harebridge", "Inglesyke",
    "Juniper Wharf", "Kestrelby", "Kilnholme", "Larkspur Lane", "Llanfôr Uchaf", "Lowmarsh", "Millrace",
    "Mossbarrow", "Nettlecombe Cross", "University Quay", "Orchardholt", "Pebblewick", "Quarryfold",
    "Ravensyke", "Ridgemarsh", "Saltmere", "Sedgeholme", "Thistlewick", "Upper Wenmoor", "Vintnersyke",
    "Willowhythe", "Yarrowdene", "New Meadows", "Kilnholme and Cawderby", "Overbourne Hythe",
    "Marchwick End",
)  # fmt: skip
"""One for each practice, in the order of their codes."""

KINDS = ("Surgery", "Medical Centre", "Health Centre", "Practice", "Medical Group")


def label(seed: int) -> str:
    """What stands in the `file` column of every row of a demonstration area."""
    return f"demonstration area, invented, seed {seed}"


def practice_name(place: int) -> str:
    """The invented name of the practice at a place in the list; its ending says that it is invented."""
    return f"{PLACES[place]} {KINDS[place % len(KINDS)]} {INVENTED}"
