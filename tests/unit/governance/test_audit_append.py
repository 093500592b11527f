"""Events are added one after another, whole or not at all, and what a crash leaves behind is mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audit_files import EVENT, codes, event, put_head, written
from openqof.core.governance.audit import AuditEvent
from openqof.core.problems import BadInput
from openqof.governance import audit, audit_codes, audit_disk, audit_lock
from openqof.governance.audit import append, append_all, mend, verify
from openqof.governance.audit_chain import START, line_of
from openqof.governance.audit_disk import head_of
from openqof.governance.audit_lock import locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.audit"


def refusal(path: Path, *events: AuditEvent) -> str:
    with pytest.raises(BadInput) as bad:
        append_all(path, events)
    (problem,) = bad.value.problems
    return f"{problem.code} {problem.message} {problem.hint}"


def test_each_event_names_the_one_before(path: Path) -> None:
    first, second = append(path, event(1)), append(path, event(2))
    assert (first.n, first.previous, first.event) == (1, START, event(1))
    assert (second.n, second.previous) == (2, first.sha256)
    assert verify(path).head == second.sha256


def test_a_line_is_json_with_every_value(path: Path) -> None:
    append(path, EVENT)
    read = json.loads(path.read_text(encoding="utf-8"))
    assert {name: read[name] for name in AuditEvent.__slots__} == {
        name: getattr(EVENT, name) for name in AuditEvent.__slots__
    }


@pytest.mark.parametrize(
    "text", ["", "é £ 🙂", '"\\', "a\nb\r\tc", "\x00\x1b\x7f\u2028\ufeff", "=1+1", "x" * 100_000]
)
def test_any_text_is_kept_as_it_is(path: Path, text: str) -> None:
    found = append(path, event(1, why=text, after=json.dumps(text)))
    assert (found.event.why, json.loads(found.event.after)) == (text, text)
    assert verify(path).whole


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"who": " "}, "it does not say who did it"),
        ({"acting_as": ""}, "what they were acting as"),
        ({"what": ""}, "what was done"),
        ({"about": ""}, "what it was about"),
        ({"when": "2016-04-01T09:00:00"}, "no time with a zone"),
        ({"when": "2016-04-31T09:00:00Z"}, "is no time: day"),
        ({"when": "٢016-04-01T09:00:00Z"}, "no time with a zone"),
        ({"before": "half"}, "the value before is no JSON"),
        ({"after": "[" * 100_000}, "the value after is no JSON"),
        ({"why": "\ud800"}, "half a character"),
        ({"why": "x" * 1_100_000}, "a line may have 1,048,576"),
    ],
)
def test_what_is_no_event_is_refused_and_nothing_is_added(
    path: Path, other: dict[str, str], said: str
) -> None:
    append(path, event(1))
    before = path.read_bytes(), head_of(path).read_bytes()
    assert said in (text := refusal(path, event(2), event(3, **({"when": event(3).when} | other))))
    assert text.startswith(audit_codes.BAD_EVENT)
    assert (path.read_bytes(), head_of(path).read_bytes()) == before


def test_a_clock_set_back_is_refused_with_an_explanation(path: Path) -> None:
    append(path, event(5))
    text = refusal(path, event(4))
    assert text.startswith(audit_codes.CLOCK)
    assert "event 2 would be of 2016-04-01T09:04:00+00:00, before the last one" in text
    assert "If the clock of this machine was set back, set it right." in text
    assert "before the last one" in refusal(path, event(6), event(5))
    append(path, event(5, why="the same moment"))
    append(path, event(5, when="2016-04-01T10:05:00+01:00", why="the same moment in another zone"))
    assert verify(path).count == 3


def test_a_file_that_is_not_as_it_was_left_takes_no_event(path: Path) -> None:
    lines = written(path)
    path.write_bytes(b"".join(lines[:-1]))
    assert refusal(path, event(9)).startswith(audit_codes.OTHER_END)
    path.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b"decided", b"refused")]))
    assert refusal(path, event(9)).startswith(audit_codes.OTHER_END)
    path.write_bytes(b"".join(lines))
    kept = head_of(path).read_bytes()
    head_of(path).write_bytes(kept.replace(b'"events":6', b'"events":7'))
    assert refusal(path, event(9)).startswith(audit_codes.BAD_HEAD)
    head_of(path).unlink()
    assert refusal(path, event(9)).startswith(audit_codes.NO_HEAD)
    head_of(path).write_bytes(kept)
    path.unlink()
    assert refusal(path, event(9)).startswith(audit_codes.NOT_THERE)


def test_a_link_is_followed_to_its_file(path: Path, tmp_path: Path) -> None:
    written(path)
    (tmp_path / "link").symlink_to(path)
    append(tmp_path / "link", event(7))
    assert verify(path).count == 7
    assert not head_of(tmp_path / "link").exists()


def test_a_write_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(path)
    before = path.read_bytes(), head_of(path).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place, name in ((audit.os, "fsync"), (audit, "put_head")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, full)
            patched.setattr(audit, "cut", lambda file, size: os.truncate(file, size))
            assert "No space left on device" in refusal(path, event(7))
        assert (path.read_bytes(), head_of(path).read_bytes()) == before


def test_every_place_where_a_write_may_stop_is_mended_without_losing_an_event(path: Path) -> None:
    lines = written(path)
    more = line_of(event(7), n=7, previous=lines[-1][-67:-3].decode()) + b"\n"
    for size in range(1, len(more)):
        path.write_bytes(b"".join(lines) + more[:size])
        put_head(path, lines)
        found = verify(path)
        assert codes(found) == [audit_codes.HALF]
        assert found.mendable
        assert refusal(path, event(9)).startswith(audit_codes.OTHER_END)
        done = mend(path)
        assert done is not None
        assert verify(path).whole
        if size == len(more) - 1:
            assert (done.aside, done.head.events) == (None, 7)
        else:
            assert done.aside is not None
            assert done.aside.read_bytes() == more[:size]
            assert (done.head.events, path.read_bytes()) == (6, b"".join(lines))
    append(path, event(9))
    assert mend(path) is None


def test_blocks_that_the_disk_never_got_are_put_aside(path: Path) -> None:
    lines = written(path)
    path.write_bytes(b"".join(lines) + b"\0" * 300 + b'"}\n')
    assert codes(verify(path)) == [audit_codes.HALF]
    done = mend(path)
    assert done is not None
    assert done.head.events == 6
    assert verify(path).whole


def test_a_head_that_was_not_brought_up_is(path: Path) -> None:
    lines = written(path)
    put_head(path, lines[:4])
    assert codes(verify(path)) == [audit_codes.BEHIND]
    path.write_bytes(b"".join(lines) + b'{"n":7')
    assert codes(verify(path)) == [audit_codes.BEHIND, audit_codes.HALF]
    done = mend(path)
    assert done is not None
    assert done.head.events == 6
    assert verify(path).whole


def test_tampering_is_not_mended(path: Path) -> None:
    lines = written(path)
    for content in (lines[:-1], lines[1:], [*lines, b"words\n"], [*lines[:2], b"\0\n", *lines[3:]], []):
        path.write_bytes(b"".join(content))
        with pytest.raises(BadInput) as bad:
            mend(path)
        assert audit_codes.NOT_MENDED in {problem.code for problem in bad.value.problems}
        assert path.read_bytes() == b"".join(content)


def test_a_crash_at_the_very_beginning_is_gone_on_from(path: Path) -> None:
    append_all(path, [])
    assert (verify(path).count, verify(path).problems) == (0, ())
    path.unlink()
    assert codes(verify(path)) == [audit_codes.NOT_THERE]
    assert append(path, event(1)).n == 1
    assert verify(path).whole


def test_writers_wait_for_one_another(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from openqof.governance.audit import append\n"
        "from openqof.core.governance.audit import AuditEvent\n"
        "when = '2016-04-01T09:00:00Z'\n"
        "for n in range(15): append(Path(sys.argv[1]), AuditEvent(sys.argv[2], when, 'x', 'y', str(n)))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, path, f"Lay {n}"]) for n in range(3)]
    while any(writer.poll() is None for writer in writers):
        if path.exists():
            assert verify(path).whole
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert verify(path).count == 45


def test_a_writer_killed_at_any_moment_leaves_what_mend_puts_right(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from openqof.governance.audit import append\n"
        "from openqof.core.governance.audit import AuditEvent\n"
        "event = AuditEvent('Lay A', '2016-04-01T09:00:00Z', 'x', 'y', 'z', why='w' * 50_000)\n"
        "while True: print(append(Path(sys.argv[1]), event).n, flush=True)"
    )
    for turn in range(4):
        writer = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(3 + 2 * turn)]
        writer.kill()
        said += [int(line) for line in writer.communicate()[0].split()]
        found = verify(path)
        assert found.whole or found.mendable
        mend(path)
        assert verify(path).whole
        assert verify(path).count >= said[-1]


def test_a_file_that_is_held_is_said_to_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_lock, "WAIT_SECONDS", 0.1)
    written(path)
    with locked(path.resolve()):
        assert refusal(path, event(7)).startswith(audit_codes.LOCKED)
        assert codes(verify(path)) == [audit_codes.LOCKED]
    assert "nothing can be written beside it" in refusal(path.parent / "no" / "a.audit", event(1))


def test_a_copy_is_verified_without_writing_beside_it(path: Path, tmp_path: Path) -> None:
    lines = written(path)
    copy = tmp_path / "copy" / "a.audit"
    copy.parent.mkdir()
    copy.write_bytes(b"".join(lines))
    put_head(copy, lines)
    assert verify(copy).whole
    assert sorted(each.name for each in copy.parent.iterdir()) == ["a.audit", "a.audit.head"]


def test_the_last_line_is_read_however_long_it_is(path: Path) -> None:
    append(path, event(1))
    append(path, event(2, why="x" * 1_000_000))
    assert append(path, event(3)).n == 3
    assert verify(path).whole
    assert audit_disk.last_line(path, 5) == b""
