"""Every code of a problem in a register of actions or of decisions: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

RECORD_CODES = {
    "G601": Code("Reference twice", "Two entries have one reference.", "Give each its own."),
    "G602": Code(
        "Days out of order",
        "A last day is before the first, or a period ends before the notice that sets it.",
        "Check both days.",
    ),
    "G603": Code(
        "Field spelt otherwise",
        "An action states a field that its kind does not have, and that is close to one that it has.",
        "Use the name suggested, or another word.",
    ),
    "G604": Code(
        "Follows itself", "A practice that closes is named among those that follow it.", "Name the others."
    ),
    "G605": Code(
        "Share of nothing",
        "A scheme is named for a practice in whose register it has no part.",
        "Add the membership, or correct the name.",
    ),
    "G611": Code(
        "Seal broken",
        "A record is not as it was sealed: its fingerprint is of something else.",
        "Restore the record as it was, and correct it by a new one.",
    ),
    "G612": Code(
        "Corrects nothing", "A record corrects one that the register does not have.", "Name the record."
    ),
    "G613": Code(
        "Corrected twice",
        "Two records correct the same one, so that it is not known which counts.",
        "Correct the later one of them.",
    ),
}
