"""From checked rows to the record, in sets: what is on file, what differs, what is written."""
