"""Functions of tests that share data with the process that started them."""
import os

import leat

COUNTRIES = leat.table("countries")


def look_up(river):
    leat.add("asked", 1)
    if leat.table("numbers")[2] != 30 or leat.table("shares")[1] != 0.5 or bytes(leat.table("raw")) != b"abc":
        raise ValueError("the tables hold something else")
    return COUNTRIES.get(river, "unknown") + (" in" if river in COUNTRIES else " out")


def misuse(how):
    if how == "table":
        return leat.table("missing")
    if how == "name":
        leat.add("missing", 1)
    if how == "type":
        leat.add("asked", "text")
    if how == "travel":
        leat.add("asked", object())
    if how == "write":
        leat.table("numbers")[0] = 1
    leat.add("asked", 1)
    return how


def ends(text):
    leat.add("asked", 1)
    if text.endswith("7"):
        os._exit(3)
    return text
