"""Reads a worked case: its small tables become facts, its term is read as a scheme document's would be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from openqof.core.terms import Reading, Term
from openqof.core.years import FinancialYear
from openqof.engine.terms.facts import Counts, Facts, Results
from openqof.files.nodes import Document, compose
from openqof.files.scheme_terms_build import build_term
from openqof.files.scheme_terms_shape import TERMS
from openqof.files.shape import read

FOLDER = Path(__file__).parent / "formulas"
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One worked case; answers are pounds by practice, None where they are not known."""

    says: str
    term: Term
    facts: Facts
    pays: dict[str, Decimal | None]
    least: dict[str, Decimal | None]
    most: dict[str, Decimal | None]


def read_case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    answers = (_answers(yaml.load(text, yaml.BaseLoader).get(key, {})) for key in ("pays", "least", "most"))
    return Case(found["says"], _term(text, path.name), _Tables(found).facts(), *answers)


def _answers(written: dict[str, str]) -> dict[str, Decimal | None]:
    return {code: None if text == "not known" else Decimal(text) for code, text in written.items()}


def _term(text: str, name: str) -> Term:
    """The value of `term`, by the reader of scheme documents."""
    document = compose(text, name=name)
    node = next(value for key, value in document.root.value if key.value == "term")
    value, problems = read(TERMS, Document(name, node, document.lines))
    assert value is not None and not problems, problems
    return build_term(value)


class _Tables:
    """The tables of one case, as arrays in the order of its practices."""

    def __init__(self, case: Row) -> None:
        self.case = case
        self.codes = tuple(case["practices"])
        self.year = FinancialYear.parse(case["year"])

    def row(self, by_practice: Row, missing: float = np.nan) -> np.ndarray:
        return np.array([float(by_practice.get(code, missing)) for code in self.codes])

    def of_practices(self, key: str, missing: Any) -> list[Any]:
        return [self.case["practices"][code].get(key, missing) for code in self.codes]

    def rows(self, table: Row, ids: tuple[str, ...], missing: float) -> np.ndarray:
        found = [self.row(table.get(name, {}), missing) for name in ids]
        return np.array(found).reshape(len(ids), len(self.codes))

    def results(self, year: FinancialYear, table: Row, size: np.ndarray) -> Results:
        ids = tuple(table.get("points", {}))
        points = self.rows(table.get("points", {}), ids, np.nan)
        most = table.get("most_points")
        return Results(
            year=year,
            ids=ids,
            value=float(table.get("point_value", 1)),
            list_index=size / float(table.get("average_list", 1)),
            points=points,
            weight=self.rows(table.get("prevalence", {}), ids, 1.0),
            all_points=self.row(table.get("all_points", {})),
            pounds=self.row(table.get("pounds", {})),
            most=None if most is None else np.array([[float(most[name])] for name in ids]),
        )

    def counts(self, table: Row) -> Counts:
        pairs = [str(table.get(code, "nan of nan")).split(" of ") for code in self.codes]
        top, bottom = (
            np.array([float(pair[i] if i < len(pair) else "nan") for pair in pairs]) for i in (0, 1)
        )
        return Counts(top, bottom, kind=table.get("kind", "share"))

    def keyed(self, name: str) -> dict[tuple[str, ...], Row]:
        return {tuple(key.split()): table for key, table in self.case.get(name, {}).items()}

    def facts(self) -> Facts:
        size = np.array(self.of_practices("list", 0), dtype=np.float64)
        years = {FinancialYear.parse(year): table for year, table in self.case.get("years", {}).items()}
        met = self.case.get("obligations", {})
        return Facts(
            practices=self.codes,
            joined=np.array(self.of_practices("joined", True)),
            networks=tuple(self.of_practices("network", "")),
            contracts=tuple(self.of_practices("contract", "")),
            list_size=size,
            weighted_list=np.array(self.of_practices("weighted", np.nan), dtype=np.float64),
            national=np.array(self.of_practices("national", np.nan), dtype=np.float64),
            now=self.results(self.year, self.case, size),
            registers={group: self.row(table) for group, table in self.case.get("registers", {}).items()},
            then={y: self.results(y, table, self.row(table.get("list", {}))) for y, table in years.items()},
            income={
                (line, FinancialYear.parse(year), Reading(reading)): self.row(table)
                for (line, year, reading), table in self.keyed("income").items()
            },
            measures={
                (key[0], key[1] if len(key) > 1 else ""): self.counts(table)
                for key, table in self.keyed("measures").items()
            },
            past={
                (of, FinancialYear.parse(year)): self.row(t) for (of, year), t in self.keyed("past").items()
            },
            pools={name: float(pounds) for name, pounds in self.case.get("pools", {}).items()},
            met={name: np.isin(self.codes, by) for name, by in met.items()},
        )
