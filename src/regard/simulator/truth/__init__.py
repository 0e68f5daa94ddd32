"""What is true of a world: expectations under its process, worked out exactly and the same for every seed."""
