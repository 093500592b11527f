"""Every pay term and every change in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from impact_builders import LAST, MADE_UP, scheme
from openqof.core.changes import (
    AddIndicator,
    AddService,
    Bound,
    Certainty,
    Contribution,
    EndService,
    Guarantee,
    Keep,
    LevelOf,
    Pay,
    Pool,
    PracticesGone,
    Replace,
    Report,
    Require,
    Retire,
    SetPays,
    SetPoints,
    Suspend,
    Terms,
    When,
)
from openqof.core.national import Sliding, YesNo
from openqof.core.scheme import Measure, Option, Parameter, Said, Uptake
from openqof.core.terms import (
    EVERY,
    RAW_LIST,
    WEIGHTED_LIST,
    AHead,
    BaseIncome,
    BasePoints,
    BestOf,
    BestPeriod,
    Capitation,
    Chosen,
    Counted,
    Fixed,
    ForContracts,
    IfMet,
    Improvement,
    Item,
    Kpi,
    Less,
    Limited,
    MeanOf,
    Missing,
    NetworkAll,
    Part,
    Points,
    PoolShare,
    Reading,
    Share,
    Slide,
    Standard,
    Sum,
    Tariff,
    Term,
    TopUp,
    Uplift,
)
from openqof.impact.words.words import change_in_words, in_few_words, statements, term_in_words

D = Decimal
FLAT = Fixed(D(1000))
EACH_HEAD = AHead(D("2.50"))
NAMES = {"PLAN": "patients with a care plan", "train": "train its nurses"}
TERMS: list[tuple[Term, str]] = [
    (FLAT, "£1,000 a practice"),
    (EACH_HEAD, "£2.50 a registered patient"),
    (AHead(D("0.505"), WEIGHTED_LIST), "£0.505 a weighted patient"),
    (AHead(D(30), Counted("register", "DM")), "£30 a patient on the DM register"),
    (AHead(D(3), Counted("measure", "PLAN")), "£3 for each counted as “patients with a care plan” (PLAN)"),
    (
        BaseIncome(LAST, Reading.CASH, uplift=(Uplift.LIST, Uplift.POINT_VALUE), missing=Missing.NOTHING),
        "the practice's QOF income of 2014/15, as paid within the year, brought up to this year's list and "
        "this year's value of a point; a practice without that year is paid nothing",
    ),
    (
        BaseIncome(LAST, Reading.ACCRUAL, line="minor_surgery"),
        "the practice's minor surgery of 2014/15, as earned by the work of the year",
    ),
    (
        BasePoints(LAST, uplift=(Uplift.LIST,), out_of=D(923), scaled_to=D(659)),
        "the points that the practice earned in 2014/15 on every indicator, scaled from 923 to 659, at this "
        "year's "
        "list and that year's prevalence and that year's value of a point",
    ),
    (
        BasePoints(LAST, without_retired=True),
        "the points that the practice earned in 2014/15 on every indicator, as far as QOF still has them and "
        "out of the points that they have this year, at this year's list, this year's prevalence and this "
        "year's value of a point",
    ),
    (Points(Chosen(("HYP006", "DM009"))), "what this year's results earn on HYP006 and DM009"),
    (Points(Chosen(("CHD002",), every=True)), "what this year's results earn on every indicator but CHD002"),
    (
        Slide("PLAN", D(40), D(75), FLAT),
        "£1,000 a practice, in proportion to “patients with a care plan” (PLAN): nothing at 40% or less, "
        "all of it "
        "from 75%",
    ),
    (
        Item("PLAN", D(50), most=D(20), most_a_thousand=D(5)),
        "£50 for each counted as “patients with a care plan” (PLAN), up to 20 a practice and 5 for each "
        "1,000 "
        "patients",
    ),
    (
        Tariff((("A1", D("107.08")), ("A2", D("53.13"))), (Kpi("K1", D(30), D(80), D(60)),)),
        "£107.08 for each counted as A1 and £53.13 for each counted as A2, as far as these standards are "
        "met: K1, "
        "weight 30, all at 80%, half at 60%",
    ),
    (
        TopUp(
            D(95), WEIGHTED_LIST, ("global_sum", "qof"),
            (
                Part(D(60), (Standard("M1", D(80)), Standard("M2", D(90)))),
                Part(D(40), (Standard("M3", D(50)), Standard("M4", D(50))), each=True),
            ),
        ),
        "what lifts global sum and QOF income to £95 a weighted patient: 60% when all of these are met: at "
        "least 80% on M1 and at least 90% on M2; 40% in equal parts for each of these: at least 50% on M3 "
        "and at least 50% on M4",
    ),
    (
        Improvement("HYP006", 2, D(5), D(15), FLAT),
        "£1,000 a practice, in proportion to the gain on the practice's own mean of the 2 years before on "
        "HYP006: "
        "nothing at 5 percentage points or less, all of it from 15",
    ),
    (
        BestPeriod("PLAN", ("Q1", "Q2", "Q3"), D(40), D(4)),
        "£40 for each counted as “patients with a care plan” (PLAN) in the best of Q1, Q2 and Q3, times 4",
    ),
    (
        Capitation(D(30), RAW_LIST, "SPEND", D(50), D(25), D(5), D(2), pays_budget=True),
        "a budget of £30 a registered patient for SPEND, of which the practice has 50% of what is left, up "
        "to 5% of "
        "the budget, and bears 25% of what is overspent, up to 2%; the budget itself is paid too",
    ),
    (
        PoolShare("winter", Sum((FLAT, EACH_HEAD))),
        "a share of the pool winter, in proportion to (£1,000 a practice, plus £2.50 a registered patient)",
    ),
    (Sum((FLAT, EACH_HEAD)), "£1,000 a practice, plus £2.50 a registered patient"),
    (Share(D(80), Points()), "80% of what this year's results earn on every indicator"),
    (
        Less(FLAT, (EACH_HEAD,)),
        "£1,000 a practice less £2.50 a registered patient, but never below nothing",
    ),
    (
        BestOf((FLAT, EACH_HEAD), D(10)),
        "£1,000 a practice, or £2.50 a registered patient where that is higher by at least 10%",
    ),
    (
        MeanOf((FLAT, EACH_HEAD)),
        "the mean of £1,000 a practice and £2.50 a registered patient, of those that the practice has",
    ),
    (
        Limited(EACH_HEAD, least=FLAT, most=Fixed(D(9000))),
        "£2.50 a registered patient, no less than £1,000 a practice and no more than £9,000 a practice",
    ),
    (
        NetworkAll(FLAT, Standard("M1", D(80))),
        "£1,000 a practice, when every practice of the network has joined and reaches at least 80% on M1",
    ),
    (IfMet(("train",), FLAT), "£1,000 a practice, when “train its nurses” (train) is met"),
    (
        ForContracts(("GMS", "PMS"), FLAT, EACH_HEAD),
        "£1,000 a practice for GMS and PMS practices, and £2.50 a registered patient for the others",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("term", "words"), TERMS, ids=[type(term).__name__ for term, _ in TERMS])
def test_a_term_reads_as_a_phrase(term: Term, words: str) -> None:
    assert term_in_words(term, NAMES) == words


def test_every_term_has_words() -> None:
    assert {type(term) for term, _ in TERMS} == set(get_args(Term))


NEW = AddIndicator("AV001", "care plan made", D(10), Sliding(D(40), D(75)), group="DM")
PAY = Pay(
    "visits", "visits to care homes", FLAT, "the CCG", "primary care budget", Certainty.AT_RISK,
    When(days=((date(2015, 7, 1), D(45)), (date(2016, 5, 1), D(55)))), covers=("care homes", "frailty"),
)  # fmt: skip
CHANGES: list[tuple[Terms, str]] = [
    (Keep(Chosen(("HYP006",))), "HYP006 stays as it is nationally, and paid on the year's results."),
    (
        Suspend(EVERY, date(2015, 4, 1), None, MADE_UP),
        "Work on every indicator stops on 1 April 2015; it is not paid.",
    ),
    (
        Suspend(
            Chosen(("A", "B")), date(2015, 4, 1), EACH_HEAD, MADE_UP, end=date(2015, 9, 30), by_days=True
        ),
        "Work on A and B stops on 1 April 2015 until 30 September 2015; they are, for the days suspended, "
        "paid £2.50 a registered patient.",
    ),
    (
        Suspend(Chosen(("A",)), date(2015, 4, 1), LevelOf(LAST), MADE_UP),
        "Work on A stops on 1 April 2015; it is paid at the practice's results of 2014/15.",
    ),
    (Retire(Chosen(("A", "B"))), "A and B are no longer asked for, nor paid."),
    (SetPays(Chosen(("A",)), lower=D(50), upper=D(95)), "A is paid otherwise: from 50%, to 95%."),
    (SetPays(Chosen(("A", "B")), pays=YesNo()), "A and B are paid otherwise: all points when it is done."),
    (SetPoints(Chosen(("A", "B")), points=D(3)), "A and B are worth 3 points each."),
    (SetPoints(EVERY, percent=D(80)), "Every indicator is worth 80% of the national points."),
    (
        NEW,
        "A new indicator, AV001 (care plan made): nothing up to 40%, 10 points from 75%, in proportion "
        "between, weighted by the prevalence of DM.",
    ),
    (
        Replace(Chosen(("A", "B")), replace(NEW, group="")),
        "A and B go, and in the place comes AV001 (care plan made): nothing up to 40%, 10 points from 75%, "
        "in proportion between.",
    ),
    (
        Guarantee(
            "qof", LAST, Reading.CASH, PracticesGone.NOT_PAID, or_actual_above=D(10), share=D("97.5")
        ),
        "Practices are guaranteed 97.5% of their QOF income of 2014/15, as paid within the year. One whose "
        "results earn more by more than 10% may ask for what they earn. The income of a practice that is "
        "gone is not paid.",
    ),
    (
        PAY,
        "Practices are paid for visits to care homes: £1,000 a practice. Paid by the CCG out of the pot "
        "“primary care budget”, 45% in July 2015 and 55% in May 2016; to be earned. It covers care homes and "
        "frailty.",
    ),
    (
        replace(PAY, payee="the federation", instead_of="qof", certainty=Certainty.GUARANTEED, covers=(),
                when=When("year end")),
        "The federation is paid for visits to care homes: £1,000 a practice. Paid by the CCG out of the pot "
        "“primary care budget”, three months after the year end; guaranteed; in place of all national QOF "
        "but what is kept.",
    ),
    (AddService("services/dementia-2014", date(2015, 6, 1)),
     "The service services/dementia-2014 is offered with the scheme from 1 June 2015."),
    (EndService("services/dementia-2014", "winter"),
     "The service services/dementia-2014 ends; what it paid stops, and goes into the pool winter."),
    (
        Pool(
            "winter",
            (Contribution("the CCG", pounds=D(50000)), Contribution("the trust", line="les", percent=D(50))),
        ),
        "The pool winter is filled by the CCG with £50,000 and the trust with 50% of the les of the "
        "practices that "
        "join; what no payment takes is kept.",
    ),
    (Report("light", "all"), "Practices go on reporting all indicators; reporting is light."),
    (
        Require(Bound.PRACTICE, "train its nurses", "attendance", date(2015, 12, 31), hours=D(12)),
        "Each practice is to train its nurses, by 31 December 2015, shown by attendance, 12 hours a "
        "practice and "
        "year.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "words"), CHANGES, ids=[type(terms).__name__ for terms, _ in CHANGES])
def test_a_change_reads_as_sentences(terms: Terms, words: str) -> None:
    assert change_in_words(scheme(terms).changes[0]) == words


def test_every_change_has_words_and_a_phrase_for_a_list() -> None:
    assert {type(terms) for terms, _ in CHANGES} == set(get_args(Terms))
    assert in_few_words(scheme(*(terms for terms, _ in CHANGES))).startswith("Keeps HYP006; ")
    silent = in_few_words(scheme(Report("light", "all")))
    assert silent == "Asks for nothing and pays nothing"


def test_the_scheme_lends_its_own_names_to_its_changes() -> None:
    made = scheme(replace(PAY, amount=IfMet(("train",), Item("PLAN", D(5)))), _trained())
    made = replace(made, measures={"PLAN": Measure("PLAN", "care plans made", "count", MADE_UP)})
    said = change_in_words(made.changes[0], made)
    assert "£5 for each counted as “care plans made” (PLAN), when “train its nurses” (train) is met" in said


def _trained() -> Require:
    return Require(Bound.PRACTICE, "train its nurses", id="train")


def test_everything_that_a_scheme_states_is_a_statement() -> None:
    made = replace(
        scheme(_trained()),
        hypothesis=Said("Less paper, more care.", MADE_UP),
        status=Said("refused twice", MADE_UP),
        unpriced=Said("its amounts were read nowhere", MADE_UP),
        uptake=Uptake(MADE_UP, joined=55, of=75, expected=D(80)),
        results=(Said("Admissions fell.", MADE_UP),),
        options=(Option("Wait a year", "the points go in April", MADE_UP),),
        parameters={
            "target": Parameter("target", "pounds a head", D(95), MADE_UP, D(80), D(110), D(1)),
            "kept": Parameter("kept", "indicators kept", ("HYP006", "DM009"), MADE_UP),
        },
        measures={
            "PLAN": Measure(
                "PLAN", "care plans made", "share", MADE_UP, "patients with a plan", "patients on the DM "
                "register",
                "the practice's system", D(60), periods=("Q1", "Q2"),
            )
        },
    )  # fmt: skip
    said = {each.about: each.says for each in statements(made)}
    assert said["Hypothesis"] == "Less paper, more care."
    assert said["Status"] == "refused twice"
    assert said["No price"] == "its amounts were read nowhere"
    assert said["Uptake"] == "55 of 75 practices joined; 80% expected"
    assert said["Result"] == "Admissions fell."
    assert said["Considered"] == "Wait a year. Not taken: the points go in April"
    assert said["Local value target"] == "pounds a head: 95, to be chosen from 80 to 110 in steps of 1"
    assert said["Local value kept"] == "indicators kept: HYP006 and DM009"
    assert said["Measure PLAN"] == (
        "care plans made; a percentage: patients with a plan of patients on the DM register; read from the "
        "practice's "
        "system; by Q1 and Q2; expected 60%"
    )
