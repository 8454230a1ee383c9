import leat


def country(river):
    found = leat.table("countries").get(river)
    if found is None:
        leat.add("unknown", 1)
    return found or "?"
