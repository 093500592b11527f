"""Every code of a problem in the file of a path: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

PATH_CODES = {
    "G301": Code(
        "No such event",
        "An event has a name that the path does not know.",
        "Take the nearest name; the reference of the path lists all.",
    ),
    "G302": Code("Detail missing", "An event leaves out what it needs.", "Write the detail."),
    "G303": Code("Detail of another event", "An event states what is no part of it.", "Delete it."),
    "G304": Code(
        "No body, or two ways of naming it",
        "A path has a `body`, or `bodies` where several share the scheme.",
        "Write one of the two.",
    ),
    "G305": Code("Body named twice", "Two of the bodies have one code.", "Keep one of them."),
    "G306": Code(
        "No route",
        "The path is of a scheme whose document does not say its route, or of one that has no document.",
        "Write `route`.",
    ),
    "G307": Code(
        "No such body", "An event names a body that does not share the scheme.", "Correct the code."
    ),
    "G308": Code(
        "Practice of two bodies", "A practice stands under two of the bodies.", "Leave it under one."
    ),
    "G309": Code(
        "Nothing to compare",
        "A template is named, but the path is of a scheme without a document.",
        "Name the scheme's document, or leave `template` out.",
    ),
}
