"""The shape of pay terms: one entry for each dataclass of core.terms."""

from __future__ import annotations

from openqof.core.terms import Missing, Uplift
from openqof.files.national_shape import CODE
from openqof.files.scheme_basics import (
    ABOVE_NOUGHT,
    CHOSEN,
    COUNTED,
    FOR,
    LINE,
    NAME,
    PERCENT,
    PERIOD,
    POINTS,
    POUNDS,
    RATE,
    READING,
    STANDARD,
    stated_once,
)
from openqof.files.shape import (
    Choice,
    Either,
    Flag,
    ListOf,
    MappingOf,
    Named,
    Number,
    Record,
    Shape,
    Tagged,
    Text,
    Year,
    whole,
)

TERM = Named("pay_term", lambda: TERMS)
SEVERAL = ListOf(TERM, fewest=1)
UPLIFT = ListOf(Choice(tuple(uplift.value for uplift in Uplift)))
MISSING = Choice(tuple(rule.value for rule in Missing))
WATCHED = Text(form="an indicator or an own measure", pattern=f"(?:{CODE.pattern})|(?:{NAME.pattern})")

_FORMS: dict[str, Shape] = {
    "fixed": POUNDS,
    "a_head": Record({"pounds": RATE}, {"of": COUNTED}),
    "base_income": Record(
        {"of": Year(), "reading": READING}, {"line": LINE, "uplift": UPLIFT, "missing": MISSING}
    ),
    "base_points": Record(
        {"of": Year()},
        {
            "indicators": CHOSEN,
            "uplift": UPLIFT,
            "out_of": ABOVE_NOUGHT,
            "scaled_to": POINTS,
            "missing": MISSING,
            "without_retired": Flag(),
        },
    ),
    "points": Record({}, {"indicators": CHOSEN}),
    "slide": Record({"measure": NAME, "from": Number(0), "to": Number(0), "pays": TERM}),
    "item": Record(
        {"measure": NAME, "pounds": RATE}, {"most": Number(0, 1_000_000), "most_a_thousand": Number(0, 1000)}
    ),
    "tariff": Record(
        {"groups": MappingOf(RATE, key=NAME, what="the group", fewest=1)},
        {
            "kpis": ListOf(
                Record({"measure": NAME, "weight": PERCENT, "full": Number(0), "half": Number(0)}), fewest=1
            )
        },
    ),
    "top_up": Record(
        {
            "to": RATE,
            "of": COUNTED,
            "lines": ListOf(LINE, fewest=1),
            "parts": ListOf(
                Record({"share": PERCENT, "standards": ListOf(STANDARD)}, {"each": Flag()}), fewest=1
            ),
        }
    ),
    "improvement": Record(
        {"of": WATCHED, "years": whole(1, 5), "from": PERCENT, "to": PERCENT, "pays": TERM}, {"own": Flag()}
    ),
    "best_period": Record(
        {"measure": NAME, "periods": ListOf(PERIOD, fewest=1), "pounds": RATE}, {"times": ABOVE_NOUGHT}
    ),
    "capitation": Record(
        {
            "pounds": RATE,
            "of": COUNTED,
            "spend": NAME,
            "gain": PERCENT,
            "loss": PERCENT,
            "gain_cap": PERCENT,
            "loss_cap": PERCENT,
        },
        {"pays_budget": Flag()},
    ),
    "pool_share": Record({"pool": NAME, "by": TERM}),
    "sum": SEVERAL,
    "share": Record({"percent": Number(0, 1000), "of": TERM}),
    "less": Record({"of": TERM, "take": SEVERAL}, {"below_nought": Flag()}),
    "best_of": Either((SEVERAL, Record({"terms": SEVERAL}, {"by_at_least": PERCENT}))),
    "mean_of": Either((SEVERAL, Record({"terms": SEVERAL}, {"missing": MISSING}))),
    "limited": Record({"of": TERM}, {"least": TERM, "most": TERM}),
    "network_all": Record({"pays": TERM}, {"standard": STANDARD}),
    "if_met": Record({"obligations": ListOf(NAME, fewest=1), "pays": TERM}),
    "for_contracts": Record({"contracts": FOR, "pays": TERM}, {"else_pays": TERM}),
}
TERM_FORMS = {tag: stated_once(f"{tag}_term", form) for tag, form in _FORMS.items()}
TERMS: Shape = Tagged(forms=TERM_FORMS, called="a pay term")
