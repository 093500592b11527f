"""Every code of a problem in a rule pack or a body: its name, its cause, its cure."""

from __future__ import annotations

from openqof.files.problem_codes import Code

RULE_CODES = {
    "G001": Code(
        "Pack and file disagree", "A shipped pack has another id than its file.", "Make them agree."
    ),
    "G002": Code(
        "Rule id twice",
        "Two rules of one pack, or two of a body's own rules, have the same id, so that no verdict could say "
        "which of them it rests on.",
        "Give each its own.",
    ),
    "G003": Code("No such function", "A power names a function that the pack does not define.", "Define it."),
    "G004": Code(
        "No such fact",
        "A condition asks for a fact, or a body states one, that rules cannot know.",
        "Take the nearest name.",
    ),
    "G005": Code(
        "Fact of another form",
        "A figure is asked of what is yes or no, a day of a word, and so on. A value in quotes is a word.",
        "Ask what the fact can answer; write yes and no, days and figures without quotes.",
    ),
    "G006": Code("Word that the fact cannot be", "The fact is one of a few words.", "Take one of them."),
    "G007": Code(
        "No such member",
        "A rule on seats means members by a word that is no class, office or post; or a member has a post "
        "that is on no list.",
        "Take the nearest word.",
    ),
    "G008": Code(
        "No such clock",
        "A duty goes by a clock that there is not. The duties of a body may name its own clocks and those of "
        "the packs for its kind.",
        "Name what a clock is `about`, or add the clock.",
    ),
    "G009": Code("Days reversed", "A pack or a rule ends before it begins.", "Exchange or correct the days."),
    "G010": Code(
        "Rule outside its pack",
        "A rule begins or ends on a day on which its pack is not in force.",
        "Leave the day out, or put the rule into the pack of that time.",
    ),
    "G011": Code(
        "Power said twice",
        "Two rules say who decides on one function under one model on the same day.",
        "Keep one of them, or give each its own days.",
    ),
    "G012": Code(
        "Function of nobody",
        "No power says who decides on a function of the pack.",
        "Add one for each model.",
    ),
    "G013": Code(
        "Office asked both ways", "The holder of an office is to be and not to be the same.", "Keep one."
    ),
    "G014": Code(
        "Handling said twice",
        "Two rules say how interests of one category are handled on the same day. A rule for direct gain may "
        "stand beside the one for all others.",
        "Keep one of them, or give each its own days.",
    ),
    "G015": Code("Day before itself", "A day is asked to lie before the same day.", "Name the other day."),
}

BODY_CODES = {
    "G020": Code(
        "Models out of order",
        "The model of a body begins on or before the first day of the one written before it.",
        "Write them in order of time.",
    ),
    "G021": Code("Person twice", "A person has two seats on one committee.", "Give the person one seat."),
    "G022": Code(
        "Chair missing or office twice",
        "No member of a committee is its chair, or two members hold one office.",
        "Give the office to one member.",
    ),
    "G023": Code(
        "Quorum out of reach",
        "Even with every member there the committee would not reach its quorum.",
        "Count the members, or correct the quorum.",
    ),
    "G024": Code("Practice or LMC twice", "A list of the body names it twice.", "Keep one of them."),
    "G025": Code(
        "Observer with a vote",
        "Observers attend, and have no vote.",
        "Leave the vote out, or give the member another class.",
    ),
    "G026": Code(
        "Model that the body cannot have",
        "An area team decides for NHS England itself; the models are for those it shares with.",
        "Write `national`.",
    ),
}

GOVERNANCE_CODES = RULE_CODES | BODY_CODES
