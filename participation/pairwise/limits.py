"""The numbers of the method. The public page prints them; changing one is a new method."""

# Goes into every seal: a ranking says by which method it was made.
METHOD = 1
MIN_ITEMS = 3
# Every pair of more items would be seen by too few people.
MAX_ITEMS = 40
# So many pairs are asked of each person unless the editor says otherwise.
PAIRS = 12
MAX_PAIRS = 60
# How far strengths are expected to lie apart before anybody has answered (standard deviation of
# their logarithms). It keeps items that always won or were never seen within bounds.
PRIOR_SPREAD = 1.5
# The share of intervals that hold the true value.
CONFIDENCE = 0.95
# What chances are written in: whole numbers read back without loss.
SCALE = 10_000
# While answers come in, a ranking stays as it is for so long at least.
PAUSE_MINUTES = 30
