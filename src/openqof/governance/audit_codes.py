"""The codes of problems with audit files, and what each means."""

from __future__ import annotations

NOT_THERE = "H101"
UNREADABLE = "H102"
LOCKED = "H103"
EMPTY = "H104"
ENCODED = "H105"
NO_HEAD = "H111"
BAD_HEAD = "H112"
OTHER_END = "H113"
CUT_OFF = "H114"
BEHIND = "H115"
HALF = "H116"
NOT_HELD = "H117"
NO_EVENT = "H121"
CHANGED = "H122"
MISSING = "H123"
MOVED = "H124"
TWICE = "H125"
EXCHANGED = "H126"
BACKWARDS = "H127"
MARK = "H131"
LINE_ENDS = "H132"
TOO_MANY = "H133"
BAD_EVENT = "H141"
CLOCK = "H142"
NOT_MENDED = "H143"

CODES = {
    NOT_THERE: "The audit file is not there.",
    UNREADABLE: "The audit file, or its head, cannot be read or written.",
    LOCKED: "Another command is writing to the audit file, or nothing can be written beside it.",
    EMPTY: "The audit file is empty.",
    ENCODED: "The audit file is not UTF-8 text: a program saved it in another encoding.",
    NO_HEAD: "The head is not beside the audit file, so that a cut-off end would not be seen.",
    BAD_HEAD: "The head is not as it was written.",
    OTHER_END: "The last event that the head knows is another than the one in the file.",
    CUT_OFF: "Events, or part of one, are missing at the end.",
    BEHIND: "Whole events follow the last one that the head knows.",
    HALF: "A write stopped part of the way through a line. No event that the head knows is touched.",
    NOT_HELD: "A sha256 that was asked for belongs to no event of the file.",
    NO_EVENT: "A line is no event as this program writes them.",
    CHANGED: "The bytes of a line are not those of which its sha256 was taken.",
    MISSING: "Events are missing between others.",
    MOVED: "Events stand in another order than the one in which they were written.",
    TWICE: "An event stands there a second time, or was put in under a number that is taken.",
    EXCHANGED: "An event says that another one came before it than the one above.",
    BACKWARDS: "An event is earlier than the one before it.",
    MARK: "A byte-order mark was put before the first line.",
    LINE_ENDS: "Lines end in carriage return and line feed.",
    TOO_MANY: "So many problems that the rest of the file was not looked at.",
    BAD_EVENT: "What is to be recorded is no event.",
    CLOCK: "The time of an event is before that of the last one in the file.",
    NOT_MENDED: "The file has problems that a stopped write does not leave behind.",
}

MENDABLE = frozenset({BEHIND, HALF})
"""What a stopped write leaves behind, and `openqof audit mend` puts right."""
