"""Where the shipped law is, and what it is called: ids to paths and back."""

from __future__ import annotations

from pathlib import Path

LAW = Path(__file__).parents[1] / "law"
SOURCES = LAW / "sources.yaml"
HISTORY = LAW / "national" / "history.yaml"
_FOLDERS = {"qof": LAW / "national", "qof-scotland": LAW / "national" / "scotland"}
FAMILIES = tuple(_FOLDERS)
"""The first part of the ids of each nation's years."""


def year_ids() -> tuple[str, ...]:
    """The national years shipped, England first, each nation in order of time."""
    return tuple(
        f"{family}/{path.stem}"
        for family, folder in _FOLDERS.items()
        for path in sorted(folder.glob("[0-9]*.yaml"))
    )


def scheme_ids() -> tuple[str, ...]:
    """The local schemes shipped, by area."""
    return tuple(
        path.relative_to(LAW / "local").with_suffix("").as_posix()
        for path in sorted((LAW / "local").rglob("*.yaml"))
    )


def service_ids() -> tuple[str, ...]:
    """The enhanced services shipped: services/minor-surgery-2014."""
    return tuple(f"services/{path.stem}" for path in sorted((LAW / "services").glob("*.yaml")))


def pack_files() -> tuple[Path, ...]:
    """The rule packs shipped, by name; examples beside them are no packs."""
    return tuple(sorted((LAW / "governance").glob("*.yaml")))


def law_path(law_id: str) -> Path:
    """The file of a national year, local scheme or service; the file need not exist."""
    family, _, name = law_id.partition("/")
    folder = LAW / "services" if family == "services" else _FOLDERS.get(family)
    return folder / f"{name}.yaml" if folder else LAW / "local" / family / f"{name}.yaml"


def shipped_files() -> tuple[Path, ...]:
    """Every law file shipped."""
    return tuple(sorted(LAW.rglob("*.yaml")))


def place_name(path: Path) -> str:
    """The name a rule's place is given by: national/2015-16.yaml, or the path of a file not shipped."""
    try:
        return path.resolve().relative_to(LAW.resolve()).as_posix()
    except ValueError:
        return str(path)


def shown_path(path: Path) -> str:
    """The path as problems show it: from the current folder where it lies below it."""
    try:
        return path.relative_to(Path.cwd()).as_posix() if path.is_absolute() else str(path)
    except ValueError:
        return str(path)
