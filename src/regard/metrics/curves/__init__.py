"""Curves from sorted rows, in numpy: what SQL says only in many passes."""
