"""How records arrive: rows, files, and what to do with those that cannot be read."""
