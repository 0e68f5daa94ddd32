"""Files as tables of raw columns: one file here per format."""
