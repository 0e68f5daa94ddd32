"""The questions, each with the SQL of its rivals beside it."""
