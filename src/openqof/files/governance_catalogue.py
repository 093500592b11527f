"""The page of problems of files of governance, written from their codes and from cases that show them.

`make docs` writes the page from the folder of cases.
"""

from __future__ import annotations

from collections.abc import Mapping

from openqof.files.actions_codes import RECORD_CODES
from openqof.files.governance_codes import BODY_CODES, RULE_CODES
from openqof.files.meeting_codes import MEETING_CODES
from openqof.files.path_codes import PATH_CODES
from openqof.files.problem_catalogue import Case, entry, example
from openqof.files.problem_codes import Code
from openqof.files.register_codes import REGISTER_CODES

_HEAD = """# Problems of files of governance

`openqof check` names every problem of a rule pack, a body, a path, a meeting or a register at once; the page
[files of governance](governance-files.md) says how rules are written. The codes of [law files](problems.md)
from L001 to L040 are met here too, and L067 for a source that is not listed. Each case says what was changed
in a [small valid pack](../../tests/bad/governance/pack.yaml) or a
[small valid body](../../tests/bad/governance/body.yaml), and the answer, word for word.

<!-- written by `make docs`; change the codes or the cases, not this page -->
"""

PARTS: Mapping[str, Mapping[str, Code]] = {
    "Rules": RULE_CODES,
    "Bodies": BODY_CODES,
    "Paths": PATH_CODES,
    "Registers of interests": REGISTER_CODES,
    "Meetings": MEETING_CODES,
    "Registers of actions and decisions": RECORD_CODES,
}
"""All codes of files of governance, by the file that has them."""


def write_page(cases: tuple[Case, ...]) -> str:
    """The page of problems in Markdown."""
    known = {code for codes in PARTS.values() for code in codes}
    shared = [case for case in cases if not any(_shows(case, code) for code in known)]
    parts = [_HEAD]
    for title, codes in PARTS.items():
        parts += [f"## {title}\n", *_entries(codes, cases)]
    parts.append("## Codes shared with law files, and several at once\n")
    return "\n".join([*parts, *map(example, shared)])


def _shows(case: Case, code: str) -> bool:
    return code in case.name.split("-")


def _entries(codes: Mapping[str, Code], cases: tuple[Case, ...]) -> list[str]:
    return [entry(name, code, [case for case in cases if _shows(case, name)]) for name, code in codes.items()]
