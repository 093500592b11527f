"""Every code of a problem in a scheme document or in pricing one: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

DOCUMENT_CODES = {
    "L201": Code("Body", "The scheme names no commissioner, or names it twice.", "Write `body` or `bodies`."),
    "L203": Code("Bands", "The near band is not below the far one.", "Put the smaller share in `near`."),
    "L204": Code(
        "Days of the scheme",
        "The scheme ends before it begins, or runs outside the year it changes. A national change may run in "
        "the year after, since it starts from the law before it.",
        "A scheme of several years is a document a year, unless it is unpriced.",
    ),
    "L205": Code("Closing day", "The offer closes after the scheme has ended.", "Check both days."),
    "L206": Code(
        "Base year",
        "The income, points or results of a base year are of the scheme's own year, or of a later one.",
        "Name an earlier year.",
    ),
    "L207": Code("Handed on to itself", "A practice is named as its own successor.", "Name the successor."),
    "L208": Code(
        "Outside the scheme",
        "A suspension or an added service begins or ends on a day on which the scheme does not run.",
        "Name a day on which the scheme runs.",
    ),
    "L209": Code(
        "No such indicator",
        "The year does not have the indicator: it is misspelt, or had retired or been renumbered.",
        "Take the code that the hint names, or see `openqof show` for the codes of the year.",
    ),
    "L210": Code("Indicator twice", "One list names one indicator twice.", "Keep one of them."),
    "L211": Code(
        "Two changes to one indicator",
        "Two changes both set what an indicator is paid, or both say what becomes of a service. A guarantee "
        "of QOF income, or a payment in its place, sets every indicator but those kept. Points and the scale "
        "they are paid on are two things, and do not conflict.",
        "Keep one of them, or let the later say which it overrides; of two in place of all QOF, keep one.",
    ),
    "L212": Code(
        "Unknown assertion", "Nothing checks an assertion of that name.", "Take the name in the hint."
    ),
    "L213": Code(
        "Assertion that cannot be checked",
        "It needs the law of the year, or of the year after, and there is no law file of it.",
        "Leave it out.",
    ),
    "L214": Code(
        "Assertion untrue",
        "Indicators or points that the changes take out or touch are not what the scheme says.",
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
    "L217": Code(
        "Nothing to override",
        "A change says that it overrides one that is not before it, or that sets nothing of the same.",
        "Name the earlier change in conflict, or leave `overrides` out.",
    ),
    "L218": Code(
        "Thresholds that do not work",
        "Together with those of the national year the thresholds are no range, or the indicator has none.",
        "Correct them, or set the whole way of paying with `set_pays`.",
    ),
    "L219": Code(
        "Half said",
        "A part takes one of two keys, or at least one, or both together, and they are not so.",
        "Write what the hint says.",
    ),
    "L220": Code("No such measure", "A change goes by an own measure that is not declared.", "Declare it."),
    "L221": Code(
        "Measure not used",
        "An own measure is declared and no change goes by it.",
        "Use it, or delete it; what is only watched is said under `watch`.",
    ),
    "L222": Code(
        "Measure of another kind",
        "A term counts what is no count, or asks more than 100% of a share.",
        "Name a measure of the kind in the message, or correct the kind.",
    ),
    "L223": Code("No such period", "The measure does not have the period.", "Add it to its `periods`."),
    "L224": Code(
        "No such obligation",
        "A payment depends on an obligation that no `require` has as its id.",
        "Give the obligation an `id`.",
    ),
    "L225": Code("No such pool", "A pool is named that no change sets up.", "Add it with a `pool`."),
    "L226": Code(
        "No such service", "The library has no enhanced service of that id.", "Take the nearest id."
    ),
    "L227": Code("One id twice", "Two of a kind have the same id.", "Give each its own."),
    "L228": Code(
        "No such group",
        "The year has no group of that code, or none with a register.",
        "Take the nearest code.",
    ),
    "L229": Code(
        "Indicator already there",
        "A new indicator has a code that the year already has.",
        "Give it a code of its own, or change the one there is.",
    ),
    "L230": Code(
        "Payment day",
        "A payment is outside the year and the quarter after it, or not on the first day of a month.",
        "Cash is worked out by the month: name its first day.",
    ),
    "L231": Code("Payments that do not add up", "The percentages of `when` are not 100.", "Correct one."),
    "L232": Code(
        "Shares that do not add up",
        "The weights of a tariff's standards, or the parts of a top-up, are not 100.",
        "Correct one.",
    ),
    "L233": Code("Half above full", "Half is paid at a higher level than all.", "Exchange them."),
    "L234": Code("No range", "The upper end is not above the lower.", "Correct them."),
    "L235": Code(
        "Guaranteed, and to be earned",
        "A payment is called guaranteed, and nothing of it is paid unless it is earned.",
        "Call it `at risk`, or pay part of it outright.",
    ),
    "L236": Code(
        "Kind of document",
        "A service does not say on which line it is paid, or a scheme has keys of a service.",
        "Write the line, or leave the keys out.",
    ),
    "L237": Code(
        "No national year",
        "A scheme has no `base`, and does not say why it cannot be priced.",
        "Write `base`, or the reason under `unpriced`.",
    ),
    "L238": Code("Uptake", "More practices joined than there are.", "Exchange the two."),
    "L239": Code("Aim", "The aim names a change that is not there, or pays nothing.", "Name one that pays."),
    "L240": Code("No such parameter", "A value is a parameter that is not declared.", "Declare it."),
    "L241": Code("Not a parameter", "A parameter is set that the scheme does not have.", "Take the nearest."),
    "L242": Code("Parameter of another kind", "A number is set to words.", "Set it to a number."),
    "L243": Code("Parameter not used", "No change or measure uses the parameter.", "Use or delete it."),
    "L244": Code(
        "Parameter outside its limits",
        "The value is not between the two that it may be between, or not on a step; or they are no range.",
        "Correct the value or the limits.",
    ),
}
PRICE_CODES = {
    "P201": Code("No payments", "The store has no QOF payments of a year.", "Add the file that is named."),
    "P202": Code("No results", "The store has no results of a year.", "Add the folder that is named."),
    "P203": Code(
        "No practice", "The store has no practice of the commissioner.", "Add a file that has, or use DEMO."
    ),
    "P204": Code(
        "Not of the area",
        "A practice named as joining, or as having a closed list, is not one of the area's.",
        "Correct the file.",
    ),
    "P205": Code(
        "No such reading",
        "A scheme that sets what indicators pay is priced from points, and has no cash reading.",
        "Leave `--reading` out.",
    ),
    "P206": Code(
        "Assertion untrue of the data",
        "The scheme says how many practices its area has, and the data says otherwise.",
        "Correct the assertion, or the files in the store.",
    ),
    "P207": Code(
        "File of practices",
        "The file of `--practices` or `--closed-lists` cannot be read or has no code.",
        "Name a text file.",
    ),
    "P208": Code(
        "Law without what the scheme names",
        "Priced against another law, the scheme names indicators, thresholds or years that do not fit it.",
        "Price it against the law of its base, or clone it for the other year.",
    ),
    "P209": Code(
        "Document without a price",
        "The document says itself why no price can be made.",
        "See its `unpriced`.",
    ),
    "P210": Code(
        "HiGHS is not installed",
        "Terms are chosen by HiGHS, which is an extra.",
        "Install `openqof[design]`.",
    ),
    "P211": Code(
        "Too many combinations",
        "Open parameters that meet have more combinations, times practices, than can be priced and solved.",
        "Widen a `step`, or bring `from` and `to` nearer.",
    ),
    "P212": Code(
        "Nothing open",
        "No parameter of the scheme has `between` with `from`, `to` and `step`.",
        "Give one that is to be chosen its limits and step.",
    ),
    "P213": Code(
        "Nothing to start from",
        "The values that the document has cannot be priced.",
        "Run `openqof check` on it.",
    ),
    "P214": Code(
        "Aim at practices not known",
        "The aim counts practices that the data does not tell from others.",
        "Add the file that has it, or leave `where` out of the aim.",
    ),
    "P215": Code(
        "Law of another nation",
        "The law that the scheme is priced by is not that of the nation of the practices. The demonstration "
        "area goes by England's.",
        "Name a year of that nation with `--against`, and set the values that rest on the other law.",
    ),
    "P216": Code(
        "Guarantee that cannot be split",
        "A change ends the pay of indicators that a guarantee of cash income pays for all the same.",
        "Price it with `--reading accrual`.",
    ),
    "P217": Code(
        "Practice more than once",
        "The table of practices has several rows of one practice and year.",
        "Leave one row for each year and practice.",
    ),
    "P218": Code(
        "Nobody on any list",
        "Results are worth pounds by list, and no practice of the area has anybody on its own.",
        "Add the file that has list sizes.",
    ),
    "P220": Code(
        "Nothing of the year before",
        "Cash by month rests on what the year before earned, and the store has no pay or results of it.",
        "Add the file that is named.",
    ),
    "P230": Code(
        "Nothing to compare with",
        "One document was named, and it changes no national year that the library has.",
        "Name two.",
    ),
    "P240": Code(
        "Nothing to draw from",
        "Achievement is drawn from results by indicator, and the store has none of the year.",
        "Add the folder that is named.",
    ),
    "P241": Code("No draws", "The risk model was asked for fewer than one draw.", "Ask for 1000."),
    "P242": Code(
        "Form of hours", "The form of how hours were spent cannot be read, or is empty.", "Name the CSV file."
    ),
    "P243": Code(
        "Column missing", "The form of hours lacks a column.", "Take the columns of the empty form."
    ),
    "P244": Code(
        "Practice not of the form",
        "A row names a practice that does not join the scheme.",
        "Correct the code.",
    ),
    "P245": Code("Not a month", "Months of the form are written 2015-04.", "Write it so."),
    "P246": Code("Not hours", "Hours are missing, below nought, or no number.", "Write hours in figures."),
    "P247": Code("Hours without a use", "A row has hours and says nothing of their use.", "Write the use."),
    "P248": Code(
        "Hours not known",
        "The store does not hold what the hours of a scheme are worked out from.",
        "Add the files that are named.",
    ),
    "P249": Code(
        "The same twice",
        "One scheme on the same terms was named twice, to stand beside itself.",
        "Leave it out once.",
    ),
    "P281": Code("Kind of report", "No report is written in a form of that suffix.", "Take one of the hint."),
    "P282": Code(
        "Typst is not installed",
        "A PDF is set by Typst, which is an extra.",
        "Install `openqof[documents]`, or write another kind of report.",
    ),
    "P291": Code(
        "No run folder",
        "The folder has no manifest in the form that `openqof price --save` writes.",
        "Name the folder that was written.",
    ),
    "P292": Code(
        "Manifest changed",
        "The manifest does not come to the sha256 of the run that it states.",
        "Ask for the folder again from whoever made it.",
    ),
    "P293": Code(
        "File changed",
        "A file of the run is gone, or no longer has the sha256 of the manifest.",
        "Ask for the folder again from whoever made it.",
    ),
    "P294": Code(
        "Other law",
        "The library's law of the year is not the one that the run was priced by.",
        "Check the run with the version of OpenQOF that made it, or price anew.",
    ),
    "P295": Code(
        "Other data",
        "The store uses files that the run did not, or lacks some that it did.",
        "Add or remove the files named, or price anew.",
    ),
    "P296": Code(
        "Figure differs",
        "Worked out again from the same document, a figure or a file is not the saved one.",
        "See which of law, data and version has changed; price anew.",
    ),
    "P297": Code(
        "Other assumptions",
        "The library's assumptions of work and chance are not those of the run.",
        "Check the run with the version of OpenQOF that made it, or price anew.",
    ),
    "P298": Code(
        "Stranger in the folder",
        "The run folder holds something that is no part of the run.",
        "Move it out of the folder.",
    ),
}
