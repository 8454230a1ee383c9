"""Asks the service of the tour, each thread over a connection of its own that stays open."""

import http.client
import threading
from urllib.parse import urlsplit

_own = threading.local()


def ask(url):
    parts = urlsplit(url)
    connection = getattr(_own, "connection", None)
    if connection is None:
        connection = _own.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    connection.request("GET", parts.path + "?" + parts.query)
    response = connection.getresponse()
    answer = response.read().decode("utf-8")
    if response.status != 200:
        raise OSError("the service answered with status %d" % response.status)
    return answer


def same(value):
    return value
