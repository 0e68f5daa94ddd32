"""How an answer looks: its JSON turned into words, tables, charts and frames."""
