# The worker of Leat for Python functions. Standard library only, Python 3.8 or newer.
# Started as: python3 -S -E -c <this text> MODULE FUNCTION RESULT, with the variables LEAT_SOCKET, LEAT_PROGRESS,
# LEAT_LARGEST and LEAT_PYTHON_PATH, and a token as the first line of standard input; LEAT_TABLES and LEAT_ACCUMULATORS say
# what the module "leat" has for user code.
import os
import sys

if sys.version_info < (3, 8):
    sys.stderr.write("Leat needs Python 3.8 or newer, and %s is %s\n" % (sys.executable, sys.version.split()[0]))
    sys.exit(97)

import mmap
import struct
import threading
from time import perf_counter_ns

try:
    import _socket as socket  # what "socket" is made of; that takes a quarter of the start to load
except ImportError:
    import socket

# What user code prints goes to the log, and what it reads is empty: the first thing of all.
_parent = os.dup(0)
_null = os.open(os.devnull, os.O_RDONLY)
os.dup2(_null, 0)
os.close(_null)
os.dup2(2, 1)
# What is printed has to be seen before the next element may end the process.
sys.stdout.reconfigure(line_buffering=True)

_files = [os.environ.pop("LEAT_SOCKET"), os.environ.pop("LEAT_PROGRESS")]
_largest = int(os.environ.pop("LEAT_LARGEST"))
_path = os.environ.pop("LEAT_PYTHON_PATH").split(os.pathsep)
_tables = {}
_owned = []
for _line in filter(None, os.environ.pop("LEAT_TABLES", "").split("\n")):
    _name, _kind, _owner, _file = _line.split("\t")
    _tables[_name] = (_kind, _file)
    if _owner == "own":
        _owned.append(_file)
_accumulators = [name for name in os.environ.pop("LEAT_ACCUMULATORS", "").split("\n") if name]
_reports = []


def _read_token():
    token = b""
    while True:
        byte = os.read(_parent, 1)
        if byte in (b"", b"\n"):
            return token
        token += byte


def _guard():
    # Ends with the parent, also when that is killed: then the standard input ends.
    try:
        while os.read(_parent, 4096):
            pass
    finally:
        for name in _files + _owned:
            try:
                os.unlink(name)
            except OSError:
                pass
        for name in _files[:1] + _owned[:1]:
            try:
                os.rmdir(os.path.dirname(name))
            except OSError:
                pass
        os._exit(75)


