"""Every code of a problem in a scheme document or in pricing one: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

DOCUMENT_CODES = {
    "L201": Code("Body", "The scheme names no commissioner, or names it twice.", "Write `body` or `bodies`."),
    "L203": Code("Bands", "The near band is not below the far one.", "Put the smaller share in `near`."),
    "L204": Code(
        "Days of the scheme",
        "The scheme ends before it begins, or runs outside the year it changes.",
        "A scheme of several years is a document a year.",
    ),
    "L205": Code("Closing day", "The offer closes after the scheme has ended.", "Check both days."),
    "L206": Code(
        "Base year",
        "The income or results guaranteed are of the scheme's own year, or of a later one.",
        "Name an earlier year.",
    ),
    "L207": Code("Handed on to itself", "A practice is named as its own successor.", "Name the successor."),
    "L208": Code(
        "Suspended outside the scheme",
        "The day a suspension begins is before the scheme begins or after it ends.",
        "Name a day on which the scheme runs.",
    ),
    "L209": Code(
        "No such indicator",
        "The year does not have the indicator: it is misspelt, or had retired or been renumbered.",
        "Take the code that the hint names, or see `openqof show` for the codes of the year.",
    ),
    "L210": Code("Suspended twice", "One change names one indicator twice.", "Keep one of them."),
    "L211": Code(
        "Two changes to one indicator",
        "Two changes both set what an indicator is paid; a guarantee of QOF income sets every indicator.",
        "Keep one of them.",
    ),
    "L212": Code(
        "Unknown assertion", "Nothing checks an assertion of that name.", "Take the name in the hint."
    ),
    "L213": Code(
        "Assertion that cannot be checked",
        "It compares with the year after, of which there is no law file.",
        "Leave it out.",
    ),
    "L214": Code(
        "Assertion untrue",
        "Indicators or points of the suspended set are not what the scheme says.",
        "Correct the assertion or the list of indicators.",
    ),
    "L215": Code(
        "No such year", "`base` names a year of which there is no law file.", "Take the nearest id."
    ),
    "L216": Code(
        "Law of the year refused",
        "The law file that `base` names has problems of its own.",
        "Run `openqof check` on it first.",
    ),
}
PRICE_CODES = {
    "P201": Code("No payments", "The store has no QOF payments of a year.", "Add the file that is named."),
    "P202": Code("No results", "The store has no results of a year.", "Add the folder that is named."),
    "P203": Code(
        "No practice", "The store has no practice of the commissioner.", "Add a file that has, or use DEMO."
    ),
    "P204": Code(
        "Not of the area", "A practice named as joining is not one of the area's.", "Correct the file."
    ),
    "P205": Code("No such reading", "A suspended set has no cash reading.", "Leave `--reading` out."),
    "P206": Code(
        "Assertion untrue of the data",
        "The scheme says how many practices its area has, and the data says otherwise.",
        "Correct the assertion, or the files in the store.",
    ),
    "P207": Code(
        "File of practices", "The file of `--practices` cannot be read or has no code.", "Name a text file."
    ),
}
