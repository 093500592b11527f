"""The application: one subcommand a question."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Annotated

import typer

from openqof import __version__

ABOUT = "National QOF as dated law, and local schemes as reforms of it, priced for every practice."
MODULES = {
    "check": "check",
    "schema": "check",
    "show": "show",
    "library": "library",
    "new": "new",
    "compare": "compare",
    "points": "points",
    "pay": "pay",
    "explain": "explain",
    "price": "price",
    "headroom": "headroom",
    "design": "design",
    "data": "data",
    "verify": "verify",
    "audit": "audit",
    "govern": "govern",
}
"""The module that holds each command, in the order that help lists them."""


def build(commands: Iterable[str] = MODULES) -> typer.Typer:
    """The application with the commands named; none of them imports a heavy library before it runs."""
    app = typer.Typer(
        name="openqof",
        help=ABOUT,
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        callback=openqof,
    )
    for module in dict.fromkeys(MODULES[command] for command in commands):
        import_module(f"openqof.cli.{module}").register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"openqof {__version__}")
        raise typer.Exit


def openqof(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
