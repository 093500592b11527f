"""What a rule asks of the facts of a case, as data; facts are true, false, a figure, a day or a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Fact = bool | Decimal | date | str
Facts = Mapping[str, Fact]
"""What is known of a case, by name; what is not in it is not known. `FACTS` names all that may be asked."""


@dataclass(frozen=True, slots=True)
class Is:
    """A fact is a value: true or false, or a word."""

    fact: str
    value: bool | str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact is one of some words."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A figure reaches a limit."""

    fact: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class AtMost:
    """A figure does not exceed a limit."""

    fact: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Known:
    """A fact is stated, whatever its value."""

    fact: str


@dataclass(frozen=True, slots=True)
class InTime:
    """A day lies at least so long before another: consultation opened 12 weeks before the start.

    `unit` is "days", "weeks" or "months". The day the fact would have been needed by is the other day less
    the time.
    """

    fact: str
    before: str
    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class FirstOf:
    """A day is the first of a financial year (April) or of a quarter."""

    fact: str
    period: str
    """"year" or "quarter"."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Is | OneOf | AtLeast | AtMost | Known | InTime | FirstOf | AllOf | AnyOf | Not


def leaves(condition: Condition) -> Iterator[Condition]:
    """Every condition inside that asks of a fact."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


@dataclass(frozen=True, slots=True)
class FactKind:
    """What a fact means and what it may be: "yes or no", "figure", "day" or words."""

    says: str
    form: str
    words: tuple[str, ...] = ()


YES_NO, FIGURE, DAY, WORD = "yes or no", "figure", "day", "word"
ROUTES = ("voluntary-alternative", "in-year-suspension", "national-change")

FACTS: Mapping[str, FactKind] = {
    # The scheme itself
    "route": FactKind("Which of the three routes the scheme asks for", WORD, ROUTES),
    "touches_qof": FactKind("It changes what national QOF asks or pays", YES_NO),
    "suspends_qof": FactKind("National QOF work stops within a year for those who join", YES_NO),
    "stops_qof": FactKind("National QOF work stops for those who join, whenever it does", YES_NO),
    "in_year": FactKind(
        "It changes national QOF within a year: from a later day than the first, for a part of a year, or "
        "adopted after its first day",
        YES_NO,
    ),
    "protects_income": FactKind("Income for what stops is paid at an earlier level", YES_NO),
    "starts": FactKind("First day of the scheme", DAY),
    "stops": FactKind("First day on which work on national QOF stops or changes", DAY),
    "ends": FactKind("Last day of the scheme", DAY),
    "term_years": FactKind("Length of the scheme or contract in years, extensions included", FIGURE),
    "asked": FactKind("Day on which it was put to whoever approves", DAY),
    "national_qof_offered": FactKind("A practice may stay on national QOF", YES_NO),
    "joining_voluntary": FactKind("Nobody has to join, and nothing else depends on joining", YES_NO),
    "des_offered": FactKind("The national enhanced services are still offered to every practice", YES_NO),
    "gms_entitlement_cut": FactKind("It cuts an entitlement that the national contract gives", YES_NO),
    "extractions_accepted": FactKind("National data extractions go on", YES_NO),
    "double_payment": FactKind("It pays for what another service or premium pays for", YES_NO),
    "pms_reviewed": FactKind("It reflects the reviews of PMS contracts", YES_NO),
    "for_national_law": FactKind("It amends the national directions themselves", YES_NO),
    # What was shown for it
    "outcomes_shown": FactKind("It is shown how outcomes improve", YES_NO),
    "inequalities_shown": FactKind("It is shown how inequalities are reduced", YES_NO),
    "value_shown": FactKind("It is shown to be value for money", YES_NO),
    "above_core_shown": FactKind("It is shown what it buys above the core contract", YES_NO),
    "monitoring_stated": FactKind("It says what is monitored and what that may be used for", YES_NO),
    "exit_stated": FactKind("It says how it ends and how a practice leaves", YES_NO),
    "evaluation_stated": FactKind("It says what questions its evaluation answers", YES_NO),
    "novel_or_contentious": FactKind("It is novel, contentious or repercussive", YES_NO),
    "settles_claim_above_100000": FactKind("It settles a claim above £100,000", YES_NO),
    "same_refused_elsewhere": FactKind(
        "The like has been refused to another body in the same period", YES_NO
    ),
    # Who was asked
    "lmc_opened": FactKind("Day on which the LMC was asked", DAY),
    "lmc_consulted": FactKind("The LMC was consulted and its response answered", YES_NO),
    "members_agreed": FactKind(
        "The member practices agreed, or were consulted as the constitution says", YES_NO
    ),
    "public_involved": FactKind("The public was involved as the duty of its time says", YES_NO),
    "equality_assessed": FactKind("The effect on equality was assessed", YES_NO),
    "consultation_opened": FactKind("Day on which public consultation opened", DAY),
    "consultation_closed": FactKind("Day on which public consultation closed", DAY),
    "consulted_weeks": FactKind(
        "Whole weeks of public consultation that have run by the day of the decision", FIGURE
    ),
    "psr_route": FactKind("The process of the Provider Selection Regime that was recorded", WORD),
    # Who agreed
    "nhs_england_approves": FactKind("NHS England, or its area or regional team, approves", YES_NO),
    "nhs_england_national_approves": FactKind("NHS England nationally approves", YES_NO),
    "area_team_agrees": FactKind("The area team agrees, in the joint committee or by itself", YES_NO),
    "body_agrees": FactKind("The body's own committee agrees", YES_NO),
    "emergency_level": FactKind("Level of the NHS emergency in force, 0 for none", FIGURE),
    "directions_amended": FactKind("The Secretary of State's directions are amended for it", YES_NO),
}
"""The facts that rules may ask for. A rule that asks for another is a problem of its pack."""
