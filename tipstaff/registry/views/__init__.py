"""Pages of the record: thin, one call of a service or query each."""
