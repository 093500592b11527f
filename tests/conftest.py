"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("openqof", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("openqof")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published figures; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("OPENQOF_TEST_DATA", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(
            f"published figures are not at {folder}; set OPENQOF_TEST_DATA to the folder that holds data/"
        )
    return folder
