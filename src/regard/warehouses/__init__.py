"""Where records rest and where SQL runs."""
