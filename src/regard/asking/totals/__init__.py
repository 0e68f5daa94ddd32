"""Answers from totals and return gaps: what they cover, how they are read, how spans are counted in them."""
