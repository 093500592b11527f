"""The JSON Schemas of the files of governance, for editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openqof.files.actions_shape import actions_schema
from openqof.files.decision_shape import decisions_schema, draft_schema
from openqof.files.governance_body import body_schema
from openqof.files.governance_pack import pack_schema
from openqof.files.meeting_shape import meeting_schema
from openqof.files.path_shape import path_schema
from openqof.files.register_shape import register_schema
from openqof.files.scalars import Schema

SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "pack": pack_schema,
    "body": body_schema,
    "meeting": meeting_schema,
    "register": register_schema,
    "path": path_schema,
    "actions": actions_schema,
    "decisions": decisions_schema,
    "draft": draft_schema,
}
"""What makes the schema of each kind; its `$id` is the name of the file that `make docs` writes."""
