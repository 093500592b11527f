"""The openqof command: one subcommand a question."""

from __future__ import annotations

from typing import Annotated

import typer

from openqof import __version__

app = typer.Typer(
    name="openqof",
    help="National QOF as dated law, and local schemes as reforms of it, priced for every practice.",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"openqof {__version__}")
        raise typer.Exit


@app.callback()
def openqof(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """National QOF as dated law, and local schemes as reforms of it, priced for every practice."""


def _register_all() -> None:
    """Each module names its own commands; none of them imports a heavy library before a command runs."""


_register_all()


def main() -> None:
    """Run the command line."""
    app()
