"""Speed and memory beside what a user would write by hand: `make bench`."""
