"""One workspace: its settings, its zone, its clock."""
