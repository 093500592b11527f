"""Fetching a published file: resumed where the server can, kept only when whole and as asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from openqof.core.problems import BadInput
from openqof.datasets import codes
from openqof.datasets.receipts import refusal
from openqof.datasets.sheets import form_of, sha256_of
from openqof.datasets.zips import check_zip

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 30.0
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
Moved = Callable[[int, int | None], None]
"""Told the bytes that are here, and the bytes of the whole where the server says."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that came whole: where it lies, its sha256, its bytes, and how many of them were here before."""

    path: Path
    sha256: str
    size: int
    resumed_from: int


@dataclass(frozen=True, slots=True)
class _Part:
    """The beginning of a file, and the mark by which the server knows whether it has changed since."""

    path: Path

    @property
    def tag_path(self) -> Path:
        return self.path.with_name(f"{self.path.name}.tag")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def headers(self) -> dict[str, str]:
        """What asks for the rest only if the file is still the same."""
        headers = {"Accept-Encoding": "identity", "User-Agent": "openqof"}
        if self.size and self.tag_path.exists():
            headers |= {"Range": f"bytes={self.size}-", "If-Range": self.tag_path.read_text()}
        return headers

    def remember(self, response: httpx.Response) -> None:
        """Keep a strong mark, or none: a weak one may not be used to resume."""
        tag = response.headers.get("etag", "")
        tag = response.headers.get("last-modified", "") if not tag or tag.startswith("W/") else tag
        if tag:
            self.tag_path.write_text(tag)
        else:
            self.tag_path.unlink(missing_ok=True)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self.tag_path.unlink(missing_ok=True)


def name_of(address: str) -> str:
    """The name a file of this address is kept under: one plain name, whatever the address has in it."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("report")
    written = f"{asked[0]}.csv" if asked else unquote(parts.path)
    name = re.split(r"[/\\]", _CONTROL.sub("", written))[-1]
    return name if name.strip(".") else "download"


def fetch(address: str, folder: Path, *, moved: Moved = lambda _here, _whole: None) -> Fetched:
    """Download an address into a folder; it stays NAME.part until it is whole and checked.

    BadInput where the server refuses, the download ends early, or what came is not data. A file of that
    name already in the folder is taken as it is.
    """
    _make(folder)
    target = folder / name_of(address)
    if target.exists():
        return Fetched(target, sha256_of(target), target.stat().st_size, target.stat().st_size)
    part = _Part(folder / f"{target.name}.part")
    resumed = _download(address, part, moved)
    try:
        check(part.path, target.name)
    except BadInput:
        part.discard()
        raise
    part.path.replace(target)
    part.discard()
    return Fetched(target, sha256_of(target), target.stat().st_size, resumed)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"no folder can be made here: {error.strerror}."
        raise refusal(str(folder), codes.NOT_FETCHED, said) from error


def check(path: Path, name: str) -> None:
    """BadInput unless the file is a whole zip, or a table."""
    if form_of(path, name) == "zip":
        check_zip(path, name)
    elif name.lower().endswith(".zip"):
        raise refusal(
            name, codes.WRONG_CONTENT, "what came is not a zip.", "Look at the address in a browser."
        )


def _download(address: str, part: _Part, moved: Moved) -> int:
    """Bring the part to the whole; the bytes that were there already and could be kept."""
    import httpx

    try:
        with httpx.stream(
            "GET", address, headers=part.headers(), follow_redirects=True, timeout=TIMEOUT_SECONDS
        ) as response:
            return _take(address, part, response, moved)
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.ReadTimeout) as error:
        raise _cut_short(address, part) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        said = f"the server cannot be reached: {str(error).rstrip('.')}."
        raise refusal(address, codes.NOT_FETCHED, said) from error


def _take(address: str, part: _Part, response: httpx.Response, moved: Moved) -> int:
    if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return _already_whole(address, part, response)
    _check_answer(address, response)
    begins = part.size if response.status_code == HTTPStatus.PARTIAL_CONTENT else 0
    if begins and _range_start(response) != begins:
        part.discard()
        raise refusal(
            address, codes.WRONG_CONTENT, "the server sent another part than was asked for.", "Try again."
        )
    part.remember(response)
    length = response.headers.get("content-length", "")
    whole = begins + int(length) if length.isdigit() else None
    _write(part, response, begins=begins, whole=whole, moved=moved)
    if whole is not None and part.size < whole:
        raise _cut_short(address, part)
    return begins


def _already_whole(address: str, part: _Part, response: httpx.Response) -> int:
    whole = re.search(r"/(\d+)$", response.headers.get("content-range", ""))
    if whole and int(whole.group(1)) == part.size:
        return part.size
    part.discard()
    raise refusal(
        address,
        codes.CUT_SHORT,
        "the file has changed since its first part came.",
        "Try again: it starts afresh.",
    )


def _check_answer(address: str, response: httpx.Response) -> None:
    if response.status_code == HTTPStatus.NOT_FOUND:
        hint = "It may have moved: find it on the publisher's page and give its address with --from."
        raise refusal(address, codes.NOT_FETCHED, "there is nothing at this address (404).", hint)
    if not response.is_success:
        raise refusal(
            address,
            codes.NOT_FETCHED,
            f"the server answered {response.status_code} {response.reason_phrase}.",
        )
    if "html" in response.headers.get("content-type", ""):
        raise refusal(
            address,
            codes.WRONG_CONTENT,
            "a web page came, not the file.",
            "Look at the address in a browser.",
        )


def _range_start(response: httpx.Response) -> int:
    start = re.match(r"bytes (\d+)-", response.headers.get("content-range", ""))
    return int(start.group(1)) if start else -1


def _write(part: _Part, response: httpx.Response, *, begins: int, whole: int | None, moved: Moved) -> None:
    here = begins
    with part.path.open("ab" if begins else "wb") as file:
        for block in response.iter_raw():
            file.write(block)
            here += len(block)
            moved(here, whole)


def _cut_short(address: str, part: _Part) -> BadInput:
    hint = "Run the same command again: it goes on from there where the server allows it."
    return refusal(address, codes.CUT_SHORT, f"the download ended after {part.size:,} bytes.", hint)
