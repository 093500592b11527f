"""The canonical form: the same for the same law however written, another for any other value."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from openqof.core.years import FinancialYear
from openqof.files.canonical import canonical, figure, fingerprint
from openqof.files.load import load_year

VALID = (Path(__file__).parents[2] / "bad" / "valid.yaml").read_text(encoding="utf-8")


def sha(text: str, folder: Path) -> str:
    path = folder / "year.yaml"
    path.write_text(text, encoding="utf-8")
    return load_year(path).sha256


def test_the_form_is_json_with_sorted_keys() -> None:
    thing = {"b": [Decimal("45.0"), True, None], "a": "é", "y": FinancialYear(2015)}
    assert canonical(thing) == '{"a":"é","b":[45,true,null],"y":"2015/16"}'.encode()


def test_equal_numbers_are_equal_and_text_is_not_a_number() -> None:
    assert fingerprint(Decimal("45")) == fingerprint(Decimal("45.00")) == fingerprint(45)
    assert fingerprint("45") != fingerprint(45)
    assert fingerprint(True) != fingerprint(1)
    assert [figure(Decimal(n)) for n in ("100", "0.70", "0.00", "160.15")] == ["100", "0.7", "0", "160.15"]


def test_lists_have_an_order_and_mappings_none() -> None:
    assert canonical([1, 2]) != canonical([2, 1])
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="float has no canonical form"):
        canonical(0.1)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("# A small complete year", "# Quite another comment\n#"),
        ("nation: England\nyear: 2024/25\n", "year: 2024/25\nnation: England\n"),
        ("points: 20", "points:   20.0"),
        ("{from: 45, to: 80}", "{to: 80, from: 45}"),
        ("pays: yes_no", 'pays: "yes_no"'),
        ("terms: {at: 2023/24,", "terms:\n      {at: 2023/24,"),
    ],
)
def test_the_sha_does_not_follow_writing(written: str, otherwise: str, tmp_path: Path) -> None:
    assert written in VALID
    assert sha(VALID.replace(written, otherwise), tmp_path) == sha(VALID, tmp_path)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("gbp: 220.62", "gbp: 220.63"),
        ("mmHg or less", "mmHg or lower"),
        ("basis: {points: found, pays: recalled}", "basis: {points: found, pays: derived}"),
        ("at_lower: 3}", "at_lower: 4}"),
        ("HYP6: HYP006", "HYP7: HYP006"),
        ("places: none", "places: 2"),
        ("from: 5, to: not found", "from: 6, to: not found"),
        ("kind: protected", "kind: note"),
    ],
)
def test_the_sha_follows_every_value(written: str, otherwise: str, tmp_path: Path) -> None:
    changed = VALID.replace(written, otherwise, 1)
    if "at_lower" in written:
        changed = changed.replace("step_sum: 3", "step_sum: 4")
    assert sha(changed, tmp_path) != sha(VALID, tmp_path)
