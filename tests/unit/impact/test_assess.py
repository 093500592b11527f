"""What follows from a price, put together: every part asked for, and why a part has no answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from impact_builders import guaranteed, scheme
from openqof.core.problems import BadInput, Problem
from openqof.impact import assess as module
from openqof.impact.assess import assess
from openqof.impact.assessment import Assessment

PARTS = ("budget", "cash_flow", "workload", "risk", "exposures", "overlaps", "averages", "groupings")


class Made:
    """Stands for a price worked out: no part looks into it here."""

    class ask:  # noqa: N801
        scheme = scheme(guaranteed())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    """Every part answers with its own name, and what it was given is kept."""
    calls: dict[str, tuple[Any, ...]] = {}

    def answering(name: str) -> Callable[..., Any]:
        def answer(*given: Any, **options: Any) -> Any:
            calls[name] = (*given, *options.items())
            return (name,)

        return answer

    for name in PARTS:
        monkeypatch.setattr(module, name, answering(name))
    return calls


def assessed(**options: Any) -> Assessment:
    made = cast(Any, Made())
    return assess(made, cast(Any, "pricing"), assumptions=cast(Any, "supposed"), **options)


def test_every_part_is_asked_for_and_kept(asked: dict[str, tuple[Any, ...]]) -> None:
    found = cast(Any, assessed(services={}, draws=9, seed=8))
    assert set(asked) == set(PARTS)
    assert (found.cash, found.risk, found.groups) == (("cash_flow",), ("risk",), ("groupings",))
    assert ("draws", 9) in asked["risk"]
    assert ("seed", 8) in asked["risk"]
    assert "supposed" in asked["workload"]
    given = {("assumptions", "supposed"), ("risk", ("risk",)), ("cash", ("cash_flow",))}
    assert given <= set(asked["exposures"])
    assert found.supposed == "supposed"
    assert found.absent == {}


def test_a_part_that_the_data_does_not_allow_says_why(
    asked: dict[str, tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: Any) -> None:
        raise BadInput([Problem("the store", 0, 0, "P220", "nothing of 2013/14.", "Add it.")])

    monkeypatch.setattr(module, "cash_flow", refuses)
    found = assessed()
    assert found.cash is None
    assert found.absent == {"cash by month": "nothing of 2013/14"}


def test_a_part_that_is_none_has_a_reason_too(
    asked: dict[str, tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "averages", lambda *_: None)
    monkeypatch.setattr(module, "why_unknown", lambda *_: "nobody leaves")
    monkeypatch.setattr(module, "workload", lambda *_: None)
    absent = assessed().absent
    assert set(absent) == {"national averages", "workload"}
    assert absent["national averages"] == "nobody leaves"


def test_no_draws_leave_the_risk_out(asked: dict[str, tuple[Any, ...]]) -> None:
    found = assessed(draws=0)
    assert found.risk is None
    assert found.absent == {"risk": "no draws were asked for"}
    assert "risk" not in asked


def test_each_step_is_told(asked: dict[str, tuple[Any, ...]]) -> None:
    steps: list[str] = []
    assessed(tell=steps.append)
    assert steps[:3] == ["cash by month", "risk", "exposures"]


def test_a_mistake_in_a_part_is_not_called_missing_data(
    asked: dict[str, tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "cash_flow", fails)
    with pytest.raises(ZeroDivisionError):
        assessed()
