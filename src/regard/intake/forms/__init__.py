"""How numbers and dates are written in a file, decided from whole columns, and their plain form."""
