"""Every code of a problem in the registers of a body: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

REGISTER_CODES = {
    "G401": Code(
        "Not on the register",
        "An entry, a gift, a nil return, training or a review names a person whom `people` does not have.",
        "Add the person to `people`, or take the nearest name.",
    ),
    "G402": Code("Ends before it begins", "An interest has `to` before `from`.", "Correct the days."),
    "G403": Code(
        "Recorded before declared",
        "An entry was recorded before it was declared, or it was recorded and has no day of declaration.",
        "Correct the days.",
    ),
    "G404": Code("Id twice", "Two entries, gifts or breaches have the same id.", "Give each its own."),
    "G405": Code(
        "Declared before offered", "A gift was declared before it was offered.", "Correct the days."
    ),
    "G406": Code(
        "Published before found", "A breach was published before it was found.", "Correct the days."
    ),
    "G407": Code(
        "Through oneself", "An interest is held through the person who declares it.", "Leave it out."
    ),
    "G408": Code(
        "One person twice",
        "Two names differ only in capitals, accents, points or spaces, which are not told apart.",
        "Keep one of them, or tell the two apart.",
    ),
}
