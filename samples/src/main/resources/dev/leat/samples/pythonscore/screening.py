"""Screens names against a watch list, by the similarity of Jaro and Winkler.

W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage",
1990. Standard library only, Python 3.8 or newer.
"""

import os

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "watch_list.txt"), encoding="utf-8") as _file:
    WATCH_LIST = _file.read().split("\n")[:-1]

PREFIX_WEIGHT = 0.1
LONGEST_PREFIX = 4


def jaro(a, b):
    """The similarity of two texts, from 0 to 1: how many letters they share at about the same place."""
    if not a or not b:
        return 0.0
    reach = max(len(a), len(b)) // 2 - 1
    taken = [False] * len(b)
    shared = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                shared.append(letter)
                break
    if not shared:
        return 0.0
    others = [letter for letter, is_taken in zip(b, taken) if is_taken]
    moved = sum(x != y for x, y in zip(shared, others)) // 2
    count = len(shared)
    return (count / len(a) + count / len(b) + (count - moved) / count) / 3.0


def similarity(a, b):
    """The same, with more for texts that begin alike."""
    prefix = 0
    while prefix < min(len(a), len(b), LONGEST_PREFIX) and a[prefix] == b[prefix]:
        prefix += 1
    plain = jaro(a, b)
    return plain + prefix * PREFIX_WEIGHT * (1.0 - plain)


def score(name):
    """The name, the most similar one of the watch list, and their similarity in thousandths, divided by tabs."""
    lower = name.lower()
    closest = ""
    most = 0.0
    for listed in WATCH_LIST:
        found = similarity(lower, listed)
        if found > most:
            most = found
            closest = listed
    return "%s\t%s\t%d" % (name, closest, int(most * 1000.0 + 0.5))
