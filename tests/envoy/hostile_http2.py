"""Messages in HTTP/2 with prior knowledge, or nearly so, and calls of gRPC, that no client should send."""

from collections.abc import Sequence

from .hostile_message import Message, message

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FLOOD = 400
"""Frames of a flood. Envoy's own limits for one connection begin at 100."""

Field = tuple[str | bytes, str | bytes]

DATA, HEADERS, PRIORITY, RST, SETTINGS, PROMISE, PING, GOAWAY, WINDOW, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS, PADDED = 1, 1, 4, 8

PSEUDO: list[Field] = [(":method", "POST"), (":scheme", "http"), (":authority", "api"), (":path", "/shop.Orders/Get")]
CALL: list[Field] = [*PSEUDO, ("content-type", "application/grpc"), ("te", "trailers")]


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    """A frame."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def _string(value: str | bytes) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    length = len(raw)
    if length < 127:
        return bytes([length]) + raw
    found, length = b"\x7f", length - 127
    while length >= 128:
        found, length = found + bytes([length % 128 + 128]), length // 128
    return found + bytes([length]) + raw


def block(fields: Sequence[Field]) -> bytes:
    """Headers in HPACK: literals that enter no table."""
    return b"".join(b"\0" + _string(name) + _string(value) for name, value in fields)


def headers(fields: Sequence[Field] = CALL, stream: int = 1, flags: int = END_HEADERS) -> bytes:
    """A HEADERS frame, and CONTINUATION frames where it is too long for one."""
    raw = block(fields)
    parts = [raw[at : at + 16_000] for at in range(0, len(raw), 16_000)] or [b""]
    found = frame(HEADERS, flags if len(parts) == 1 else flags & ~END_HEADERS, stream, parts[0])
    for number, part in enumerate(parts[1:], 2):
        found += frame(CONTINUATION, END_HEADERS if number == len(parts) else 0, stream, part)
    return found


def body(raw: bytes = bytes(5), stream: int = 1, flags: int = END_STREAM) -> bytes:
    """A DATA frame; an empty message of gRPC, the last of its call."""
    return frame(DATA, flags, stream, raw)


START = PREFACE + frame(SETTINGS)


def _sent(*parts: bytes) -> Message:
    return message(START + b"".join(parts))


def _asked(*more: Field, without: str = "", **instead: str) -> Message:
    """A call with other headers: `instead` by the names of pseudo headers, or `without` one."""
    own = [(name, instead.get(str(name)[1:], value)) for name, value in CALL if name != without]
    return _sent(headers([*own, *more]), body())


def _setting(key: int, value: int) -> bytes:
    return frame(SETTINGS, payload=key.to_bytes(2, "big") + value.to_bytes(4, "big"))


def rst(stream: int = 1, code: int = 8) -> bytes:
    """A RST_STREAM frame. 8: the client gives up."""
    return frame(RST, stream=stream, payload=code.to_bytes(4, "big"))


def _window(more: int, stream: int = 0) -> bytes:
    return frame(WINDOW, stream=stream, payload=more.to_bytes(4, "big"))


def _each(number: int = FLOOD) -> range:
    """Ids of streams."""
    return range(1, 2 * number, 2)


FRAMES = {
    "HTTP/2": _sent(headers(), body()),
    "preface alone": message(PREFACE),
    "half a preface": message(PREFACE[:10], ending="half-close"),
    "slow preface": message(PREFACE[:10], PREFACE[10:], START[24:], headers(), body()),
    "rubbish for frames": _sent(bytes(range(256)) * 4),
    "HTTP/1.1 behind the preface": _sent(b"GET / HTTP/1.1\r\nhost: api\r\n\r\n"),
    "no settings": message(PREFACE + headers() + body()),
    "settings flood": _sent(frame(SETTINGS) * FLOOD),
    "acknowledgements flood": _sent(frame(SETTINGS, ACK) * FLOOD),
    "odd settings": _sent(frame(SETTINGS, payload=b"abc")),
    "settings of a stream": _sent(frame(SETTINGS, stream=1)),
    "settings out of range": _sent(_setting(5, 1), _setting(4, 2**32 - 1), _setting(2, 7)),
    "no table": _sent(_setting(1, 0), headers(), body()),
    "tables to and fro": _sent((_setting(1, 0) + _setting(1, 65536)) * 50, headers(), body()),
    "window of nothing": _sent(_setting(4, 0), headers(), body()),
    "windows to and fro": _sent(headers(), (_setting(4, 0) + _setting(4, 2**31 - 1)) * 50, body()),
    "ping flood": _sent(frame(PING, payload=bytes(8)) * FLOOD),
    "short ping": _sent(frame(PING, payload=b"abc")),
    "priority flood": _sent(headers(), frame(PRIORITY, stream=1, payload=bytes(5)) * FLOOD),
    "depends on itself": _sent(frame(PRIORITY, stream=1, payload=b"\0\0\0\1\0")),
    "goaway, and more": _sent(headers(), frame(GOAWAY, payload=bytes(8)), body(), headers(stream=3), body(stream=3)),
    "promise": _sent(headers(), frame(PROMISE, END_HEADERS, 1, b"\0\0\0\2" + block(CALL))),
    "unknown frames": _sent(frame(99, 255, 1, b"abc") * 50, headers(), body()),
    "too long a frame": _sent(frame(DATA, 0, 1, bytes(20_000))),
    "window of nothing more": _sent(headers(), _window(0, 1)),
    "window overflow": _sent(headers(), _window(2**31 - 1, 1) * 2, _window(2**31 - 1)),
    "window flood": _sent(headers(), _window(1, 1) * FLOOD, _window(1) * FLOOD, body()),
}

STREAMS = {
    "RST flood": _sent(*(headers(stream=each) + rst(each) for each in _each())),
    "RST flood after bodies": _sent(*(headers(stream=each) + body(stream=each) + rst(each) for each in _each())),
    "slow RST flood": message(
        START + b"".join(headers([*CALL, ("x-delay", "0.5")], stream=each) + body(stream=each) for each in _each(90)),
        b"".join(rst(each) for each in _each(90)),
    ),
    "RST of nothing": _sent(rst(1), rst(0)),
    "RST twice": _sent(headers(), rst(), rst(), body()),
    "RST with every code": _sent(*(headers(stream=each) + rst(each, each) for each in _each(20))),
    "more streams than may be": _sent(*(headers(stream=each) for each in _each(150))),
    "even stream": _sent(headers(stream=2)),
    "stream nought": _sent(headers(stream=0)),
    "streams backwards": _sent(headers(stream=5), headers(stream=3)),
    "the last stream": _sent(headers(stream=2**31 - 1), body(stream=2**31 - 1)),
    "headers twice": _sent(headers(), headers(), body()),
    "headers depend on themselves": _sent(frame(HEADERS, END_HEADERS | 32, 1, b"\0\0\0\1\0" + block(CALL))),
    "data of nothing": _sent(body()),
    "data for stream nought": _sent(body(stream=0)),
    "data after the end": _sent(headers(), body(), body()),
    "more padding than data": _sent(headers(), frame(DATA, PADDED, 1, b"\xffabc")),
    "empty data flood": _sent(headers(), body(b"", flags=0) * FLOOD),
    "one empty frame": _sent(headers(), body(b"", flags=0), body()),
    "padding only": _sent(headers(), frame(DATA, PADDED, 1, b"\x03abc") * 50),
    "less than its length": _sent(headers([*CALL, ("content-length", "9")]), body()),
    "more than its length": _sent(headers([*CALL, ("content-length", "1")]), body()),
    "continuation of nothing": _sent(frame(CONTINUATION, END_HEADERS, 1, block(CALL))),
    "continuation without end": _sent(headers(flags=0), frame(CONTINUATION, 0, 1, block([("x-a", "1")])) * 50),
    "continuation of nothing more": _sent(headers(flags=0), frame(CONTINUATION, 0, 1) * FLOOD),
    "ping within headers": _sent(headers(flags=0), frame(PING, payload=bytes(8)), frame(CONTINUATION, END_HEADERS, 1)),
    "half of the headers": message(START + headers(flags=0), ending="reset"),
    "half a frame": message(START + headers()[:-5], ending="half-close"),
    "no body, and a reset": message(START + headers(), ending="reset"),
    "half a body, and a reset (HTTP/2)": message(START + headers(), body(b"\0\0", flags=0), ending="reset"),
    "half a body, half a close (HTTP/2)": message(START + headers(), body(b"\0\0", flags=0), ending="half-close"),
    "reset before the answer (HTTP/2)": message(START + headers([*CALL, ("x-delay", "0.5")]) + body(), ending="reset"),
    "index of nothing": _sent(frame(HEADERS, END_HEADERS, 1, b"\xff\xff\xff\x0f")),
    "table too large": _sent(frame(HEADERS, END_HEADERS, 1, b"\x3f\xe1\xff\xff\x0f" + block(CALL))),
    "bad Huffman code": _sent(frame(HEADERS, END_HEADERS, 1, block(PSEUDO) + b"\0\x81\xff\x81\xff")),
    "endless number": _sent(frame(HEADERS, END_HEADERS, 1, b"\x7f" + b"\xff" * 50)),
}

FIELDS = {
    "no method": _asked(without=":method"),
    "no path": _asked(without=":path"),
    "no scheme": _asked(without=":scheme"),
    "no authority": _asked(without=":authority"),
    "another host": _asked(("host", "other")),
    "path of nothing": _asked(path=""),
    "path of a star": _asked(path="*"),
    "path without a slash": _asked(path="shop.Orders/Get"),
    "path of controls": _asked(path="/\x01\x7f"),
    "path of a fragment": _asked(path="/a#b"),
    "path of dots": _asked(path="/a/../%2e%2e/%2f//b"),
    "very long path": _asked(path="/" + "a" * 20_000),
    "path in UTF-8": _asked(path="/ä"),
    "odd authority": _asked(authority="a b@c/d"),
    "authority of nothing": _asked(authority=""),
    "odd scheme": _asked(scheme="gopher"),
    "scheme of TLS": _asked(scheme="https"),
    "method in small letters": _asked(method="post"),
    "method of nothing": _asked(method=""),
    "method of two words": _asked(method="GET POST"),
    "call by GET": _asked(method="GET"),
    "pseudo header at the end": _sent(headers([*CALL[1:], CALL[0]]), body()),
    "pseudo header twice": _sent(headers([PSEUDO[0], *CALL]), body()),
    "unknown pseudo header": _sent(headers([(":a", "b"), *CALL]), body()),
    "status asked": _sent(headers([(":status", "200"), *CALL]), body()),
    "CONNECT (HTTP/2)": _sent(headers([(":method", "CONNECT"), (":authority", "api:80")]), body(flags=0)),
    "CONNECT with a path (HTTP/2)": _asked(method="CONNECT"),
    "websocket (HTTP/2)": _sent(
        headers([(":protocol", "websocket"), (":method", "CONNECT"), *PSEUDO[1:]]), body(flags=0)
    ),
    "other protocol": _sent(headers([(":protocol", "foo"), (":method", "CONNECT"), *PSEUDO[1:]])),
    "protocol without CONNECT": _sent(headers([(":protocol", "websocket"), *PSEUDO])),
    **{
        f"{name}: {value}": _asked((name, value))
        for name, value in [
            ("connection", "close"),
            ("keep-alive", "1"),
            ("proxy-connection", "close"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "websocket"),
            ("te", "gzip"),
            ("expect", "100-continue"),
            ("content-length", "five"),
            ("content-length", "-5"),
            ("X-Large", "letters"),
            ("x a", "space"),
            ("", "no name"),
            ("x-a", "\r\nx-b: 1"),
            ("x-a", "a\0b"),
            ("x-odd-bin", "!!!"),
            ("grpc-timeout", "soon"),
            ("grpc-timeout", "0n"),
            ("grpc-timeout", "99999999999H"),
            ("grpc-encoding", "magic"),
            ("grpc-accept-encoding", "\x7f,,"),
            ("grpc-previous-rpc-attempts", "many"),
            ("x-envoy-upstream-rq-timeout-ms", "1"),
            ("x-envoy-max-retries", "-1"),
        ]
    },
    "lengths that differ": _asked(("content-length", "5"), ("content-length", "6")),
    "big header (HTTP/2)": _asked(("x-big", "a" * 58_000)),
    "nearly too big header (HTTP/2)": _asked(("x-big", "a" * 61_100)),
    "too big header (HTTP/2)": _asked(("x-big", "a" * 70_000)),
    "headers as may be": _asked(*[("x-a", "1")] * 90),
    "too many headers (HTTP/2)": _asked(*[("x-a", "1")] * 120),
    "trailers (HTTP/2)": _sent(headers(), body(flags=0), headers([("x-a", "1")], flags=END_HEADERS | END_STREAM)),
    "trailers without end": _sent(headers(), body(flags=0), headers([("x-a", "1")])),
    "pseudo trailers": _sent(headers(), body(flags=0), headers(PSEUDO, flags=END_HEADERS | END_STREAM)),
    "trailers of a hop": _sent(
        headers(), headers([("connection", "close"), ("te", "x")], flags=END_HEADERS | END_STREAM)
    ),
}

CALLS = {
    "no content type": _sent(headers([*PSEUDO, ("te", "trailers")]), body()),
    "other content type": _sent(headers([*PSEUDO, ("content-type", "text/html"), ("te", "trailers")]), body()),
    "call without a body": _sent(headers(flags=END_HEADERS | END_STREAM)),
    "longer than it says": _sent(headers(), body(b"\0\0\0\0\1abc")),
    "shorter than it says": _sent(headers(), body(b"\0\0\0\0\x09abc")),
    "longest message": _sent(headers(), body(b"\0\xff\xff\xff\xffabc")),
    "compressed by nothing": _sent(headers(), body(b"\1\0\0\0\3abc")),
    "odd flags of a message": _sent(headers(), body(b"\xfe\0\0\0\0")),
    "many messages": _sent(headers(), body(bytes(5 * FLOOD))),
    "method of nobody": _asked(path="/nobody.Nothing/Never"),
    "method without a name": _asked(path="/"),
}

HTTP2: dict[str, Message] = FRAMES | STREAMS | FIELDS | CALLS
"""What one client sends to a service that is called `api`. `x-delay` asks the application to take its time."""
