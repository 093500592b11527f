"""Why a figure is what it is: its terms, the rule each comes from, and how sure that rule is.

The terms come from the exact engine, and the printed factors multiply to the printed pounds: as many decimals
are written as that takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from openqof.core.money import from_pence, to_pence, write_pounds
from openqof.core.national import Indicator, NationalYear
from openqof.core.sources import Basis, Provenance, count_by_basis
from openqof.engine.exact import ExactLine, PracticeFacts, pay_line, pay_practice
from openqof.engine.explain_points import Earned, explain_points
from openqof.engine.inputs import PracticeYear, practice_facts
from openqof.engine.numbers import share_written, written

DECIMALS = range(4, 16)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: what it is, its terms, its amount as written, and the rule it rests on.

    `value` is the amount as written, as a number, where the lines of the explanation are multiplied or
    added; None where a line only informs. `place` is file:line of the rule.
    """

    label: str
    terms: str
    amount: str
    value: Fraction | None = None
    rule: str = ""
    place: str = ""
    source: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure explained: lines that multiply (one indicator) or add (a whole practice) to the pence.

    `notes` say what is out of the ordinary: points as published, protected, nobody on the register, a part
    of a year, a list that stands in for a target population.
    """

    title: str
    practice: str
    year: str
    indicator: str | None
    lines: tuple[Line, ...]
    pence: int
    notes: tuple[str, ...] = ()
    recalled_pence: int = 0
    values: dict[Basis, int] = field(default_factory=dict)


def explain(
    law: NationalYear,
    inputs: PracticeYear,
    *,
    practice: str,
    indicator: str | None = None,
    adjusted: float | None = None,
) -> Explanation:
    """One indicator's figure of one practice, or the whole practice with a line an indicator.

    `adjusted` is how many patients were excepted, where known; it is shown and pays nothing. KeyError where
    the inputs have no such practice or the law no such indicator.
    """
    facts = practice_facts(inputs, inputs.position(practice))
    if indicator is None:
        return _whole(law, facts)
    return _one(law, facts, law.indicators[indicator], adjusted)


def rests_on_recalled(law: NationalYear, rule: Indicator) -> bool:
    """Whether points, thresholds or what weights an indicator are recalled rather than found or derived.

    The one rule for rounding indices is left out: it bears on every indicator alike and is said by itself.
    """
    weight = law.groups[rule.prevalence or rule.population or rule.group].provenance
    return Basis.RECALLED in (rule.points.provenance.basis, rule.pays_provenance.basis, weight.basis)


def _one(law: NationalYear, facts: PracticeFacts, rule: Indicator, adjusted: float | None) -> Explanation:
    line = pay_line(law, facts, rule.id)
    earned = explain_points(law, facts, rule, line)
    factors = _factors(law, facts, rule, line)
    decimals = enough_decimals(
        Fraction(law.point_value.value), [line.points, *(f.value for f in factors)], line.pence
    )
    points = share_written(line.points, decimals)
    value = Fraction(law.point_value.value)
    lines = [
        *_achieved(line, facts, rule, adjusted),
        Line("points", earned.terms, points.text, points.value, "", *_provenance(rule.pays_provenance)),
        Line(
            "value",
            f"× £{law.point_value.value}",
            write_pounds(points.value * value),
            value,
            "value of a point",
            *_provenance(law.point_value.provenance),
        ),
        *(factor.line(decimals) for factor in factors),
        Line("pounds", "", write_pounds(from_pence(line.pence))),
    ]
    return Explanation(
        title=rule.says,
        practice=facts.practice,
        year=str(law.year),
        indicator=rule.id,
        lines=tuple(lines),
        pence=line.pence,
        notes=(*earned.notes, *(note for factor in factors for note in factor.notes)),
        recalled_pence=line.pence if rests_on_recalled(law, rule) else 0,
        values=count_by_basis((rule.points.provenance, rule.pays_provenance)),
    )


def enough_decimals(value: Fraction, factors: list[Fraction], pence: int) -> int | None:
    """How many decimals of each factor make their product with `value` the pence; None: write fractions."""
    for decimals in DECIMALS:
        product = value
        for factor in factors:
            product *= share_written(factor, decimals).value
        if to_pence(product) == pence:
            return decimals
    return None


@dataclass(frozen=True, slots=True)
class _Factor:
    """What pay is multiplied by: its label, terms, exact value, rule and notes."""

    label: str
    terms: str
    value: Fraction
    rule: str
    provenance: Provenance
    notes: tuple[str, ...] = ()

    def line(self, decimals: int | None) -> Line:
        number = share_written(self.value, decimals)
        return Line(
            self.label, self.terms, f"× {number.text}", number.value, self.rule, *_provenance(self.provenance)
        )


def _factors(law: NationalYear, facts: PracticeFacts, rule: Indicator, line: ExactLine) -> list[_Factor]:
    factors = [_size(law, facts, rule, line)]
    if rule.prevalence is not None:
        factors.append(_prevalence(law, facts, rule, line))
    if line.share_of_year != 1:
        days = line.share_of_year * law.year.days
        terms = f"× {written(days)} of {law.year.days} days"
        note = f"in force for {written(days)} of {law.year.days} days"
        factors.append(
            _Factor(
                "part year", terms, line.share_of_year, "days in force", law.point_value.provenance, (note,)
            )
        )
    return factors


def _size(law: NationalYear, facts: PracticeFacts, rule: Indicator, line: ExactLine) -> _Factor:
    """The list over the average list, or the target population over its mean."""
    mean = law.average_list
    note: tuple[str, ...] = ()
    if rule.population is not None:
        group = law.groups[rule.population]
        target, national = (
            facts.population.get(rule.population),
            facts.national_population.get(rule.population),
        )
        if target is not None and national:
            terms = f"× {written(target)} / {written(national)}"
            said = f"{group.population}, practice over national mean"
            return _Factor("population", terms + _rounded(law), line.index, said, group.provenance)
        note = (f"{group.population or 'the target population'}: not known here, so the list stands in",)
    terms = f"× {written(facts.list_size)} / {written(Fraction(mean.value))}"
    return _Factor("list", terms + _rounded(law), line.index, "average list", mean.provenance, note)


def _prevalence(law: NationalYear, facts: PracticeFacts, rule: Indicator, line: ExactLine) -> _Factor:
    key = str(rule.prevalence)
    group = law.groups[key]
    register, national = facts.register.get(key), facts.national_prevalence.get(key)
    if register is None or not national:
        missing = f"the {group.name.lower()} register" if register is None else "the national prevalence"
        note = f"{missing} is not known here, so prevalence weights nothing"
        return _Factor(
            "prevalence", "× 1", line.prevalence_factor, f"{key} register", group.provenance, (note,)
        )
    own = register / facts.list_size if facts.list_size else Fraction(0)
    terms = f"× {_percent(own)} / {_percent(national)}"
    said = f"{key} register {written(register)} of {written(facts.list_size)}, over national prevalence"
    return _Factor("prevalence", terms + _rounded(law), line.prevalence_factor, said, group.provenance)


def _rounded(law: NationalYear) -> str:
    return "" if law.index_decimals is None else f", to {law.index_decimals} decimals"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.4f}%"


def _achieved(line: ExactLine, facts: PracticeFacts, rule: Indicator, adjusted: float | None) -> list[Line]:
    top, bottom = facts.numerator.get(rule.id), facts.denominator.get(rule.id)
    if top is None or bottom is None:
        return []
    left_out = f" ({adjusted:,.0f} adjusted)" if adjusted is not None else ""
    amount = "none" if line.achievement is None else f"{float(line.achievement):.4f}%"
    return [Line("achievement", f"{written(top)} of {written(bottom)}{left_out}", amount)]


def _whole(law: NationalYear, facts: PracticeFacts) -> Explanation:
    paid = pay_practice(law, facts)
    lines: list[Line] = []
    notes: dict[str, list[str]] = {}
    for line in paid:
        rule = law.indicators[line.indicator]
        earned = explain_points(law, facts, rule, line)
        lines.append(_summary(rule, line, earned))
        for note in earned.notes:
            notes.setdefault(note, []).append(rule.id)
    return Explanation(
        title=law.title,
        practice=facts.practice,
        year=str(law.year),
        indicator=None,
        lines=tuple(lines),
        pence=sum(line.pence for line in paid),
        notes=(*(f"{', '.join(ids)}: {note}" for note, ids in notes.items()), *_standing(law)),
        recalled_pence=sum(
            line.pence for line in paid if rests_on_recalled(law, law.indicators[line.indicator])
        ),
        values=count_by_basis(law.provenances()),
    )


def _summary(rule: Indicator, line: ExactLine, earned: Earned) -> Line:
    """One indicator as one line: points of those available, and pounds."""
    terms = f"{share_written(line.points, 4).text} of {written(Fraction(rule.points.value))} points"
    amount = from_pence(line.pence)
    return Line(
        rule.id, terms, write_pounds(amount), Fraction(amount), earned.how, *_provenance(rule.pays_provenance)
    )


def _standing(law: NationalYear) -> list[str]:
    """Arrangements of the year that the figures do not carry out."""
    return [
        f"{arrangement.id}: {arrangement.says}; not applied here"
        for arrangement in law.arrangements
        if arrangement.kind in ("floor", "suspended")
    ]


def _provenance(provenance: Provenance) -> tuple[str, str, str]:
    return provenance.place, provenance.source, str(provenance.basis)
