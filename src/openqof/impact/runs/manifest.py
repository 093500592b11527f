"""The manifest of a run folder: what binds its files to one another and to what they follow from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from openqof import __version__
from openqof.core.problems import BadInput, Problem
from openqof.files.canonical import fingerprint
from openqof.impact.documents.tables import Run
from openqof.impact.runs.supposed import ASSUMPTIONS, bound_supposed

MANIFEST = "manifest.json"
FORM = 2
"""The form of the manifest; another number, another form."""
FOLLOWS = ("schemes", "laws", "fingerprints")
"""What the manifest says of the price itself, which comes out again with it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What binds a run folder: `files` are sha256 by name, `run` is the sha256 of all the rest.

    `schemes` and `laws` hold id and sha256 of each option, `documents` the file of each option's document,
    "" where it could not be copied. `data` are sha256 of the files that the figures come from, `names` what
    the store called them. `supposed` is the sha256 of all assumptions together, `own` the file of the user's
    among them; "" where there is none. `follows` is what follows from the price, as it was written.
    """

    command: str
    schemes: tuple[tuple[str, str], ...]
    documents: tuple[str, ...]
    laws: tuple[tuple[str, str], ...]
    data: tuple[str, ...]
    names: Mapping[str, str]
    files: Mapping[str, str]
    run: str
    version: str
    follows: Mapping[str, Any]
    supposed: str = ""
    own: str = ""


def document_name(place: int) -> str:
    """What the document of the option at a place is called in the folder."""
    return f"scheme-{place + 1}.yaml"


def bound(run: Run, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """What the manifest says of a run and of the `contents` of its files, with the sha256 of it all."""
    prices = [each.pricing for each in run.options]
    data = sorted({sha for each in prices for sha in each.files})
    documents = [document_name(place) for place in range(len(prices))]
    binds = {
        "form": FORM,
        "openqof": __version__,
        "command": run.command,
        "documents": [name if name in contents else "" for name in documents],
        "assumptions": bound_supposed(run.first.supposed),
        "data": data,
        "names": {sha: run.files[sha] for sha in data if sha in run.files},
        "files": {name: sha256(content).hexdigest() for name, content in contents.items()},
        **follows(run),
    }
    return binds | {"run": fingerprint(binds)}


def follows(run: Run) -> dict[str, Any]:
    """Schemes, laws and fingerprints of the prices, option by option."""
    prices = [each.pricing for each in run.options]
    return {
        "schemes": [{"id": each.scheme.id, "sha256": each.scheme.sha256} for each in prices],
        "laws": [{"id": each.law.id, "sha256": each.law.sha256} for each in prices],
        "fingerprints": [each.fingerprint for each in prices],
    }


def written(binds: Mapping[str, Any]) -> bytes:
    """The manifest as the bytes of its file."""
    return (json.dumps(binds, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a run folder; BadInput where there is none, or where it was changed."""
    path = folder / MANIFEST
    try:
        binds = json.loads(path.read_text(encoding="utf-8"))
        run = binds.pop("run")
        same = fingerprint(binds) == run
        manifest = _read(binds, run)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"this is no run folder: it has no {MANIFEST} in the form that openqof price --save writes."
        raise BadInput([problem(path, "P291", said, "Name the folder that --save wrote.")]) from error
    if not same:
        said = "the manifest was changed after the run: it no longer comes to the run's sha256."
        raise BadInput([problem(path, "P292", said, "Ask for the folder again from whoever made it.")])
    return manifest


def _read(binds: Mapping[str, Any], run: str) -> Manifest:
    if binds["form"] != FORM:
        raise ValueError(binds["form"])
    names = (*binds["files"], *filter(None, binds["documents"]))
    if any(Path(name).name != name for name in names):
        raise ValueError(names)
    pairs = {
        what: tuple((str(each["id"]), str(each["sha256"])) for each in binds[what])
        for what in ("schemes", "laws")
    }
    return Manifest(
        command=str(binds["command"]),
        documents=tuple(map(str, binds["documents"])),
        data=tuple(map(str, binds["data"])),
        names={str(sha): str(name) for sha, name in binds["names"].items()},
        files={str(name): str(sha) for name, sha in binds["files"].items()},
        run=str(run),
        version=str(binds["openqof"]),
        follows={what: binds[what] for what in FOLLOWS},
        supposed=str(binds["assumptions"].get("sha256", "")),
        own=ASSUMPTIONS if ASSUMPTIONS in binds["files"] else "",
        **pairs,
    )


def problem(path: Path, code: str, message: str, hint: str = "") -> Problem:
    """A problem of a whole file or folder."""
    return Problem(str(path), 0, 0, code, message, hint)
