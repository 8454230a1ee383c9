"""One measured process of the tour in Python: a plain loop, or threads.

Started as: python3 lap.py WORKLOAD THREADS ELEMENTS SOURCE, where SOURCE is the address of the service or a file of
names. It says "ready", waits for a line, runs, says "done NANOSECONDS CHECKSUM FINDINGS", waits for another line and
ends. It ends with its standard input too. With THREADS 0 it says how many nanoseconds an element takes.
"""

import os
import sys
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from asking import ask
from screening import score

_turns = threading.Semaphore(0)


def _listen():
    while True:
        read = os.read(0, 1)
        if not read:
            os._exit(75)
        if read == b"\n":
            _turns.release()


def elements(workload, count, source):
    if workload == "WAITING":
        return ["%s?item=%d" % (source, i) for i in range(count)]
    with open(source, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in islice(file, count)]


def nanos_each(function, values):
    start = time.perf_counter_ns()
    for value in values:
        function(value)
    return (time.perf_counter_ns() - start) // max(1, len(values))


def main(workload, threads, count, source):
    function = ask if workload == "WAITING" else score
    values = elements(workload, count, source)
    if threads == 0:
        print(nanos_each(function, values))
        return
    threading.Thread(target=_listen, daemon=True).start()
    with ThreadPoolExecutor(threads) as pool:
        run = map if threads == 1 else pool.map
        list(run(function, values[: max(threads, count // 10)]))
        print("ready", flush=True)
        _turns.acquire()
        start = time.perf_counter_ns()
        results = list(run(function, values))
        nanos = time.perf_counter_ns() - start
        print("done %d %d 0" % (nanos, zlib.crc32("\n".join(results).encode("utf-8"))), flush=True)
        _turns.acquire()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
