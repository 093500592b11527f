"""A register of decisions, or the draft of a decision, read whole or refused whole."""

from __future__ import annotations

from pathlib import Path

from openqof.core.governance.records import DecisionRegister, Draft
from openqof.core.problems import BadInput
from openqof.files.decision_build import build_decisions, build_draft
from openqof.files.decision_check import check_decisions
from openqof.files.decision_shape import DECISIONS_SHAPE, DRAFT_SHAPE
from openqof.files.nodes import Document, read_document
from openqof.files.shape import Walk, read
from openqof.files.shipped import shown_path


def load_decisions(path: str | Path) -> DecisionRegister:
    """A register of decisions and procurements; BadInput carries every problem of the file."""
    return decisions_in(read_document(Path(path), name=shown_path(Path(path))))


def decisions_in(document: Document) -> DecisionRegister:
    """The register of a document already composed; BadInput carries every problem."""
    walk = Walk(document.name)
    value, _ = read(DECISIONS_SHAPE, document, walk=walk)
    if value is not None:
        check_decisions(value, walk)
    if value is None or walk.problems:
        raise BadInput(walk.problems)
    return build_decisions(value)


def load_draft(path: str | Path) -> tuple[str, Draft]:
    """The item a draft is of, and the draft; BadInput carries every problem of the file."""
    return draft_in(read_document(Path(path), name=shown_path(Path(path))))


def draft_in(document: Document) -> tuple[str, Draft]:
    """The draft of a document already composed; BadInput carries every problem."""
    walk = Walk(document.name)
    value, _ = read(DRAFT_SHAPE, document, walk=walk)
    if value is None or walk.problems:
        raise BadInput(walk.problems)
    return build_draft(value)
