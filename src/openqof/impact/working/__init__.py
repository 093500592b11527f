"""From a scheme, a law and tables to what each practice is paid, as arrays."""
