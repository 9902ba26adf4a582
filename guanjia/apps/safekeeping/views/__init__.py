"""The screens: counter, shelf, one thing and its steps, losses, newspapers, papers and labels."""
