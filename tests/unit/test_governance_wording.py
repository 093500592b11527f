"""Days, sums, lists and members in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openqof.core.governance import wording
from openqof.core.governance.seats import WORDS


def test_days_sums_and_counts() -> None:
    assert wording.day(date(2015, 4, 1)) == "1 April 2015"
    assert wording.pounds(Decimal("1200.50")) == "£1,200.50"
    assert wording.pounds(-300) == "-£300"
    assert wording.pence(120050) == "£1,200.50"
    assert wording.figure(Decimal("2.50")) == "2.5"
    assert wording.figure(Decimal(1000)) == "1,000"
    assert wording.number_of(1, "practice") == "1 practice"
    assert wording.number_of(2, "body", "bodies") == "2 bodies"
    assert [wording.spelt(count) for count in (0, 3, 10, 11)] == ["no", "three", "ten", "11"]
    assert wording.length_of(1, "months") == "1 month"
    assert wording.length_of(10, "working days") == "10 working days"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_lists(words: list[str], said: str) -> None:
    assert wording.listed(words) == said
    assert wording.listed(words, joined="or") == said.replace(" and ", " or ")


def test_members_are_called_as_a_sentence_calls_them() -> None:
    assert wording.called("chief_finance_officer") == "chief finance officer"
    assert wording.called("gp") == "GP"
    assert wording.member("gp") == "a GP"
    assert wording.member("executive") == "an executive member"
    assert wording.member("lay") == "a lay member"
    assert wording.members("lay") == "lay members"
    assert wording.members("nhs_england") == "officers of NHS England"
    assert all("_" not in said for word in WORDS for said in (wording.member(word), wording.members(word)))


def test_sentences() -> None:
    assert wording.sentence("the chair is lay") == "The chair is lay."
    assert wording.sentence("Who decides?") == "Who decides?"
