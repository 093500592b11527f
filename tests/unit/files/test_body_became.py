"""A body says what practices became, and interests follow them."""

from __future__ import annotations

from pathlib import Path

from openqof.files.governance import load_body

BODY = """\
body: X01
name: An invented group
kind: ccg
models: [{model: delegated, from: 2015-04-01}]
became: {D00001: D00009}
"""


def test_what_practices_became_is_read(tmp_path: Path) -> None:
    path = tmp_path / "body.yaml"
    path.write_text(BODY, encoding="utf-8")
    body, _ = load_body(path)
    assert dict(body.became) == {"D00001": "D00009"}
