"""The words in which two texts differ, so that nobody has to read two paragraphs for one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS, MOST_SPOTS, AROUND = 8, 6, 4
"""Words of a short difference, how many of them are still short, and words shown around one."""
ALIKE = 0.5
"""Below this share of words in common, two texts are two texts."""
_ENDS = ",;:."
_Block = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in which two texts differ: what stood there and what does, "" for nothing; words around."""

    was: str
    now: str
    before: str
    after: str


def spots(was: str, now: str) -> tuple[Spot, ...]:
    """The places in which two texts differ; none where they are short, or differ in more than a few words."""
    old, new = was.split(), now.split()
    blocks = _blocks(old, new)
    apart = [(tag, a, b, c, d) for tag, a, b, c, d in blocks if tag != "equal"]
    longest = max((max(b - a, d - c) for _, a, b, c, d in apart), default=0)
    few = len(apart) <= MOST_SPOTS and longest <= MOST_WORDS
    worth = min(len(old), len(new)) > MOST_WORDS and _alike(old, new) > ALIKE
    return tuple(_spot(old, new, block) for block in apart) if few and worth else ()


def marked(was: str, now: str) -> tuple[str, str]:
    """Both texts with the words in which they differ in [brackets]; as they are where little is alike."""
    old, new = was.split(), now.split()
    if _alike(old, new) <= ALIKE:
        return was, now
    blocks = _blocks(old, new)
    first = _joined((tag, old[a:b]) for tag, a, b, _, _ in blocks)
    return first, _joined((tag, new[c:d]) for tag, _, _, c, d in blocks)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Sequence[_Block]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _alike(old: Sequence[str], new: Sequence[str]) -> float:
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _joined(runs: Iterator[tuple[str, Sequence[str]]]) -> str:
    said = ((tag, " ".join(words)) for tag, words in runs)
    return " ".join(words if tag == "equal" else f"[{words}]" for tag, words in said if words)


def _spot(old: Sequence[str], new: Sequence[str], block: _Block) -> Spot:
    _, a, b, c, d = block
    was, now = " ".join(old[a:b]), " ".join(new[c:d])
    if was and now and was[-1] == now[-1] and was[-1] in _ENDS:
        was, now = was[:-1], now[:-1]
    return Spot(was, now, " ".join(old[max(a - AROUND, 0) : a]), " ".join(old[b : b + AROUND]))
