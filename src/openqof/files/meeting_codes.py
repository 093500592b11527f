"""Every code of a problem in the file of a meeting: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

MEETING_CODES = {
    "G501": Code("No such committee", "The body has no committee of this id.", "Take the nearest id."),
    "G502": Code(
        "Person without a seat",
        "Somebody is named who has no seat on the committee, was not brought in as `extra`, and is no "
        "deputy.",
        "Correct the name, or give the person a seat for this meeting under `extra`.",
    ),
    "G503": Code(
        "Deputy of nobody",
        "A deputy stands for somebody without a seat, has a seat already, or is the second for one member.",
        "Name the member; one deputy for each.",
    ),
    "G504": Code("Item id twice", "Two items have the same id.", "Give each its own."),
    "G505": Code("No such item", "The agenda has no item of this id.", "Take the nearest id."),
    "G506": Code(
        "Said twice",
        "A person is named twice among those present or those brought in, or an item has two votes.",
        "Keep one of them.",
    ),
    "G507": Code(
        "Priced run unreadable",
        "`priced` leads to no run folder and no JSON file that `openqof price` wrote, or to one changed "
        "since.",
        "Name the folder that --save wrote, or a file that --format json gave.",
    ),
    "G508": Code(
        "Which option",
        "The run prices several schemes and the item names none of them, or it prices another scheme.",
        "Write the id of the scheme that the item decides on.",
    ),
    "G509": Code(
        "Times out of order",
        "Somebody returned before leaving or without leaving, or left although the handling let them stay.",
        "Correct the times.",
    ),
    "G510": Code("Effects stated twice", "An item has both `priced` and `effects`.", "Keep one of them."),
    "G511": Code("Register of another body", "The register is not that of the body.", "Name its own."),
}
