"""Curves as statements: the rows that each shape is made of."""
