"""Let `python -m openqof` do what `openqof` does."""

from openqof.cli.main import main

main()
