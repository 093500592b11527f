"""The schemes that the items of a meeting decide on: there is one of each name."""

from __future__ import annotations

from pathlib import Path

from openqof.files.governance_rules import values_in
from openqof.files.kinds import SCHEME, kind_of_file
from openqof.files.load import as_id
from openqof.files.shape import Value, Walk, did_you_mean
from openqof.files.shipped import scheme_ids, service_ids

FILES = (".yaml", ".yml")
"""How the file of a scheme ends; anything else is an id."""


def check_schemes(value: Value, walk: Walk, folder: Path) -> None:
    """Note each item whose scheme is neither of the library nor a file; paths are taken from `folder`.

    The id of a scheme that a priced run names is held against that run instead.
    """
    for item in values_in(value, "items"):
        scheme = item.get("scheme")
        if scheme is None:
            continue
        if scheme.value.endswith(FILES):
            _file(scheme, walk, folder)
        elif item.get("priced") is None:
            _id(scheme, walk)


def _id(scheme: Value, walk: Walk) -> None:
    known = (*scheme_ids(), *service_ids())
    if as_id(scheme.value) not in known:
        otherwise = "openqof library lists all; a file of your own ends in .yaml."
        hint = did_you_mean(scheme.value, known, otherwise=otherwise)
        walk.problem(scheme, "L013", f"there is no scheme {scheme.value}.", hint)


def _file(scheme: Value, walk: Walk, folder: Path) -> None:
    path = folder / scheme.value
    if path.is_file() and kind_of_file(path) == SCHEME:
        return
    near = sorted(each.name for each in folder.glob("*") if each.suffix in FILES and each != path)
    schemes = [name for name in near if kind_of_file(folder / name) == SCHEME]
    said = "is no scheme" if path.is_file() else "is not there"
    hint = did_you_mean(scheme.value, schemes, otherwise="Name its file from the folder of the meeting.")
    walk.problem(scheme, "L013", f"the file of the scheme, {scheme.value}, {said}.", hint)
