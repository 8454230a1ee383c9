"""Functions of tests."""
import os
import re
import signal


def upper(text):
    if text == "bad":
        raise ValueError("it is bad")
    return text.upper()


def stuck(text):
    return re.match("(a+)+$", "a" * 64 + "b")


def faulty(text):
    number, fault = text.split(" ")
    if fault == "THROW":
        raise ValueError("thrown on purpose by " + number)
    if fault == "EXIT":
        os._exit(9)
    if fault == "KILL":
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == "HANG":
        while True:
            pass
    if fault == "GARBAGE":
        for descriptor in range(3, 20):
            try:
                os.write(descriptor, b"\xee" * 64)
            except OSError:
                pass
    return number
