"""Local values on the command line: --set name=value, as often as there are names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from openqof.cli.common import wrong_usage

SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="another value of a parameter; may be given again"),
]


def values_of(written: Iterable[str] | None) -> dict[str, str]:
    """The values by name; a list is written with commas. Wrong usage where one has no name."""
    values: dict[str, str] = {}
    for each in written or ():
        name, sign, value = (part.strip() for part in each.partition("="))
        if not (name and sign and value):
            wrong_usage(f"--set {each}: write it as --set name=value, such as --set target=96.")
        if name in values:
            wrong_usage(f"--set gives {name} twice.")
        values[name] = value
    return values
