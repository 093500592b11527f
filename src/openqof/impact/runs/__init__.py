"""Run folders: a price with all that it rests on, bound by fingerprints."""
