"""THE PRETEND NATION: seeded, invented, with the truth known. Demo, tests and benches share it. No Django."""
