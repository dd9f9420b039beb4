"""The sheets of the registry layout, made from the people: each function gives the rows of one sheet."""
