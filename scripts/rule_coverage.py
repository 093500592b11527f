"""Say which rules of the governance packs are reached by a case, and leave with 1 where some are not."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from cases.governance_cases import answered, cases, names_of, packs, uncovered


def main() -> None:
    """Print each pack with its count, and every rule without a case; with --all the cases of every rule."""
    reached = Counter(rule for name in cases() for rule in answered(name).reached)
    missing = uncovered()
    for pack in packs():
        names = names_of(pack)
        print(f"{pack.id}: {len(names) - len(missing[pack.id])} of {len(names)} rules are reached")
        for name in names if "--all" in sys.argv else missing[pack.id]:
            print(f"  {reached[name]:>4}  {name}")
    print(f"{len(cases())} cases")
    if any(missing.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
