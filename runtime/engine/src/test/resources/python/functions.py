"""Functions of tests."""


def upper(text):
    if text == "bad":
        raise ValueError("it is bad")
    return text.upper()
