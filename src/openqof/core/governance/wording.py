"""Days, sums, lists and members as a sentence on governance writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from openqof.core.money import write_pounds

_WRITTEN = {
    "gp": "GP",
    "gp_elsewhere": "GP of another area",
    "retired_gp": "retired GP",
    "lmc": "LMC",
    "nhs_england": "officer of NHS England",
    "lay": "lay member",
    "lay_person": "lay person",
    "executive": "executive member",
    "clinician": "other clinician",
    "vice_chair": "vice-chair",
    "voting": "voting member",
    "non_voting": "non-voting member",
    "non_executive": "non-executive",
    "healthwatch": "Healthwatch",
    "health_and_wellbeing": "health and wellbeing board",
    "local_authority": "local authority member",
    "public_health": "public health member",
    "chief_service_delivery": "chief of service delivery",
}
_ARTICLES = {
    "gp": "a GP",
    "clinician": "another clinician",
    "lmc": "an LMC member",
    "healthwatch": "a Healthwatch member",
    "health_and_wellbeing": "a member of the health and wellbeing board",
}
_MANY = {
    "gp": "GPs",
    "lmc": "LMC members",
    "gp_elsewhere": "GPs of other areas",
    "nhs_england": "officers of NHS England",
    "healthwatch": "Healthwatch members",
    "health_and_wellbeing": "members of the health and wellbeing board",
    "head_of_contracting": "heads of contracting",
    "head_of_primary_care": "heads of primary care",
    "director_of_commissioning": "directors of commissioning",
    "director_of_nursing": "directors of nursing",
    "chief_service_delivery": "chiefs of service delivery",
    "secondary_care_doctor": "secondary care doctors",
    "lay_person": "lay people",
}
_FIGURES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day(when: date) -> str:
    """1 April 2015."""
    return f"{when.day} {when:%B %Y}"


def listed(words: Iterable[str], *, joined: str = "and") -> str:
    """A, B and C; "" for none."""
    parts = list(words)
    return f" {joined} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def pounds(sum_of: Decimal | Fraction | int) -> str:
    """£1,200.50; no pence where there are none."""
    return write_pounds(sum_of).removesuffix(".00")


def pence(sum_of: int) -> str:
    """A whole number of pence in pounds: £12, £0.05."""
    return pounds(Fraction(sum_of, 100))


def figure(number: Decimal | int) -> str:
    """A number in ordinary figures without trailing zeros: 45, 0.7."""
    whole = number == int(number)
    return f"{int(number):,}" if whole else f"{Decimal(number).normalize():f}"


def number_of(count: int, one: str, many: str = "") -> str:
    """1 practice, 40 practices."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def spelt(count: int) -> str:
    """No, one, two … ten in letters, in small letters; figures above."""
    return _FIGURES[count] if 0 <= count < len(_FIGURES) else f"{count:,}"


def length_of(count: int, unit: str) -> str:
    """28 days, 1 month, 10 working days; `unit` stands in the plural."""
    return number_of(count, unit.removesuffix("s"), unit)


def called(word: str) -> str:
    """What a rule means a member by, in words: chief_finance_officer is "chief finance officer"."""
    return _WRITTEN.get(word, word.replace("_", " "))


def member(word: str) -> str:
    """One member whom a word means: "a lay member", "an executive member"."""
    if word in _ARTICLES:
        return _ARTICLES[word]
    name = called(word)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def members(word: str) -> str:
    """Members whom a word means: "lay members", "GPs"."""
    return _MANY.get(word, f"{called(word)}s")


def sentence(words: str) -> str:
    """The words as a sentence: a capital at the start, a full stop at the end."""
    text = words.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
