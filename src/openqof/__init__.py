"""OpenQOF: national QOF as dated data, local schemes as reforms of it, priced for every practice."""

__version__ = "0.1.0"
