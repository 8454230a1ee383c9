"""The function of the guide."""


def score(text):
    return sum(ord(c) for c in text) / max(1, len(text))
