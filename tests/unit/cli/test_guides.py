"""The scheme that the guide shows is one that works."""

from __future__ import annotations

import re
from pathlib import Path

from openqof.files.load import load_scheme
from openqof.impact.words.words import statements

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "write-a-scheme.md"


def test_the_scheme_of_the_guide_has_no_problem(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert found is not None
    path = tmp_path / "guide.yaml"
    path.write_text(found[1], encoding="utf-8")
    said = {each.about: each.says for each in statements(load_scheme(path))}
    assert "£42 for each counted as" in said["Change 5"]


def test_the_guide_names_every_change_and_term() -> None:
    from openqof.files.scheme_changes_shape import CHANGES
    from openqof.files.scheme_terms_shape import TERM_FORMS

    text = GUIDE.read_text(encoding="utf-8")
    assert [name for name in (*CHANGES, *TERM_FORMS) if f"`{name}" not in text] == []
