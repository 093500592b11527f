"""The words in which two texts differ."""

from __future__ import annotations

from openqof.impact.difference.words import Spot, marked, spots

LONG = (
    "what lifts global sum, pms balance and local enhanced to £95 a registered patient: 60% when all are met"
)


def test_one_number_in_a_long_text_is_one_spot_with_words_around() -> None:
    assert spots(LONG, LONG.replace("£95", "£96")) == (
        Spot("£95", "£96", "and local enhanced to", "a registered patient: 60%"),
    )


def test_what_is_added_or_left_out_is_one_spot() -> None:
    longer = LONG.replace("a registered", "for a registered")
    assert [(each.was, each.now) for each in spots(LONG, longer)] == [("", "for")]
    assert [(each.was, each.now) for each in spots(longer, LONG)] == [("for", "")]


def test_the_same_point_or_comma_behind_both_is_no_part_of_the_difference() -> None:
    assert [(each.was, each.now) for each in spots(LONG + " 50.", LONG + " 60.")] == [("50", "60")]


def test_texts_alike_have_no_spots_and_no_marks() -> None:
    assert spots(LONG, LONG) == ()
    assert marked(LONG, LONG) == (LONG, LONG)


def test_short_texts_and_those_that_share_little_are_shown_whole() -> None:
    other = "practices are paid for each plan that they make with somebody who has three conditions or more"
    assert spots("20 points", "9 points") == ()
    assert spots(LONG, other) == ()
    assert marked(LONG, other) == (LONG, other)


def test_a_longer_difference_is_marked_on_both_sides() -> None:
    head, tail = LONG.partition(": ")[::2]
    new = "one two three four five six seven eight nine ten"
    was, now = f"{head}: {tail}", f"{head}: {new} {tail}"
    assert spots(was, now) == ()
    assert marked(was, now) == (was, f"{head}: [{new}] {tail}")
