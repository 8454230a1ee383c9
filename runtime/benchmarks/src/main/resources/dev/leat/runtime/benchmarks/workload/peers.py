"""One of Python's own pools, or a plain loop, at work already: runs as often as it is asked to.

Started as: python3 peers.py loop|imap|executor FUNCTION PROCESSES CHUNK ELEMENTS. For each line of its input it runs once, and
prints a checksum and the nanoseconds of CPU of all its processes. It ends with its input, and all its processes with it.
"""

import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool, active_children

import work


def elements(function, count):
    if function == "short":
        for i in range(count):
            yield ("element %d " % i).ljust(100, "x")
    else:
        for i in range(count):
            yield str(i)


def cpu_of(pid):
    nanos = 0
    try:
        for thread in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/schedstat" % (pid, thread)) as file:
                nanos += int(file.read().split()[0])
    except OSError:
        pass
    return nanos


def cpu():
    return sum(map(cpu_of, [os.getpid()] + [child.pid for child in active_children()]))


def checksum(results):
    total = 0
    for result in results:
        total = (total * 31 + len(result) + ord(result[-2:-1] or "0")) & 0xffffffffffff
    return total


def serve(run):
    print("ready", flush=True)
    for _ in sys.stdin:
        before = cpu()
        total = checksum(run())
        print(total, cpu() - before, flush=True)
    os.killpg(0, signal.SIGKILL)


def main(model, name, processes, chunk, count):
    function = getattr(work, name)
    if model == "loop":
        serve(lambda: map(function, elements(name, count)))
    elif model == "imap":
        with Pool(processes) as pool:
            serve(lambda: pool.imap(function, elements(name, count), chunksize=chunk))
    else:
        with ProcessPoolExecutor(processes) as pool:
            list(pool.map(function, elements(name, 100 * processes)))
            serve(lambda: pool.map(function, elements(name, count), chunksize=chunk))


if __name__ == "__main__":
    os.setpgrp()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
