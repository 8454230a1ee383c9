"""A program that speaks the frames of Leat, reads a table and adds to an accumulator."""
import mmap
import os
import socket
import struct
import sys

HEAD = struct.Struct("<iqiiqq")
TEXT, REPORTS, END = 3, 0x200, 6
tables = {}
for line in os.environ["LEAT_TABLES"].split("\n"):
    name, kind, owner, path = line.split("\t")
    with open(path, "rb") as file:
        tables[name] = (kind, owner, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
counter = os.environ["LEAT_ACCUMULATORS"].split("\n")[0].encode()

token = sys.stdin.buffer.readline().strip()
channel = socket.socket(socket.AF_UNIX)
channel.connect(os.environ["LEAT_SOCKET"])


def send(number, count, kind, body):
    channel.sendall(HEAD.pack(len(body) + HEAD.size - 4, number, count, kind, 0, 0) + body)


def receive(count):
    data = b""
    while len(data) < count:
        more = channel.recv(count - len(data))
        if not more:
            os._exit(0)
        data += more
    return data


send(0, 1, 0, token)
send(0, 0, 2, b"")
while True:
    length, number, count, kind, _, _ = HEAD.unpack(receive(HEAD.size))
    body = receive(length - HEAD.size + 4)
    if kind == END:
        break
    lengths = struct.unpack_from("<%dI" % count, body)
    results, at = [], 4 * count
    for size in lengths:
        index = int(body[at:at + size])
        at += size
        table_kind, owner, data = tables["tens"]
        value = struct.unpack_from("<q", data, 8 * index)[0]
        results.append(("%s %s %d" % (table_kind, owner, value)).encode())
    answer = struct.pack("<%dI" % len(results), *map(len, results)) + b"".join(results)
    report = struct.pack("<IBI", 1, 5, len(counter)) + counter + struct.pack("<Bq", 3, count)
    send(number, count, TEXT | REPORTS, answer + report)
