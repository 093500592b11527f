"""The whole bench in one run: OpenQOF beside its peers, and a table of bars; exit code 1 when one fails.

Every timing is a fresh process; engines take turns, so that a busy machine slows them alike, and each
figure is the median of its turns. `--turns 5 --practices 7000 --many 1000000` are the defaults.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
OURS = ROOT / ".venv" / "bin"
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
PEERS = ("openfisca_core", "policyengine_core")


@dataclass(frozen=True)
class Bar:
    """One thing to show: what was measured, the bar in words, and whether it was reached."""

    what: str
    bar: str
    figure: str
    passed: bool


def call(*command: object) -> dict[str, Any]:
    """What one fresh process printed as JSON."""
    text = [str(part) for part in command]
    ran = subprocess.run(text, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(text)} failed:\n{ran.stderr}")
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def in_turn(practices: int, turns: int, modes: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Every engine's runs; within a turn each runs once, one after another."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in (*modes, *PEERS)}
    for turn in range(turns):
        for mode in modes:
            runs[mode].append(call(OURS / "python", HERE / "ours.py", practices, mode))
        for peer in PEERS:
            runs[peer].append(call(PEER_PYTHON, HERE / "peer.py", peer, practices))
        print(f"  {practices:,} practices, turn {turn + 1} of {turns}", file=sys.stderr)
    return runs


def agree(runs: dict[str, list[dict[str, Any]]]) -> None:
    """Stop where the engines were not given the same law: float32 is off by less than one in 100,000."""
    sums = {name: each[0]["total"] for name, each in runs.items()}
    for which in (0, 1):
        amounts = [total[which] for total in sums.values()]
        if max(amounts) - min(amounts) > max(amounts) / 100_000:
            sys.exit(f"the engines do not compute the same law: {sums}")


def seconds(runs: list[dict[str, Any]]) -> float:
    """Median of baseline and reform together."""
    return median(float(run["seconds"]) for run in runs)


def above(runs: list[dict[str, Any]]) -> float:
    """Most megabytes above the inputs in any run."""
    return max(float(run["above"]) for run in runs)


def show(title: str, runs: dict[str, list[dict[str, Any]]], factor: float, unit: str) -> None:
    """One line an engine: baseline and reform together, fastest and slowest turn, memory."""
    print(f"\n{title}\n  {'engine':<20}{'median':>12}{'fastest':>12}{'slowest':>12}{'above inputs':>16}")
    for name, each in runs.items():
        taken = [float(run["seconds"]) * factor for run in each]
        timed = "".join(f"{part:>9.2f} {unit:<2}" for part in (median(taken), min(taken), max(taken)))
        said = name if name in PEERS else f"openqof {name}"
        print(f"  {said:<20}{timed}{above(each):>13.0f} MB")


def cold(command: Sequence[object], turns: int) -> float:
    """Fastest of several cold starts: these bars are no ratios, and other work only adds to them."""
    taken = []
    for _ in range(turns):
        begun = time.perf_counter()
        subprocess.run([str(part) for part in command], capture_output=True, check=True)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def faster(ours: float, runs: dict[str, list[dict[str, Any]]]) -> tuple[float, str]:
    """How many times as fast as the faster peer, and which that was."""
    best = min(PEERS, key=lambda peer: seconds(runs[peer]))
    return seconds(runs[best]) / ours, best


def speed_bars(few: int, many: int, turns: int) -> list[Bar]:
    """Speed and memory beside the peers."""
    small = in_turn(few, 2 * turns - 1, ("lines",))
    large = in_turn(many, turns, ("totals", "estimate"))
    agree(small)
    agree(large)
    show(f"{few:,} practices × 70 indicators, every line kept: baseline and reform", small, 1e3, "ms")
    show(f"{many:,} practices × 70 indicators, without trace: baseline and reform", large, 1.0, "s")
    kept, kept_peer = faster(seconds(small["lines"]), small)
    without, peer = faster(seconds(large["estimate"]), large)
    exact, _ = faster(seconds(large["totals"]), large)
    memory = max(above(large["estimate"]), above(large["totals"]))
    print(f"\n  to the penny a line, {many:,} practices: {exact:.1f} × {peer}")
    lines, beside = f"{few:,} × 70, every line kept, to the penny", f"{kept:.1f} × {kept_peer}"
    return [
        Bar(lines, "≥ 1.5 × the faster peer", beside, kept >= 1.5),
        Bar(
            f"{many:,} × 70, without trace", "≥ 4 × the faster peer", f"{without:.1f} × {peer}", without >= 4
        ),
        Bar("memory above the inputs", "< 300 MB", f"{memory:.0f} MB", memory < 300),
    ]


def compare_bar(few: int, turns: int) -> Bar:
    """National QOF and a scheme for every practice, once the figures are in memory."""
    found = call(OURS / "python", HERE / "compare.py", few, 2 * turns)
    what = f"scheme against national QOF, {few:,} × {found['indicators']}"
    return Bar(what, "< 50 ms after load", f"{found['ms']:.0f} ms", float(found["ms"]) < 50)


def risk_bars(few: int, draws: int = 1_000) -> list[Bar]:
    """The risk model for every practice, beside a plain NumPy loop timed on a few draws and multiplied up."""
    ours = call(OURS / "python", HERE / "risk.py", few, draws, "summed")
    loop = call(OURS / "python", HERE / "risk.py", few, draws, "plain")
    taken, plain, peak = float(ours["seconds"]), float(loop["seconds"]), float(ours["peak"])
    what = f"risk, {few:,} × {ours['indicators']} × {draws:,} draws"
    print(f"\n  {what}: {taken:.1f} s; a plain NumPy loop {plain:.0f} s, {plain / taken:.0f} times that")
    return [
        Bar(what, "< 45 s", f"{taken:.1f} s, {plain / taken:.0f} × NumPy loop", taken < 45),
        Bar("memory of the whole process", "< 2 GB", f"{peak:.0f} MB", peak < 2_000),
    ]


def audit_bars(turns: int, events: int = 1_000_000) -> list[Bar]:
    """An audit file of many events, written by one process, verified by others; the fastest counts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.audit"
        call(OURS / "python", HERE / "audit.py", "write", file, events)
        runs = [call(OURS / "python", HERE / "audit.py", "verify", file, events) for _ in range(turns)]
    if any(not run["whole"] or run["events"] != events for run in runs):
        sys.exit(f"the audit file is not whole: {runs}")
    found = min(runs, key=lambda run: float(run["seconds"]))
    taken, peak = float(found["seconds"]), max(float(run["peak"]) for run in runs)
    print(f"\n  {events:,} events verified: {taken:.1f} s, {found['worked']:.1f} s of them work")
    return [
        Bar(f"audit file of {events:,} events verified", "< 20 s", f"{taken:.1f} s", taken < 20),
        Bar("memory of the whole process", "< 100 MB", f"{peak:.0f} MB", peak < 100),
    ]


