"""Where a run is written: a folder comes to be whole or not at all, and none is written over."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from errno import EEXIST
from pathlib import Path
from tempfile import TemporaryDirectory


def is_taken(folder: Path) -> bool:
    """Whether there is something in the folder, or something else by its name."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def refused(folder: Path, why: str) -> FileExistsError:
    """The error for a folder that holds what is not to be lost."""
    return FileExistsError(EEXIST, f"{why}. Name another folder, or remove this one", str(folder))


def put(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files as one folder; where it holds just these already, nothing is written.

    They are written beside it and moved there in one step, so that a stop halfway leaves no part of them in
    the folder. FileExistsError where the folder holds anything else; OSError where it cannot be written.
    """
    folder = folder.resolve()
    if is_taken(folder):
        if _holds(folder, contents):
            return
        raise refused(folder, "it is not empty, and holds something other than this run")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        made = Path(beside) / "run"
        made.mkdir()
        for name, content in contents.items():
            (made / name).write_bytes(content)
        if folder.exists():  # an empty folder: who may look into it stays as it was chosen
            shutil.copymode(folder, made)
            folder.rmdir()
        made.rename(folder)


def _holds(folder: Path, contents: Mapping[str, bytes]) -> bool:
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(contents):
        return False
    return all(
        (folder / name).is_file() and (folder / name).read_bytes() == content
        for name, content in contents.items()
    )
