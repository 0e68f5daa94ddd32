"""Speed, memory and disk beside what a user would pick instead: `make bench`."""
