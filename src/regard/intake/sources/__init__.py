"""Systems whose exports are read as they come."""
