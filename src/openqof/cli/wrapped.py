"""Long words under a short label, in lines that fit a terminal."""

from __future__ import annotations

from collections.abc import Iterator

WIDTH = 110


def wrapped(label: str, words: str, *, width: int, indent: int = 2) -> Iterator[str]:
    """Lines of at most 110 letters: the label in a column of `width`, the words beside it."""
    from textwrap import wrap

    room = WIDTH - width - indent - 2
    for place, line in enumerate(wrap(words, room, break_long_words=False) or [""]):
        yield f"{'':{indent}}{label if not place else '':<{width}}  {line}"
