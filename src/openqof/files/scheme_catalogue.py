"""The page of problems of schemes, written from their codes and from cases that show them.

`make docs` writes the page from the folder of cases.
"""

from __future__ import annotations

from collections.abc import Mapping

from openqof.files.problem_catalogue import Case, entry, example
from openqof.files.problem_codes import Code
from openqof.files.scheme_codes import DOCUMENT_CODES, PRICE_CODES

_HEAD = """# Problems of schemes and of their prices

`openqof check` names every problem of a scheme document at once; [a scheme file](scheme-file.md) says what
may stand in one. The codes of [law files](problems.md) from L001 to L040 are met here too, and those of
sources and of ways of paying: L060, L066, L067, L071, L072. Each case says what was changed in a
[small valid scheme](../../tests/bad/schemes/valid.yaml), and the answer, word for word.

<!-- written by `make docs`; change the codes or the cases, not this page -->
"""


def write_page(cases: tuple[Case, ...]) -> str:
    """The page in Markdown."""
    shared = [case for case in cases if not _codes_of(case, DOCUMENT_CODES)]
    parts = [_HEAD, "## The document\n", *_entries(DOCUMENT_CODES, cases)]
    parts += ["## Codes shared with law files, and several at once\n", *(example(case) for case in shared)]
    parts += ["## The price\n", *_entries(PRICE_CODES, ())]
    return "\n".join(parts)


def _codes_of(case: Case, codes: Mapping[str, Code]) -> list[str]:
    return [code for code in codes if case.name.startswith(f"s-{code}")]


def _entries(codes: Mapping[str, Code], cases: tuple[Case, ...]) -> list[str]:
    return [
        entry(name, code, [c for c in cases if name in _codes_of(c, codes)]) for name, code in codes.items()
    ]
