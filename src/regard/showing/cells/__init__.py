"""The cells of a curve in words: one file per shape, for terminal, notebook and charts alike."""
