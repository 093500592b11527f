"""What was done to an audit file is found, named, and told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit_files import checked, codes, event, forged, put_head, resealed, seen, written
from openqof.governance import audit_codes
from openqof.governance.audit import append_all, verify
from openqof.governance.audit_chain import Head, line_of, read_head
from openqof.governance.audit_disk import head_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.audit"


def test_a_file_as_it_was_written_is_whole(path: Path) -> None:
    lines = written(path)
    found = verify(path)
    assert found.whole
    assert not found.mendable
    assert (found.count, found.head) == (6, lines[-1][-67:-3].decode())
    assert found.when == "2016-04-01T09:06:00+00:00"


def test_an_edit_is_one_problem_at_its_line(path: Path) -> None:
    lines = written(path)
    lines[2] = lines[2].replace(b"decided", b"refused")
    assert seen(path, b"".join(lines)) == [(3, audit_codes.CHANGED)]
    assert "says it is event 3, was changed" in verify(path).problems[0].message


def test_an_edit_sealed_anew_breaks_the_link_below(path: Path) -> None:
    lines = written(path)
    lines[2] = resealed(lines[2].replace(b"decided", b"refused"))
    assert seen(path, b"".join(lines)) == [(4, audit_codes.EXCHANGED)]


def test_a_last_event_sealed_anew_is_not_the_one_the_head_knows(path: Path) -> None:
    lines = written(path)
    lines[5] = resealed(lines[5].replace(b"decided", b"refused"))
    assert seen(path, b"".join(lines)) == [(0, audit_codes.OTHER_END)]


def test_a_file_written_anew_from_some_event_on_is_held_against_its_head(path: Path) -> None:
    lines = written(path)
    anew = forged(lines, 3, what="refused")
    assert seen(path, b"".join(anew)) == [(0, audit_codes.OTHER_END)]


def test_a_head_written_anew_as_well_is_found_by_a_sha256_noted_elsewhere(path: Path) -> None:
    lines = written(path)
    noted = verify(path).head
    anew = forged(lines, 3, what="refused")
    path.write_bytes(b"".join(anew))
    put_head(path, anew)
    assert verify(path).whole
    assert codes(verify(path, holds=[noted])) == [audit_codes.NOT_HELD]


def test_a_sha256_noted_earlier_is_held_by_a_file_that_grew(path: Path) -> None:
    written(path)
    noted = verify(path).head
    append_all(path, [event(7), event(8)])
    assert verify(path, holds=[noted]).whole


@pytest.mark.parametrize(
    ("taken", "line", "said"),
    [
        ([1], 1, "event 1 is missing before this line: it was taken out."),
        ([3], 3, "event 3 is missing before this line: it was taken out."),
        ([2, 3, 4], 2, "events 2 to 4 are missing before this line: they were taken out."),
    ],
)
def test_a_deletion_is_one_problem_where_the_events_were(
    path: Path, taken: list[int], line: int, said: str
) -> None:
    lines = written(path)
    left = [each for n, each in enumerate(lines, start=1) if n not in taken]
    assert seen(path, b"".join(left)) == [(line, audit_codes.MISSING)]
    assert verify(path).problems[0].message == said


@pytest.mark.parametrize("left", [1, 3, 5])
def test_a_tail_cut_off_is_found_by_the_head(path: Path, left: int) -> None:
    lines = written(path)
    assert seen(path, b"".join(lines[:left])) == [(0, audit_codes.CUT_OFF)]


def test_a_tail_cut_off_within_an_event_is_not_taken_for_a_stopped_write(path: Path) -> None:
    content = b"".join(written(path))
    for size in (len(content) - 1, len(content) - 80):
        assert seen(path, content[:size]) == [(0, audit_codes.CUT_OFF)]
        assert "Of event 6 a part is there." in verify(path).problems[0].message
        assert not verify(path).mendable


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ([1, 3, 2, 4, 5, 6], [(3, audit_codes.MOVED)]),
        ([1, 2, 4, 5, 6, 3], [(6, audit_codes.MOVED)]),
        ([1, 5, 2, 3, 4, 6], [(3, audit_codes.MOVED)]),
        ([2, 1, 4, 3, 6, 5], [(line, audit_codes.MOVED) for line in (2, 4, 6)]),
        ([1, 2, 2, 3, 4, 5, 6], [(3, audit_codes.TWICE)]),
        ([1, 2, 3, 4, 5, 6, 1, 2], [(7, audit_codes.TWICE)]),
        ([1, 3, 4, 2, 6], [(4, audit_codes.MOVED), (5, audit_codes.MISSING)]),
    ],
)
def test_another_order_is_told_by_the_lines_out_of_place(
    path: Path, order: list[int], found: list[tuple[int, str]]
) -> None:
    lines = written(path)
    assert seen(path, b"".join(lines[n - 1] for n in order)) == found


def test_a_line_put_in_is_one_problem(path: Path) -> None:
    lines = written(path)
    made = line_of(event(4, what="put in"), n=4, previous=lines[2][-67:-3].decode()) + b"\n"
    assert seen(path, b"".join([*lines[:3], made, *lines[3:]])) == [(5, audit_codes.TWICE)]
    for other in (b"\n", b"words\n", b"{}\n", b"\xff\xff\n"):
        assert seen(path, b"".join([*lines[:3], other, *lines[3:]])) == [(4, audit_codes.NO_EVENT)]
        assert "something was put in" in verify(path).problems[0].message


def test_an_end_of_line_taken_out_loses_the_two_events_around_it(path: Path) -> None:
    lines = written(path)
    lines[2] = lines[2].replace(b"\n", b" ")
    assert seen(path, b"".join(lines)) == [(3, audit_codes.NO_EVENT)]
    assert "Events 3 to 4 are lost there." in verify(path).problems[0].message


def test_an_end_of_line_put_in_is_one_problem(path: Path) -> None:
    lines = written(path)
    lines[2] = lines[2].replace(b"decided", b"deci\nded")
    assert seen(path, b"".join(lines)) == [(3, audit_codes.NO_EVENT)]
    assert verify(path).problems[0].message.startswith("the 2 lines from here on are no event")


def test_sealed_lines_of_another_form_are_no_events(path: Path) -> None:
    lines = written(path)
    for old, new in ((b'"what":"decided"', b'"what": "decided"'), (b"2016-04-01T", b"2016-14-01T")):
        other = [*lines[:5], resealed(lines[5].replace(old, new))]
        assert seen(path, b"".join(other)) == [(6, audit_codes.NO_EVENT)]
    lines[5] = resealed(lines[5].replace("é".encode(), b"\xe9"))
    assert seen(path, b"".join(lines)) == [(6, audit_codes.NO_EVENT)]


def test_a_forged_event_that_goes_back_in_time_is_found(path: Path) -> None:
    lines = written(path)
    anew = forged(lines, 4, when="2016-03-31T09:00:00+00:00")
    path.write_bytes(b"".join(anew))
    put_head(path, anew)
    assert [(each.line, each.code) for each in verify(path).problems] == [(4, audit_codes.BACKWARDS)]


def test_what_editors_do_is_named_for_what_it_is(path: Path) -> None:
    content = b"".join(written(path))
    assert seen(path, b"\xef\xbb\xbf" + content) == [(1, audit_codes.MARK)]
    assert seen(path, content.replace(b"\n", b"\r\n")) == [(1, audit_codes.LINE_ENDS)]
    assert verify(path).problems[0].message.startswith("6 lines, this one first, end in carriage return")
    assert seen(path, content.decode().encode("utf-16")) == [(1, audit_codes.ENCODED)]
    assert seen(path, content + b"\n") == [(7, audit_codes.NO_EVENT)]


def test_an_empty_file_is_told_with_what_its_head_knows(path: Path) -> None:
    written(path)
    assert seen(path, b"") == [(0, audit_codes.EMPTY)]
    assert "its head knows 6 events" in verify(path).problems[0].message
    head_of(path).unlink()
    assert seen(path, b"") == [(0, audit_codes.EMPTY)]


def test_a_missing_file_and_a_missing_head_are_told(path: Path) -> None:
    assert codes(verify(path)) == [audit_codes.NOT_THERE]
    lines = written(path)
    path.unlink()
    assert "the file is gone; its head, a.audit.head, knows 6 events" in verify(path).problems[0].message
    head_of(path).unlink()
    assert seen(path, b"".join(lines)) == [(0, audit_codes.NO_HEAD)]


def test_a_folder_and_a_file_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    assert audit_codes.UNREADABLE in codes(verify(tmp_path))


def test_more_problems_than_anyone_reads_end_the_check(path: Path) -> None:
    lines = written(path, 60)
    many = b"".join(lines[:1] + lines[2:4] * 2_000)
    found = seen(path, many)
    assert len(found) <= 1_001
    assert (0, audit_codes.TOO_MANY) in found


def test_a_line_without_end_is_not_held_in_memory(path: Path) -> None:
    lines = written(path)
    content = b"".join(lines)
    head = read_head(head_of(path).read_bytes())
    for tail in (b"x" * 3_000_000, b"x" * 3_000_000 + b"\n"):
        found = checked(content + tail, head, size=1 << 19)
        assert codes(found) == [audit_codes.NO_EVENT]
        assert len(found.half) <= 1 << 20


@pytest.mark.parametrize("size", [1, 7, 400, 4096])
def test_blocks_of_any_size_say_the_same(path: Path, size: int) -> None:
    content = b"".join(written(path))
    head = read_head(head_of(path).read_bytes())
    assert isinstance(head, Head)
    assert checked(content, head, size=size) == checked(content, head)


def test_events_added_by_other_means_are_not_in_the_head(path: Path) -> None:
    lines = written(path)
    more = line_of(event(7), n=7, previous=lines[-1][-67:-3].decode()) + b"\n"
    assert seen(path, b"".join([*lines, more])) == [(0, audit_codes.BEHIND)]


def test_every_code_is_told_in_the_guide() -> None:
    guide = Path(__file__).parents[3] / "docs" / "how-to" / "keep-an-audit-file.md"
    text = guide.read_text(encoding="utf-8")
    for code, says in audit_codes.CODES.items():
        assert f"| {code} | {says} |" in text