def penny_bar(few: int) -> Bar:
    """Every line of every practice beside the exact engine."""
    wrong = int(call(OURS / "python", HERE / "ours.py", few, "exact")["wrong"])
    return Bar(f"practices of {few:,} a penny out", "0", str(wrong), wrong == 0)


def start_bars(turns: int) -> list[Bar]:
    """What a user waits for before anything happens."""
    year = ROOT / "src/openqof/law/national/2015-16.yaml"
    checking = cold((OURS / "openqof", "check", year), 2 * turns)
    helping = cold((OURS / "openqof", "--help"), 2 * turns)
    return [
        Bar("one year loaded and checked, cold", "< 0.3 s", f"{checking:.2f} s", checking < 0.3),
        Bar("openqof --help, cold", "< 0.3 s", f"{helping:.2f} s", helping < 0.3),
    ]


def main() -> int:
    """Run everything; 0 when every bar was reached."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--turns", type=int, default=5)
    options.add_argument("--practices", type=int, default=7_000)
    options.add_argument("--many", type=int, default=1_000_000)
    chosen = options.parse_args()
    load, python = os.getloadavg()[0], platform.python_version()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the start, Python {python}")
    bars = [
        *start_bars(chosen.turns),
        *speed_bars(chosen.practices, chosen.many, chosen.turns),
        penny_bar(chosen.practices),
        compare_bar(chosen.practices, chosen.turns),
        *risk_bars(chosen.practices),
        *audit_bars(chosen.turns),
    ]
    print(f"\n  {'what':<44}{'bar':<26}{'measured':<26}")
    for bar in bars:
        print(f"  {bar.what:<44}{bar.bar:<26}{bar.figure:<26}{'PASS' if bar.passed else 'FAIL'}")
    return 0 if all(bar.passed for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