def _end_with_parent():
    # C code that never returns to the interpreter lets no thread run, so the guard neither: then a signal ends the
    # process, and nothing would delete tables.
    if _owned:
        return
    try:
        import fcntl
        fcntl.fcntl(_parent, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(_parent, fcntl.F_SETFL, fcntl.fcntl(_parent, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):
        pass  # not on this system


HEAD = struct.Struct("<iqiiqq")
HELLO, READY, TEXT, BYTES, VALUES, END, PROBLEM, MORE, REPORTS, FAILED = 0, 2, 3, 4, 5, 6, 7, 0x100, 0x200, 0x80000000
ENOUGH = 1 << 20
_int = struct.Struct("<i")
_long = struct.Struct("<q")
_double = struct.Struct("<d")


class Untransferable(Exception):
    pass


def _write_value(value, out, depth=0):
    kind = type(value)
    if depth > 200:
        raise Untransferable("is nested more than 200 deep, or holds itself")
    if value is None:
        out.append(b"\0")
    elif value is True:
        out.append(b"\1")
    elif value is False:
        out.append(b"\2")
    elif isinstance(value, int):
        if not -(1 << 63) <= value < 1 << 63:
            raise Untransferable("is an int of more than 64 bits")
        out.append(b"\3" + _long.pack(value))
    elif isinstance(value, float):
        out.append(b"\4" + _double.pack(value))
    elif isinstance(value, str):
        text = value.encode("utf-8")
        out.append(b"\5" + _int.pack(len(text)))
        out.append(text)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        out.append(b"\6" + _int.pack(len(value)))
        out.append(bytes(value))
    elif isinstance(value, (list, tuple)):
        out.append(b"\7" + _int.pack(len(value)))
        for each in value:
            _write_value(each, out, depth + 1)
    elif isinstance(value, dict):
        out.append(b"\x08" + _int.pack(len(value)))
        for key, each in value.items():
            _write_value(key, out, depth + 1)
            _write_value(each, out, depth + 1)
    else:
        raise Untransferable("is of type %s.%s, which cannot travel" % (kind.__module__, kind.__qualname__))


def _read_value(data, at):
    kind = data[at]
    at += 1
    if kind == 0:
        return None, at
    if kind == 1:
        return True, at
    if kind == 2:
        return False, at
    if kind == 3:
        return _long.unpack_from(data, at)[0], at + 8
    if kind == 4:
        return _double.unpack_from(data, at)[0], at + 8
    if kind in (5, 6, 9):
        end = at + 4 + _int.unpack_from(data, at)[0]
        raw = bytes(data[at + 4:end])
        return (raw if kind == 6 else raw.decode("utf-8")), end
    if kind in (7, 15):
        count = _int.unpack_from(data, at)[0]
        at += 4
        values = []
        for _ in range(count):
            value, at = _read_value(data, at)
            values.append(value)
        return values, at
    if kind == 8:
        count = _int.unpack_from(data, at)[0]
        at += 4
        entries = {}
        for _ in range(count):
            key, at = _read_value(data, at)
            entries[key], at = _read_value(data, at)
        return entries, at
    if kind == 10:
        return _int.unpack_from(data, at)[0], at + 4
    if kind == 11:
        return struct.unpack_from("<f", data, at)[0], at + 4
    if kind == 12:
        return _int.unpack_from(data, at)[0], at + 4
    if kind == 13:
        return struct.unpack_from("<b", data, at)[0], at + 1
    if kind == 14:
        return chr(_int.unpack_from(data, at)[0]), at + 4
    if kind == 16:
        return _read_value(data, at)
    raise ValueError("a value of kind %d cannot be read by Python; use numbers, texts, bytes, lists and maps" % kind)


class _Map:
    """Texts that are found by texts, in a file that is sorted by the UTF-8 of the keys."""

    def __init__(self, data):
        self._data = data
        self._count = _long.unpack_from(data, 8)[0]

    def __len__(self):
        return self._count

    def _bytes(self, number):
        begin, end = struct.unpack_from("<qq", self._data, 16 + 8 * number)
        return bytes(self._data[begin:end])

    def get(self, key, default=None):
        wanted = key.encode("utf-8", "surrogatepass")
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._bytes(2 * middle)
            if found == wanted:
                return self._bytes(2 * middle + 1).decode("utf-8")
            if found < wanted:
                low = middle + 1
            else:
                high = middle
        return default

    def __contains__(self, key):
        return self.get(key) is not None

    def __getitem__(self, key):
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value


def _table(name, _open={}):
    """The table of that name: a read-only memoryview of bytes, of ints or of floats, or a mapping of texts."""
    if name not in _open:
        if name not in _tables:
            raise LookupError("there is no table %r; the stage has: %s" % (name, ", ".join(sorted(_tables)) or "none"))
        kind, path = _tables[name]
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")
        if kind == "map":
            _open[name] = _Map(data)
        else:
            _open[name] = data.cast({"bytes": "B", "longs": "q", "doubles": "d"}[kind])
    return _open[name]


def _add(name, value):
    """Adds to an accumulator of the job."""
    if name not in _accumulators:
        raise LookupError("there is no accumulator %r; the stage has: %s" % (name, ", ".join(_accumulators) or "none"))
    out = []
    _write_value(name, out)
    try:
        _write_value(value, out)
    except Untransferable as error:
        raise TypeError("the value for the accumulator %r %s" % (name, error))
    _reports.append(b"".join(out))


def _take_reports():
    taken = [_int.pack(len(_reports))] + _reports
    del _reports[:]
    return taken


def _failure(error):
    import traceback
    if isinstance(error, Untransferable):
        return "", "the result %s" % error, ""
    try:
        message = str(error)
    except BaseException:
        message = "its message cannot be read"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != "<string>"]
    trace = "Traceback (most recent call last):\n" + "".join(traceback.format_list(own))
    trace += "".join(traceback.format_exception_only(type(error), error))
    return type(error).__name__, message[:8000], trace[:8000]


class _Failed:
    __slots__ = ("error",)

    def __init__(self, error):
        self.error = error


class Worker:

    def __init__(self, channel, progress, function, result):
        self.channel = channel
        self.progress = progress
        self.function = function
        self.result = result
        self.buffer = bytearray(1 << 16)
        self.filled = 0

    def receive(self, count):
        """Returns a view of the next bytes, or None at the end of the stream."""
        if count > len(self.buffer):
            self.buffer = bytearray(count)
        view = memoryview(self.buffer)
        got = 0
        while got < count:
            read = self.channel.recv_into(view[got:count])
            if read == 0:
                return None
            got += read
        return view[:count]

    def serve(self):
        """Works until the end; returns whether it was asked for, or the connection has ended."""
        while True:
            head = self.receive(HEAD.size)
            if head is None:
                return False
            length, number, count, kind, _, _ = HEAD.unpack(head)
            body = self.receive(length - HEAD.size + 4)
            if number == 1:
                _end_with_parent()  # which has deleted all other files by now
            if body is None or kind == END:
                return body is not None
            self.answer(number, count, kind, body)

    def decode(self, count, kind, body):
        if kind == VALUES:
            elements = []
            at = 0
            for _ in range(count):
                value, at = _read_value(body, at)
                elements.append(value)
            return elements
        lengths = struct.unpack_from("<%di" % count, body)
        at = 4 * count
        elements = []
        if kind == BYTES:
            for length in lengths:
                elements.append(bytes(body[at:at + length]))
                at += length
            return elements
        text = str(body[at:], "utf-8")
        if len(text) == len(body) - at:
            at = 0
            for length in lengths:
                elements.append(text[at:at + length])
                at += length
            return elements
        for length in lengths:
            elements.append(str(body[at:at + length], "utf-8"))
            at += length
        return elements

    def answer(self, number, count, kind, body):
        begin = perf_counter_ns()
        word = number << 24
        progress = self.progress
        progress[0] = word | 1
        elements = self.decode(count, kind, body)
        decoded = perf_counter_ns()
        function = self.function
        results = []
        append = results.append
        word += 1
        failed = False
        for element in elements:
            progress[0] = word
            word += 1
            try:
                append(function(element))
            except Exception as error:
                append(_Failed(error))
                if not failed and word & 0xffffff <= count:
                    # It may be the end of the job, which must not wait for the elements behind it.
                    failed = True
                    progress[0] = number << 24
                    self.send(number, results, 0, 0, True)
                    results.clear()
        computed = perf_counter_ns()
        progress[0] = number << 24
        self.send(number, results, decoded - begin, computed - decoded, False)

    def send(self, number, results, decoding, work, more):
        begin = perf_counter_ns()
        if self.result == "values":
            self.send_values(number, results, decoding, work, begin, more)
        else:
            self.send_arrays(number, results, decoding, work, begin, more)

    def frame(self, number, count, kind, parts, more, work, codec, last=False):
        if last and _reports:
            # Together with results that they belong to, and not before all of them.
            kind |= REPORTS
            parts = parts + _take_reports()
        length = sum(map(len, parts)) + HEAD.size - 4
        head = HEAD.pack(length, number, count, kind | (MORE if more else 0), 0 if more else work, 0 if more else codec)
        self.channel.sendall(b"".join([head] + parts))

    def send_values(self, number, results, decoding, work, begin, more):
        parts, size, count, left = [], 0, 0, len(results)
        for result in results:
            out = []
            try:
                if isinstance(result, _Failed):
                    raise result.error
                _write_value(result, out)
                length = sum(map(len, out))
                if length > _largest:
                    raise Untransferable("has %d bytes when it travels, and %d are allowed; raise largestElement"
                                         % (length, _largest))
            except Exception as error:
                out = [b"\xff"]
                for text in _failure(error):
                    raw = text.encode("utf-8", "replace")
                    out.append(b"\5" + _int.pack(len(raw)))
                    out.append(raw)
            parts.extend(out)
            size += sum(map(len, out))
            count += 1
            left -= 1
            if size >= ENOUGH and left:
                self.frame(number, count, VALUES, parts, True, work, 0)
                parts, size, count = [], 0, 0
        self.frame(number, count, VALUES, parts, more, work, decoding + perf_counter_ns() - begin, True)

    def send_arrays(self, number, results, decoding, work, begin, more):
        kind = TEXT if self.result == "text" else BYTES
        if kind == TEXT:
            try:
                # The usual case in a few calls: short texts in ASCII and no error.
                text = "".join(results)
                if text.isascii() and len(text) < ENOUGH and len(text) <= _largest:
                    count = len(results)
                    lengths = struct.pack("<%di" % count, *map(len, results))
                    codec = decoding + perf_counter_ns() - begin
                    self.frame(number, count, kind, [lengths, text.encode("ascii")], more, work, codec, True)
                    return
            except TypeError:
                pass
        lengths, parts, size, left = [], [], 0, len(results)
        for result in results:
            flag = 0
            try:
                raw = self.raw(result, kind)
            except Exception as error:
                raw = "\0".join(_failure(error)).encode("utf-8", "replace")
                flag = FAILED
            lengths.append(len(raw) | flag)
            parts.append(raw)
            size += len(raw)
            left -= 1
            if size >= ENOUGH and left:
                self.frame(number, len(lengths), kind, [struct.pack("<%dI" % len(lengths), *lengths)] + parts, True, work, 0)
                lengths, parts, size = [], [], 0
        packed = struct.pack("<%dI" % len(lengths), *lengths)
        codec = decoding + perf_counter_ns() - begin
        self.frame(number, len(lengths), kind, [packed] + parts, more, work, codec, True)

    def raw(self, result, kind):
        if isinstance(result, _Failed):
            raise result.error
        if kind == TEXT and isinstance(result, str):
            raw = result.encode("utf-8")
        elif kind == BYTES and isinstance(result, (bytes, bytearray, memoryview)):
            raw = bytes(result)
        elif result is None:
            raise TypeError("the function returned None")
        else:
            raise TypeError("the function returned %s, not %s as declared"
                            % (type(result).__name__, "str" if kind == TEXT else "bytes"))
        if len(raw) > _largest:
            raise Untransferable("has %d bytes when it travels, and %d are allowed; raise largestElement"
                                 % (len(raw), _largest))
        return raw


def _load(module, name):
    """Returns the function, or raises with a message for the user."""
    import importlib
    import site
    import types
    site.main()
    shared = types.ModuleType("leat", "What a worker shares with the process that started it.")
    shared.table = _table
    shared.add = _add
    sys.modules["leat"] = shared
    sys.path[0:0] = [folder for folder in _path if folder]
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.split(".")[0] and error.name != module:
            raise
        raise LookupError("there is no Python module '%s' in %s" % (module, ", ".join(_path)))
    function = loaded
    for part in name.split("."):
        function = getattr(function, part, None)
    if not callable(function):
        known = sorted(key for key, value in vars(loaded).items() if callable(value) and not key.startswith("_"))
        raise LookupError("the Python module '%s' (%s) has no function '%s'; it has: %s"
                          % (module, getattr(loaded, "__file__", "?"), name, ", ".join(known) or "none"))
    return function


def _main():
    token = _read_token()
    guard = threading.Thread(target=_guard, daemon=True)
    guard.start()
    try:
        code = _work(token)
    except SystemExit as end:
        # Ends at once: threads that user code has left running must not keep the process.
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if not isinstance(end.code, (int, type(None))):
            print(end.code)
    except Exception:
        import traceback
        traceback.print_exc()
        code = None
    if code is None:
        # A killed process closes its files one by one: the guard ends this one if it was that.
        guard.join(1)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
        import atexit
        atexit._run_exitfuncs()
    finally:
        os._exit(70 if code is None else code)


def _work(token):
    """Works until the end; returns the exit code, or None if the connection has ended unasked."""
    module, name, result = sys.argv[1:4]
    sys.argv = [module]
    channel = socket.socket(socket.AF_UNIX)
    channel.connect(_files[0])
    with open(_files[1], "r+b") as file:
        word = memoryview(mmap.mmap(file.fileno(), 64)).cast("q")
    worker = Worker(channel, word, None, result)
    worker.frame(0, 1, HELLO, [token], False, 0, 0)
    try:
        worker.function = _load(module, name)
    except BaseException as error:
        if isinstance(error, LookupError) and not isinstance(error, (KeyError, IndexError)):
            text = str(error)
        else:
            kind, message, trace = _failure(error)
            text = "the Python module '%s' cannot be imported: %s: %s\n%s" % (module, kind, message, trace)
        worker.frame(0, 0, PROBLEM, [text.encode("utf-8", "replace")], False, 0, 0)
        channel.close()
        return 70
    worker.frame(0, 0, READY, [], False, 0, 0)
    return 0 if worker.serve() else None


_main()
