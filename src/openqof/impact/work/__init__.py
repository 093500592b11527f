"""Patients, contacts and hours: what stops, what starts, and how freed time was spent."""
