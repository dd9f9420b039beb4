"""HOW OTHERS WRITE IT: one reader and one writer for each foreign format. No Django."""
