"""Answers lines in the way that its argument says."""
import os
import sys
import time

how = sys.argv[1]
for line in sys.stdin:
    text = line.rstrip("\n")
    if text == "bad":
        if how == "exits":
            sys.exit(3)
        if how == "hangs":
            time.sleep(3600)
        if how == "drops":
            continue
        if how == "twice":
            print("one", flush=True)
            print("two", flush=True)
            continue
        if how == "leaves":
            if os.fork() == 0:
                while os.path.exists(sys.argv[2]):
                    time.sleep(0.05)
                os._exit(0)
            sys.exit(3)
        if how == "floods":
            for _ in range(200000):
                sys.stderr.write("x" * 99 + "\n")
    print(text.upper(), flush=how != "buffers")
