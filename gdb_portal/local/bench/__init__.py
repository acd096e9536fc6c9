"""Speed as ratios: each row is measured beside its floor, in turns, in one run."""
