"""Forms of the record; those for facts are made from the registry layout."""
