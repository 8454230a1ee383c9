"""The functions that Python workers run."""


def short(text):
    return text.upper()


def long(text):
    value = int(text)
    for _ in range(2500):
        value = (value * 1103515245 + 12345) & 0x7fffffff
    return str(value)
