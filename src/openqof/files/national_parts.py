"""Small questions about the parts of a year as read, before it is built."""

from __future__ import annotations

from collections.abc import Iterable

from openqof.files.shape import Value


def items(year: Value, key: str) -> Iterable[tuple[str, Value]]:
    """Codes and values under a key of the year; nothing when it is absent or was refused."""
    found = year.get(key)
    return found.items() if found else ()


def sliding_of(pays: Value) -> Value | None:
    """The thresholds of a way of paying, also those it has beside another: better_of, protected."""
    terms = terms_of(pays)
    if terms is None or pays.tag == "sliding":
        return terms
    if pays.tag == "better_of":
        return terms.get("sliding")
    normally = terms.get("normally")
    return sliding_of(normally) if normally else None


def terms_of(pays: Value) -> Value | None:
    """What stands under the form of a way of paying; None for register and yes_no."""
    return pays[pays.tag] if isinstance(pays.value, dict) else None


def pays_as_register(indicator: Value) -> bool:
    """Whether an indicator pays for a register, now or where its protection does not reach."""
    pays = indicator.get("pays")
    if pays is None:
        return False
    terms = terms_of(pays)
    normally = terms.get("normally") if terms and pays.tag == "protected" else None
    return "register" in (pays.tag, normally.tag if normally else "")


def weighting_group(indicator: Value, groups: Value) -> str | None:
    """The group whose prevalence weights an indicator's pay, None when nothing does."""
    own = indicator.plain("prevalence")
    if own is not None:
        return None if own == "none" else str(own)
    group = groups.get(indicator.plain("group", ""))
    return str(indicator.plain("group")) if group and group.plain("prevalence_weighted", False) else None
