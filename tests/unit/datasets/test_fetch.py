"""Fetching from a server on this machine: resumed, checked, and clear about every way it can go wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from file_server import Behaviour, serving
from openqof.core.problems import BadInput
from openqof.core.years import FinancialYear
from openqof.datasets.fetch import fetch, name_of
from openqof.datasets.official import PUBLISHED, published
from published_shapes import qof_zip


@pytest.fixture
def body(tmp_path: Path) -> bytes:
    return qof_zip(tmp_path / "made.zip").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fetched"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_file(body: bytes, folder: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    with serving(Behaviour(body)) as address:
        came = fetch(address, folder, moved=lambda here, whole: seen.append((here, whole)))
    assert came.path.read_bytes() == body
    assert came.sha256 == hashlib.sha256(body).hexdigest()
    assert (came.size, came.resumed_from) == (len(body), 0)
    assert seen[-1] == (len(body), len(body))
    assert names(folder) == ["QOF2324.zip"]


def test_a_dropped_connection_is_said_and_resumed(body: bytes, folder: Path) -> None:
    does = Behaviour(body, stop_after=300)
    with serving(does) as address:
        with pytest.raises(BadInput, match="D123  the download ended after 300 bytes"):
            fetch(address, folder)
        assert names(folder) == ["QOF2324.zip.part", "QOF2324.zip.part.tag"]
        does.stop_after = None
        came = fetch(address, folder)
    assert does.asked[1]["Range"] == "bytes=300-"
    assert does.asked[1]["If-Range"] == '"one"'
    assert (came.resumed_from, came.path.read_bytes()) == (300, body)
    assert names(folder) == ["QOF2324.zip"]


@pytest.mark.parametrize("change", [{"tag": '"two"'}, {"ranges": False}, {"tag": ""}])
def test_what_cannot_be_resumed_starts_afresh(body: bytes, folder: Path, change: dict[str, object]) -> None:
    """The file changed meanwhile, the server knows no ranges, or gives no mark to tell by."""
    does = Behaviour(b"x" * 500, stop_after=300, tag=str(change.get("tag", '"one"')) and '"one"')
    if change.get("tag") == "":
        does.tag = ""
    with serving(does) as address:
        with pytest.raises(BadInput):
            fetch(address, folder)
        does.stop_after, does.body = None, body
        for name, value in change.items():
            setattr(does, name, value)
        came = fetch(address, folder)
    assert (came.resumed_from, came.path.read_bytes()) == (0, body)
    assert names(folder) == ["QOF2324.zip"]


def test_a_part_that_is_already_whole(body: bytes, folder: Path) -> None:
    folder.mkdir()
    (folder / "QOF2324.zip.part").write_bytes(body)
    (folder / "QOF2324.zip.part.tag").write_text('"one"')
    with serving(Behaviour(body)) as address:
        came = fetch(address, folder)
    assert came.resumed_from == len(body)
    assert names(folder) == ["QOF2324.zip"]


def test_a_part_longer_than_the_file(body: bytes, folder: Path) -> None:
    folder.mkdir()
    (folder / "QOF2324.zip.part").write_bytes(body + b"more")
    (folder / "QOF2324.zip.part.tag").write_text('"one"')
    with serving(Behaviour(body)) as address:
        with pytest.raises(BadInput, match="D123  the file has changed"):
            fetch(address, folder)
        assert names(folder) == []
        assert fetch(address, folder).path.read_bytes() == body


def test_a_server_that_sends_another_range(body: bytes, folder: Path) -> None:
    does = Behaviour(body, stop_after=300)
    with serving(does) as address:
        with pytest.raises(BadInput):
            fetch(address, folder)
        does.stop_after, does.wrong_range = None, True
        with pytest.raises(BadInput, match="D124  the server sent another part"):
            fetch(address, folder)
    assert names(folder) == []


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"status": 404}, "D122", "nothing at this address"),
        ({"status": 503}, "D122", "answered 503"),
        ({"content_type": "text/html; charset=utf-8"}, "D124", "a web page came"),
        ({"body": b"<html>sorry</html>"}, "D103", "web page"),
        ({"body": b"practice,year\n1,2\n"}, "D124", "not a zip"),
        ({"body": b""}, "D102", "empty"),
    ],
)
def test_answers_that_are_not_the_file(
    body: bytes, folder: Path, change: dict[str, object], code: str, says: str
) -> None:
    does = Behaviour(body)
    for name, value in change.items():
        setattr(does, name, value)
    with serving(does) as address, pytest.raises(BadInput, match=f"{code}  .*{says}"):
        fetch(address, folder)
    assert names(folder) == []


def test_a_zip_that_came_damaged(body: bytes, folder: Path) -> None:
    with serving(Behaviour(body[:-40])) as address, pytest.raises(BadInput, match="D104"):
        fetch(address, folder)
    assert names(folder) == []


def test_no_server(folder: Path) -> None:
    with serving(Behaviour(b"")) as address:
        pass
    with pytest.raises(BadInput, match="D122  the server cannot be reached"):
        fetch(address, folder)
    with pytest.raises(BadInput, match="D122"):
        fetch("nonsense", folder)


def test_a_file_already_there_is_not_fetched_again(body: bytes, folder: Path) -> None:
    does = Behaviour(body)
    with serving(does) as address:
        fetch(address, folder)
        fetch(address, folder)
    assert len(does.asked) == 1


def test_addresses() -> None:
    assert (
        published("qof", FinancialYear(2024)).address == "https://files.digital.nhs.uk/95/4708D7/QOF2425.zip"
    )
    assert published("epraccur", None).address.endswith("epraccur.zip")
    assert all(file.address.startswith("https://") for file in PUBLISHED)
    for dataset, year, says in (
        ("qof", FinancialYear(2011), "Known are 2019-20"),
        ("qof", None, "name one"),
        ("qoff", None, "Known are qof, payments"),
    ):
        with pytest.raises(BadInput, match=f"D121.*{says}"):
            published(dataset, year)


def test_names_of_files() -> None:
    assert name_of("https://x.uk/a/QOF%202022-23%20Raw.zip?x=1") == "QOF 2022-23 Raw.zip"
    assert name_of("https://x.uk/api/getReport?report=epcmem") == "epcmem.csv"
    assert name_of("https://x.uk/") == "download"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://x.uk/a/..%2f..%2fetc%2fpasswd", "passwd"),
        ("https://x.uk/a%5c..%5cb.csv", "b.csv"),
        ("https://x.uk/get?report=../../x", "x.csv"),
        ("https://x.uk/get?report=/etc/x", "x.csv"),
        ("https://x.uk/..", "download"),
        ("https://x.uk/a%00b%0a.csv", "ab.csv"),
    ],
)
def test_no_address_names_a_file_outside_the_folder(address: str, name: str) -> None:
    assert name_of(address) == name


@pytest.mark.parametrize("leads_to", ["file:///etc/hostname", "ftp://x.uk/a.zip"])
def test_only_the_web_is_followed(body: bytes, folder: Path, leads_to: str) -> None:
    with serving(Behaviour(body, leads_to=leads_to)) as address, pytest.raises(BadInput, match="D122"):
        fetch(address, folder)
    assert names(folder) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadInput, match=r"D122.*no folder can be made"):
        fetch("https://x.uk/a.zip", tmp_path / "taken")
