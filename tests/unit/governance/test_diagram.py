"""The diagrams and tables say what the machines do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openqof.core.governance.events import DETAILS, EVENTS, PRACTICE_EVENTS, SCHEME_EVENTS
from openqof.core.governance.progress import Stage, Standing
from openqof.governance.diagram import page, practice_diagram, scheme_diagram
from openqof.governance.path_rules import OWN_RULES

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "events"), [(scheme_diagram(), SCHEME_EVENTS), (practice_diagram(), PRACTICE_EVENTS)]
)
def test_every_arrow_is_a_move_of_some_event(text: str, events: dict[str, object]) -> None:
    arrows = set(re.findall(r"^    (\w+) --> (\w+): ", text, flags=re.M))
    moves = {
        tuple(re.sub("[ -]", "_", state.value) for state in move)
        for event in events.values()
        for move in event.moves.items()  # type: ignore[attr-defined]
        if move[0] is not move[1]
    }
    assert arrows == moves


def test_every_state_stands_in_its_diagram() -> None:
    assert all(f'"{stage.value}" as ' in scheme_diagram() for stage in Stage)
    assert all(f'"{standing.value}" as ' in practice_diagram() for standing in Standing)
    assert "[*] --> draft" in scheme_diagram()
    assert "ended --> [*]" in scheme_diagram()


def test_the_page_names_every_event_detail_and_rule() -> None:
    text = page()
    assert all(f"| `{name}` |" in text for name in (*EVENTS, *DETAILS))
    assert all(each.name in text for each in OWN_RULES.values())


def test_the_page_written_is_up_to_date() -> None:
    assert (ROOT / "docs" / "reference" / "scheme-path.md").read_text(encoding="utf-8") == page()
