"""Every code of a problem in a law file: its name, its cause, its cure."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """What a code means and what mends it."""

    name: str
    cause: str
    cure: str


FILE_CODES = {
    "L001": Code(
        "No such file", "The path leads to nothing.", "Check the spelling; the nearest name is shown."
    ),
    "L002": Code(
        "Not a readable file", "A folder, a device, or a file you may not read.", "Name a YAML file."
    ),
    "L003": Code("File too large", "A law file is under 5 MB; this is something else.", "Name the law file."),
    "L004": Code("Not UTF-8", "The file was saved as Windows, Latin or UTF-16 text.", "Save it as UTF-8."),
    "L005": Code("Invisible character", "A control character, often from a copy and paste.", "Delete it."),
    "L006": Code("Empty file", "Nothing but spaces and comments.", "Start from a file that is accepted."),
    "L007": Code(
        "Not YAML",
        "A quotation mark or bracket is not closed, a tab indents, or a line is indented wrongly.",
        "Mend the place shown; YAML's reader stops at the first, so check again.",
    ),
    "L008": Code(
        "Anchor or alias",
        "`&name` and `*name` repeat a value from elsewhere; a reader would have to look it up.",
        "Write the value where it counts. Words that begin with & or * need quotes.",
    ),
    "L009": Code(
        "Tag", "`!name` asks for an object of some program.", "Delete it; words with ! need quotes."
    ),
    "L010": Code("Nested too deep", "More than forty levels of lists and keys.", "Flatten it."),
    "L011": Code(
        "Unknown kind of file", "The keys are neither a year's nor a scheme's.", "Check the top keys."
    ),
    "L012": Code("Empty folder", "The folder has no file that ends in .yaml.", "Name another folder."),
    "L013": Code("No such law", "No shipped law has this id.", "The nearest id, or all of them, are shown."),
}

SHAPE_CODES = {
    "L020": Code("Key written twice", "YAML would silently keep one of the two.", "Keep one."),
    "L021": Code(
        "Unknown key", "A slip in a key, or a key that belongs elsewhere.", "Use the name suggested."
    ),
    "L022": Code("Missing key", "A key that has to be there is not.", "Write it."),
    "L023": Code("No value", "A key stands there with nothing after it.", "Write the value."),
    "L024": Code("Wrong form", "A list, keys and values, or a single value in another's place.", "As shown."),
    "L025": Code("Not a number", "Words, a date or a quoted number where a number counts.", "Write figures."),
    "L026": Code(
        "Out of range", "The number is below the least or above the most there can be.", "Correct it."
    ),
    "L027": Code("Too many decimals", "Whole numbers or fewer decimals are meant here.", "Correct it."),
    "L028": Code(
        "Number in an odd spelling",
        "010, 1_000, 1e3, 1:30, 45% and £5 mean different numbers, or none, to different programs.",
        "Write ordinary figures without signs.",
    ),
    "L029": Code(
        "A word YAML takes for something else",
        "Unquoted, NO, no, off are false; YES, yes, on are true; ~ and null are nothing.",
        "Quote words; write numbers in figures.",
    ),
    "L030": Code(
        "A number or date for words", "Unquoted figures or a date where words belong.", "Quote them."
    ),
    "L031": Code("Not one of the choices", "Only the words listed can stand here.", "Use one of them."),
    "L032": Code("Not a financial year", "Financial years are written 2015/16.", "Write it so."),
    "L033": Code("Not a day", "Days are written 2015-04-01, and have to exist.", "Write it so."),
    "L034": Code("Words of the wrong form", "A code, id or domain has other characters in it.", "As shown."),
    "L035": Code(
        "A key that is no word", "A list or nothing stands before the colon.", "Write `key: value`."
    ),
    "L036": Code(
        "Not true or false", "yes, no, on and off are read differently by programs.", "Write true, false."
    ),
    "L037": Code("None or several of the forms", "Exactly one of the forms can be said.", "Keep one."),
    "L038": Code("Empty list or mapping", "At least one thing has to stand here.", "Write it."),
    "L039": Code("Text too long", "The text is longer than a reader will take in.", "Shorten it."),
    "L040": Code(
        "List too long",
        "The list is longer than any that could be meant; a scheme has 200 changes at most.",
        "Say it in fewer: one change may name many indicators, and one payment add up several terms.",
    ),
}

YEAR_CODES = {
    "L050": Code(
        "Points do not add up", "A value of points, or the total asserted, is wrong.", "Correct one."
    ),
    "L051": Code("Indicators do not add up", "One is missing, or one too many.", "Compare with the source."),
    "L052": Code("Lower thresholds do not add up", "A `from`, or the total, is wrong.", "Correct one."),
    "L053": Code("Upper thresholds do not add up", "A `to`, or the total, is wrong.", "Correct one."),
    "L054": Code(
        "Weighted points do not add up",
        "`prevalence_weighted` or `prevalence` is wrong somewhere, or points are.",
        "Compare with what the year's rules weight.",
    ),
    "L055": Code("A domain does not add up", "Points, or the domain of a group, are wrong.", "Correct one."),
    "L056": Code(
        "A total missing or unknown", "Each domain, and steps and protection if any, has a total.", "Add it."
    ),
    "L057": Code("Steps do not add up", "An `at_lower`, or the total, is wrong.", "Correct one."),
    "L058": Code(
        "Protected points do not add up", "A protected indicator is missing or too many.", "Correct it."
    ),
    "L059": Code("Population and prevalence at once", "Pay follows one or the other.", "Keep one."),
    "L060": Code("Thresholds out of order", "The lower is not below the upper.", "Exchange or correct them."),
    "L061": Code("Indicator named twice", "The same code stands in two places.", "Keep one."),
    "L062": Code("Group named twice", "The same group stands in two places.", "Keep one."),
    "L063": Code("Unknown group", "An indicator is of a group that the file does not define.", "Define it."),
    "L064": Code("Register not of the group", "`register` has to be a register indicator of it.", "Name it."),
    "L065": Code(
        "Prevalence of no group",
        "`prevalence` names a group that is not there or is not weighted.",
        "Name a weighted group, or none.",
    ),
    "L066": Code(
        "Protected at no earlier year", "Points can be protected only as earned before.", "Correct it."
    ),
    "L067": Code("Unknown source", "The id is not in law/sources.yaml.", "Add it there, or correct the id."),
    "L068": Code(
        "Id, title, year and file disagree", "They name different years or nations.", "Make them agree."
    ),
    "L069": Code("Alias of no indicator", "The code is not in this year.", "Delete it or correct the code."),
    "L070": Code(
        "Alias that is an indicator", "The alias would hide an indicator of the year.", "Delete it."
    ),
    "L071": Code("Improvement is no range", "It pays from the first to the second number.", "Correct them."),
    "L072": Code(
        "Step not below the points", "The step at the lower threshold is part of the points.", "Correct."
    ),
    "L073": Code("Group unused", "No indicator is of it or weighted by it.", "Delete it, or name it."),
    "L074": Code("Arrangement id twice", "Two arrangements have the same id.", "Give each its own."),
    "L075": Code(
        "Arrangement of no indicator", "Its terms name a code this year does not have.", "Correct it."
    ),
    "L076": Code(
        "Indicator not in the year", "It was retired, renumbered, or misspelt.", "Use the code shown."
    ),
    "L077": Code("Forerunner of no indicator", "In `A from B`, B is not in the year of `at`.", "Correct it."),
}

HISTORY_CODES = {
    "L080": Code("Event outside the years", "The year files do not reach it.", "Name a year shipped."),
    "L081": Code(
        "Event in the wrong year", "The indicator is still there, or was gone before.", "Correct it."
    ),
    "L082": Code("Became no indicator", "The new code is not in the year named.", "Correct the code."),
    "L083": Code(
        "Left without a word", "An indicator is in one year, not in the next.", "Say what became of it."
    ),
}

CODES = FILE_CODES | SHAPE_CODES | YEAR_CODES | HISTORY_CODES
