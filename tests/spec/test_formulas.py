"""The seventeen formulas seen in real schemes: both engines give the answers worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from cases.formulas import FOLDER, read_case
from openqof.core.money import from_pence, to_pence
from openqof.engine.terms import exact_worth, explain_term, term_pence, worth

FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_worked_answer(path: Path) -> None:
    case = read_case(path)
    found, pence = worth(case.term, case.facts), term_pence(case.term, case.facts)
    for answers, ends, whole in zip((case.pays, case.least, case.most), found.ends, pence, strict=True):
        for code, answer in answers.items():
            place = case.facts.practices.index(code)
            assert bool(np.isnan(ends[place])) == (answer is None), code
            assert from_pence(int(whole[place])) == (answer or Decimal(0)), code


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fractions_and_the_explanation_agree_with_it(path: Path) -> None:
    case = read_case(path)
    for code, answer in case.pays.items():
        place = case.facts.practices.index(code)
        exact, last = (
            exact_worth(case.term, case.facts, place),
            explain_term(case.term, case.facts, place)[-1],
        )
        assert last.pounds == exact and last.depth == 0 and last.says
        assert (None if exact is None else to_pence(exact)) == (None if answer is None else to_pence(answer))


def test_there_is_a_case_for_each_of_the_seventeen() -> None:
    assert [int(path.stem[1:3]) for path in FILES] == list(range(1, 18))
