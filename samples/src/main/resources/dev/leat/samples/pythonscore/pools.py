"""File to file through screening.score, by a plain loop or by one of Python's own pools of processes.

Started as: python3 pools.py loop|imap|executor PROCESSES CHUNK INPUT OUTPUT. Prints the nanoseconds from before the
pool was made until the output was closed. Ends with its standard input, and all its processes with it.
"""

import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool

from screening import score


def _end_with_input():
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


def lines(path):
    """The lines of a file, which end with a line feed, or with a carriage return and a line feed."""
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            end = 2 if line.endswith("\r\n") else 1 if line.endswith("\n") else 0
            yield line[: len(line) - end]


def write(path, results):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for result in results:
            file.write(result + "\n")


def main(model, processes, chunk, source, target):
    if model == "loop":
        write(target, map(score, lines(source)))
    elif model == "imap":
        with Pool(processes) as pool:
            write(target, pool.imap(score, lines(source), chunksize=chunk))
            pool.close()
            pool.join()
    else:
        with ProcessPoolExecutor(processes) as pool:
            write(target, pool.map(score, lines(source), chunksize=chunk))


if __name__ == "__main__":
    os.setpgrp()
    threading.Thread(target=_end_with_input, daemon=True).start()
    start = time.perf_counter_ns()
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
    print(time.perf_counter_ns() - start)
