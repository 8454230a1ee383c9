"""Functions that tests run in workers."""
import ctypes
import os
import signal
import sys
import threading
import time

print("printed while it was imported")


def upper(text):
    return text.upper()


def reverse(data):
    return data[::-1]


def describe(value):
    return {"type": type(value).__name__, "value": value, "list": [1, 2.5, None, True]}


def echo(value):
    return value


def fails(text):
    if text == "bad":
        raise ValueError("it is bad")
    return text


def prints(text):
    print("this must not break the frames", text)
    os.write(1, b"nor this\n")
    return text


def tells(text):
    print("on its way to", text)
    if text == "bad":
        os._exit(9)
    return text


def grows(count):
    return object() if count < 0 else "x" * count


def where(name):
    return os.environ[name] + " " + os.getcwd()


def reads(text):
    return sys.stdin.readline() + text


def nothing(text):
    return None


def number(text):
    return len(text)


def poison(text):
    if text == "exit":
        os._exit(9)
    if text == "sys.exit":
        threading.Thread(target=time.sleep, args=(3600,)).start()
        sys.exit("had enough")
    if text == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "segfault":
        ctypes.string_at(0)
    if text == "hang":
        while True:
            pass
    if text == "sleep":
        time.sleep(3600)
    if text == "garbage":
        for fd in range(3, 20):
            try:
                os.write(fd, b"\xee" * 64)
            except OSError:
                pass
    if text == "close":
        for fd in range(3, 20):
            try:
                os.close(fd)
            except OSError:
                pass
    return text


def leaves_child(path):
    # The child holds all that its parent had open, until the file is gone.
    if os.fork() == 0:
        while os.path.exists(path):
            time.sleep(0.05)
        os._exit(0)
    os._exit(9)


def flood(text):
    line = b"x" * 99 + b"\n"
    block = line * 10000
    for _ in range(int(text)):
        os.write(2, block)
    return text


class Counter:
    def __call__(self, text):
        return text + "!"


exclaim = Counter()
