"""Whatever is done to the bytes of an audit file, or of its head, is found; nothing that was not done is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audit_files import checked, codes, event, put_head, written
from openqof.core.governance.audit import AuditEvent
from openqof.governance import audit_codes
from openqof.governance.audit import append_all, verify
from openqof.governance.audit_chain import START, Head, entry_of, line_of, read_head
from openqof.governance.audit_disk import head_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FILLED = TEXT.filter(str.strip)


def chain(count: int) -> list[bytes]:
    lines, previous = [], START
    for n in range(1, count + 1):
        lines.append(line_of(event(n), n=n, previous=previous) + b"\n")
        previous = lines[-1][-67:-3].decode()
    return lines


LINES = chain(8)
WHOLE = b"".join(LINES)
HEAD = Head(8, LINES[-1][-67:-3].decode(), len(WHOLE))


def test_every_other_byte_in_every_place_of_a_line_is_found() -> None:
    lines = chain(1)
    content, head = lines[0], Head(1, lines[0][-67:-3].decode(), len(lines[0]))
    assert checked(content, head).whole
    for place in range(len(content)):
        for byte in range(256):
            if byte != content[place]:
                changed = content[:place] + bytes([byte]) + content[place + 1 :]
                assert not checked(changed, head).whole, (place, byte)


@pytest.mark.parametrize("other", [0, 1, 9, 10, 13, 32, 34, 48, 92, 128, 255])
def test_every_place_of_a_file_changed_is_found(other: int) -> None:
    for place in range(len(WHOLE)):
        if WHOLE[place] != other:
            changed = WHOLE[:place] + bytes([other]) + WHOLE[place + 1 :]
            assert not checked(changed, HEAD).whole, place


def test_every_bit_of_a_file_flipped_is_found_as_one_problem() -> None:
    for place in range(len(WHOLE)):
        for bit in range(8):
            changed = WHOLE[:place] + bytes([WHOLE[place] ^ (1 << bit)]) + WHOLE[place + 1 :]
            found = checked(changed, HEAD)
            assert len(found.problems) == 1, (place, bit, found.problems)
            assert not found.mendable


def test_every_byte_taken_out_or_put_in_is_found() -> None:
    for place in range(len(WHOLE) + 1):
        assert place == len(WHOLE) or not checked(WHOLE[:place] + WHOLE[place + 1 :], HEAD).whole, place
        for byte in (b"0", b" ", b"\n", b"\r", b"\0", b"}"):
            assert not checked(WHOLE[:place] + byte + WHOLE[place:], HEAD).whole, (place, byte)


def test_every_length_that_is_cut_off_is_found() -> None:
    for size in range(len(WHOLE)):
        found = checked(WHOLE[:size], HEAD)
        assert set(codes(found)) <= {audit_codes.CUT_OFF, audit_codes.EMPTY}
        assert len(found.problems) == 1
        assert not found.mendable


def test_every_other_byte_in_every_place_of_a_head_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.audit"
    written(path, 2)
    kept = head_of(path).read_bytes()
    for place in range(len(kept)):
        for byte in range(256):
            changed = kept[:place] + bytes([byte]) + kept[place + 1 :]
            assert (read_head(changed) is None) == (byte != kept[place])
    for changed in (kept[:-1], kept + b"\n", b"", b"\xef\xbb\xbf" + kept, kept.replace(b"\n", b"\r\n")):
        head_of(path).write_bytes(changed)
        assert codes(verify(path)) == [audit_codes.BAD_HEAD]


def test_a_head_of_other_figures_with_their_own_sha256_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.audit"
    lines = written(path, 3)
    head = Head(3, lines[-1][-67:-3].decode(), len(b"".join(lines)))
    for other in (
        replace(head, events=2), replace(head, events=4), replace(head, events=0),
        replace(head, last=START), replace(head, bytes=head.bytes - 1),
    ):  # fmt: skip
        assert len(checked(b"".join(lines), other).problems) == 1
    put_head(path, lines)
    assert verify(path).whole


@given(st.permutations(range(8)))
def test_every_other_order_is_found(order: list[int]) -> None:
    assert checked(b"".join(LINES[n] for n in order), HEAD).whole == (order == list(range(8)))


@given(st.lists(st.integers(0, 7), max_size=12))
def test_every_other_choice_of_lines_is_found(chosen: list[int]) -> None:
    assert checked(b"".join(LINES[n] for n in chosen), HEAD).whole == (chosen == list(range(8)))


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=60))
def test_every_piece_put_in_place_of_another_is_found(start: int, end: int, piece: bytes) -> None:
    assume(start <= end)
    changed = WHOLE[:start] + piece + WHOLE[end:]
    assert checked(changed, HEAD).whole == (changed == WHOLE)


@given(st.binary(max_size=2_000), st.integers(1, 50))
def test_no_bytes_at_all_end_in_an_error(content: bytes, size: int) -> None:
    for head in (None, HEAD):
        assert not checked(content, head, size=size).whole or (head is None and not content)


EVENTS = st.builds(
    AuditEvent,
    who=FILLED,
    when=st.just("2016-04-01T09:00:00Z"),
    acting_as=FILLED,
    what=FILLED,
    about=FILLED,
    why=TEXT,
)


@settings(max_examples=50)
@given(st.lists(EVENTS, min_size=1, max_size=5))
def test_whatever_is_recorded_is_read_back_and_is_whole(
    tmp_path_factory: pytest.TempPathFactory, events: list[AuditEvent]
) -> None:
    path = tmp_path_factory.mktemp("audit") / "a.audit"
    append_all(path, events)
    read: list[AuditEvent] = []
    assert verify(path, each=lambda line: read.append(entry_of(line).event)).whole
    assert read == events
