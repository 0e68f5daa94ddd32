"""What a row of each grain is: its columns as definitions see them. How rows are made is told beside, in Ibis."""
