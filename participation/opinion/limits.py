"""The numbers of the method. The public page prints them; changing one is a new method."""

# Goes into every seal: a map says by which method it was made.
METHOD = 1
# Every random draw begins here, so that the same votes give the same map.
SEED = 20_260_101
# Fewer than so many contributions say nothing about a person; more cost too much.
MIN_CONTRIBUTIONS = 7
MAX_CONTRIBUTIONS = 500
# A contribution counts from so many votes on, a person from so many votes on.
MIN_VOTES_OF_CONTRIBUTION = 5
MIN_VOTES_OF_PERSON = 7
# Below this no map is drawn.
MIN_PEOPLE = 50
# The smallest number of people of whom anything is kept, shown or handed out.
MIN_CELL = 5
# More cells would say more about fewer people, and nobody could see them apart.
MAX_CELLS = 120
MIN_GROUP = 10
MAX_GROUPS = 5
# Groups must come back in halves of the contributions that know nothing of each other: on average
# of so many halvings, by the adjusted Rand index (0: by chance, 1: always).
HALVINGS = 12
MIN_STABILITY = 0.1
# And they must lie closer within themselves than as many groups in each of so many clouds
# that have none, by a tenth: people who differ more or less, without a gap, are close to that.
CLOUDS = 59
CLOSER = 0.9
# A share of three in five in every group is agreement; so far apart is division.
COMMON_SHARE = 0.6
DIVIDING_SHARE = 0.4
# Expected share of false finds among the contributions named as typical of a group.
FALSE_FINDS = 0.05
