"""What follows from the numbers: business goals, targets and how far they are."""
