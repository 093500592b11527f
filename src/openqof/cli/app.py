"""The whole application, for what reads it rather than runs it: the reference pages and the tests."""

from openqof.cli.commands import build

app = build()
