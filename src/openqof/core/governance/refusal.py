"""What could not be done, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass

from openqof.core.sources import Provenance


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing refused: why, in a sentence, and the rule that refuses it, cited as verdicts cite rules."""

    says: str
    rule: str
    provenance: Provenance
