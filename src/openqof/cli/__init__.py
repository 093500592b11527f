"""The openqof command."""
