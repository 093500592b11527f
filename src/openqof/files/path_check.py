"""What the file of a path must mean as well as look like: events there are, with their own details."""

from __future__ import annotations

from collections.abc import Sequence

from openqof.core.governance.bodies import Body
from openqof.core.governance.events import ALWAYS, DETAILS, EVENTS
from openqof.files.shape import Value, Walk
from openqof.files.values import did_you_mean, listed

_ALL = ("on", "by", "acting_as", "event", *ALWAYS)


def check_events(value: Value, walk: Walk) -> None:
    """Note every event that there is not, and every detail that is missing or out of place."""
    for event in value.plain("events", ()):
        name = event.get("event")
        if name is not None and name.value in EVENTS:
            _details(event, name.value, walk)
        elif name is not None:
            hint = did_you_mean(name.value, EVENTS, otherwise="The reference of the path lists all events.")
            walk.problem(name, "G301", f'the path knows no event "{name.value}".', hint)


def _details(event: Value, name: str, walk: Walk) -> None:
    kind = EVENTS[name]
    for key in kind.needs:
        if key not in event.keys:
            walk.problem(event, "G302", f"{name} needs `{key}`: {DETAILS[key].says}.", f"Write `{key}`.")
    known = (*_ALL, *kind.needs, *kind.may)
    for key, place in event.keys.items():
        if key in DETAILS and key not in known:
            takes = listed(f"`{each}`" for each in (*kind.needs, *kind.may)) or "no details"
            walk.problem(place, "G303", f"{name} takes no `{key}`.", f"It takes {takes}.")


def check_named(value: Value, walk: Walk) -> None:
    """Note a path without a body, or with both ways of naming it."""
    if ("body" in value.keys) == ("bodies" in value.keys):
        said = "the path names no body." if "body" not in value.keys else "the path has `body` and `bodies`."
        walk.problem(value.keys.get("bodies", value.place), "G304", said, "Write one of the two.")


def check_bodies(value: Value, bodies: Sequence[Body], walk: Walk) -> None:
    """Note bodies named twice, practices of two bodies, and events of a body that is not there."""
    place = value.keys.get("bodies", value.place)
    codes = [body.code for body in bodies]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        walk.problem(place, "G305", f"{code} stands twice among the bodies.", "Keep one of them.")
    practices = [code for body in bodies for code in dict.fromkeys(body.practices)]
    for code in sorted({code for code in practices if practices.count(code) > 1}):
        walk.problem(place, "G308", f"{code} is a practice of two bodies.", "Leave it under one.")
    for event in value.plain("events", ()):
        body = event.get("body")
        if body is not None and body.value not in codes:
            hint = did_you_mean(body.value, codes, otherwise=f"Here: {listed(codes)}.")
            walk.problem(body, "G307", f"{body.value} does not share the scheme.", hint)
