"""A file larger than what may be held in memory goes through in a bounded share of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MOST_MB = 1600
ADD = """
import resource, sys
from openqof.datasets.store import Store
receipt = Store.open(sys.argv[1]).add([sys.argv[2]])[0]
print(receipt.taken["counts"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def made(path: Path, practices: int) -> int:
    """A long achievement file: 80 indicators of four measures for each practice; how many counts it holds."""
    with path.open("w") as file:
        file.write("REGION_ODS_CODE,REGION_ONS_CODE,REGION_NAME,PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE\n")
        for practice in range(practices):
            code = f"{chr(65 + practice // 100_000)}{practice % 100_000:05d}"
            start = f"Y99,E40000099,A REGION OF SOME LENGTH,{code},"
            for indicator in range(80):
                for measure, value in (
                    ("NUMERATOR", 600),
                    ("DENOMINATOR", 800),
                    ("PCAS", 9),
                    ("ACHIEVED_POINTS", 5),
                ):
                    file.write(f"{start}HYP{indicator:03d},{measure},{value + practice % 7}\n")
    return practices * 80


@pytest.mark.long
def test_two_gigabytes_go_through_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "ACHIEVEMENT_2324.csv"
    counts = made(path, 100_000)
    assert path.stat().st_size > 2 * 10**9
    command = [sys.executable, "-c", ADD, str(tmp_path / "store.duckdb"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    taken, megabytes = map(int, done.stdout.split())  # and nothing else is printed
    assert taken == counts
    assert megabytes < MOST_MB
