"""How it is told: the Python surface, the calculator, the command line."""
