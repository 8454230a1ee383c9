"""A worker that speaks the frames of Leat and misbehaves in a way that is its argument."""
import os
import socket
import struct
import sys
import time

HEAD = struct.Struct("<iqiiqq")
how = sys.argv[1]
token = sys.stdin.buffer.readline().strip()
if how == "wrong token":
    token = b"0" * len(token)
if how == "never connects":
    sys.exit(5)
channel = socket.socket(socket.AF_UNIX)
channel.connect(os.environ["LEAT_SOCKET"])


def send(number, count, kind, body, length=None):
    size = len(body) + HEAD.size - 4 if length is None else length
    channel.sendall(HEAD.pack(size, number, count, kind, 0, 0) + body)


def receive(count):
    data = b""
    while len(data) < count:
        more = channel.recv(count - len(data))
        if not more:
            os._exit(0)
        data += more
    return data


send(0, 99 if how == "other version" else 1, 0, token)
if how == "problem":
    send(0, 0, 7, b"the licence has expired")
    sys.exit(1)
send(0, 0, 2, b"")
while True:
    length, number, count, kind, _, _ = HEAD.unpack(receive(HEAD.size))
    body = receive(length - HEAD.size + 4)
    if kind == 6:
        if how == "ignores the end":
            time.sleep(3600)
        break
    lengths = struct.unpack_from("<%dI" % count, body)
    texts, at = [], 4 * count
    for size in lengths:
        texts.append(body[at:at + size])
        at += size
    if b"bad" in texts and how != "good":
        if how == "garbage":
            channel.sendall(b"\xff" * 200)
        elif how == "too few":
            texts = texts[:-1]
        elif how == "too many":
            texts = texts + [b"more"]
        elif how == "out of order":
            number += 1
        elif how == "closes":
            channel.shutdown(socket.SHUT_RDWR)
            time.sleep(3600)
        elif how == "huge":
            send(number, count, kind, b"", 0x7ffffff0)
        elif how == "lies":
            send(number, count, kind, b"some of it", 1 << 30)
            os._exit(4)
        elif how == "cut":
            channel.sendall(HEAD.pack(1000, number, count, kind, 0, 0))
            os._exit(4)
        elif how == "silent":
            time.sleep(3600)
    send(number, len(texts), kind, struct.pack("<%dI" % len(texts), *map(len, texts)) + b"".join(texts))
