"""How sure we are of a number, and whether it moved."""
