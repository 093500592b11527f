"""Every code of a problem in an assumptions file: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

ASSUMPTION_CODES = {
    "A301": Code(
        "Range out of order",
        "`low` is above `likely`, or `likely` above `high`.",
        "Write the three in ascending order; falls are negative, so the steepest fall is `low`.",
    ),
    "A302": Code(
        "No such kind", "An indicator or a fall names a kind of work that no file defines.", "As shown."
    ),
    "A303": Code("Indicator named twice", "One code or pattern stands in two places.", "Keep one of them."),
    "A304": Code(
        "Kind incomplete",
        "A kind of work that the shipped file does not have leaves one of its figures out.",
        "Write all of them.",
    ),
    "A305": Code(
        "Fall named twice", "Two falls are of one kind and one way of recording.", "Keep one of them."
    ),
}
