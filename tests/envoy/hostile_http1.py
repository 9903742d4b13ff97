"""Messages in HTTP/1.1, or nearly so, that no client should send."""

from .hostile_message import Message, message

CALL = b"POST /shop.Orders/Get HTTP/1.1\r\nhost: api\r\ncontent-type: application/grpc\r\nte: trailers\r\n"
POST = b"POST / HTTP/1.1\r\nhost: api\r\n"
CHUNKED = POST + b"transfer-encoding: chunked\r\n\r\n"
WEBSOCKET = (
    b"connection: Upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)


def _get(*lines: bytes, path: bytes = b"/", method: bytes = b"GET", version: bytes = b"HTTP/1.1") -> Message:
    """A request without a body. The host is there if no line has one."""
    hosts = () if any(line.lower().startswith(b"host") for line in lines) else (b"host: api",)
    return message(b"\r\n".join([b" ".join([method, path, version]), *hosts, *lines, b"", b""]))


def _post(*lines: bytes, body: bytes = b"") -> Message:
    return message(POST + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body)


def _call(*lines: bytes, body: bytes = bytes(5)) -> Message:
    """A call of gRPC in HTTP/1.1, which Envoy passes on in HTTP/2."""
    lines += (b"content-length: %d" % len(body),)
    return message(CALL + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body)


UPGRADES = {
    "websocket": _get(WEBSOCKET[:-2]),
    "websocket with a body": _post(WEBSOCKET[:-2], b"content-length: 3", body=b"abc"),
    "websocket by POST": message(POST + WEBSOCKET + b"\r\n"),
    "websocket in HTTP/1.0": _get(WEBSOCKET[:-2], version=b"HTTP/1.0"),
    "other upgrade": _get(b"connection: Upgrade", b"upgrade: foo/2"),
    "two upgrades": _get(b"connection: Upgrade", b"upgrade: websocket, foo"),
    "Java's upgrade": _get(b"connection: Upgrade", b"upgrade: TLS/1.2"),
    "upgrade to HTTP/2": _get(b"connection: Upgrade, HTTP2-Settings", b"upgrade: h2c", b"http2-settings: AAMAAABk"),
    "empty upgrade": _get(b"connection: Upgrade", b"upgrade:"),
    "CONNECT": _get(b"host: api:80", method=b"CONNECT", path=b"api:80"),
    "CONNECT without a port": _get(method=b"CONNECT", path=b"api"),
    "CONNECT with a path": _get(method=b"CONNECT", path=b"/"),
    "CONNECT with a body": message(b"CONNECT api:80 HTTP/1.1\r\nhost: api:80\r\ncontent-length: 3\r\n\r\nabc"),
}

HOSTS = {
    "HTTP/1.0": message(b"GET / HTTP/1.0\r\n\r\n"),
    "HTTP/1.0 that stays": _get(b"connection: keep-alive", version=b"HTTP/1.0"),
    "HTTP/0.9": message(b"GET /\r\n\r\n"),
    "HTTP/1.2": _get(version=b"HTTP/1.2"),
    "HTTP/9.9": _get(version=b"HTTP/9.9"),
    "no host": message(b"GET / HTTP/1.1\r\n\r\n"),
    "empty host": _get(b"host: "),
    "two hosts": _get(b"host: api", b"host: other"),
    "host of two words": _get(b"host: a b"),
    "host with a user": _get(b"host: me@api"),
    "host with a path": _get(b"host: api/admin"),
    "host with a bad port": _get(b"host: api:port"),
    "host that is not ASCII": _get(b"host: \xc3\xa4pi"),
    "long host": _get(b"host: " + b"a" * 5000),
    "dots as host": _get(b"host: ..."),
    "spaces around the host": _get(b"host: \t api \t"),
    "space before the colon": _get(b"host : api"),
    "absolute URL": _get(path=b"http://api/"),
    "absolute URL of another host": _get(path=b"http://other:1/x"),
    "absolute URL of another scheme": _get(path=b"ftp://api/x"),
    "absolute URL without a host": _get(path=b"http:///x"),
}

PATHS = {
    "asterisk": _get(path=b"*", method=b"OPTIONS"),
    "asterisk to get": _get(path=b"*"),
    "fragment": _get(path=b"/a#b"),
    "no slash": _get(path=b"a/b"),
    "empty path": _get(path=b""),
    "space in the path": _get(path=b"/a b"),
    "zero byte in the path": _get(path=b"/\0"),
    "encoded zero": _get(path=b"/%00/../\\"),
    "encoded slashes": _get(path=b"/a%2fb%5cc"),
    "encoded dots": _get(path=b"/%2e%2e/%2E%2E/admin"),
    "dots": _get(path=b"/a/../../b"),
    "two slashes": _get(path=b"//a//b//"),
    "bad escapes": _get(path=b"/%zz%1"),
    "path that is not ASCII": _get(path=b"/\xc3\xa4\xff"),
    "long path": _get(path=b"/" + b"a" * 20_000),
    "quotes in the path": _get(path=b'/"<>{}|^`?"<>'),
}

METHODS = {
    "small letters": _get(method=b"get"),
    "unknown method": _get(method=b"FROBNICATE"),
    "odd method": _get(method=b"G(T"),
    "empty method": _get(method=b""),
    "TRACE": _get(b"max-forwards: 0", method=b"TRACE"),
    "PRI": _get(method=b"PRI", path=b"*"),
    "HEAD with a body": message(b"HEAD / HTTP/1.1\r\nhost: api\r\ncontent-length: 3\r\n\r\nabc"),
    "GET with a body": message(b"GET / HTTP/1.1\r\nhost: api\r\ncontent-length: 3\r\n\r\nabc"),
    "GET with chunks": message(
        b"GET / HTTP/1.1\r\nhost: api\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    ),
}

HEADERS = {
    "big header": _get(b"x-big: " + b"a" * 58_000),
    "nearly too big header": _get(b"x-big: " + b"a" * 61_200),
    "too big header": _get(b"x-big: " + b"a" * 70_000),
    "big metadata": _call(b"x-big: " + b"a" * 20_000),
    "long name": _get(b"x-" + b"a" * 20_000 + b": 1"),
    "as many headers as may be": _get(*[b"x-a: 1"] * 97),
    "too many headers": _get(*[b"x-a: 1"] * 120),
    "many empty cookies": _get(*[b"cookie: "] * 90),
    "underscores": _get(b"x_a: 1", b"content_length: 5", b"_: 1"),
    "name with a space": _get(b"x a: 1"),
    "name with a colon": _get(b":path: /other", b":: 1"),
    "name that is not ASCII": _get(b"x-\xc3\xa4: 1"),
    "empty name": _get(b": 1"),
    "no colon": _get(b"x-a"),
    "folded line": _get(b"x-a: 1\r\n  2"),
    "control characters": _get(b"x-a: \x01\x02\x7f"),
    "zero byte": _get(b"x-a: a\0b"),
    "single carriage return": _get(b"x-a: a\rx-b: b"),
    "value that is not ASCII": _get(b"x-a: \xff\xfe"),
    "single line feeds": message(b"GET / HTTP/1.1\nhost: api\n\n"),
    "hops named as headers": _get(b"connection: host, content-length, x-request-id, :path, te"),
    "te": _get(b"te: deflate", b"connection: te"),
    "expectation": _post(b"expect: 100-continue", b"content-length: 10"),
    "unknown expectation": _post(b"expect: miracles", b"content-length: 0"),
    "forwarded for nobody": _get(b"x-forwarded-for: ,,a b,999.1.1.1", b"x-forwarded-proto: gopher"),
    "steering": _call(b"x-envoy-upstream-rq-timeout-ms: 1", b"x-envoy-retry-on: 5xx", b"x-envoy-max-retries: 1000000"),
    "steering by rubbish": _call(
        b"x-envoy-upstream-rq-timeout-ms: -1",
        b"x-envoy-expected-rq-timeout-ms: 99999999999999999999",
        b"x-envoy-hedge-on-per-try-timeout: true",
        b"x-envoy-upstream-rq-per-try-timeout-ms: 0",
    ),
    "path of Envoy's own": _get(
        b"x-envoy-original-path: /other", b"x-envoy-decorator-operation: a", b"x-envoy-internal: true"
    ),
}

BODIES = {
    "two lengths": _post(b"content-length: 3", b"content-length: 4", body=b"abcd"),
    "the same length twice": _post(b"content-length: 3", b"content-length: 3", body=b"abc"),
    "list of lengths": _post(b"content-length: 3, 3", body=b"abc"),
    "negative length": _post(b"content-length: -1"),
    "length with a sign": _post(b"content-length: +3", body=b"abc"),
    "length in words": _post(b"content-length: three", body=b"abc"),
    "endless length": _post(b"content-length: 99999999999999999999999"),
    "length and chunks": _post(
        b"content-length: 3", b"transfer-encoding: chunked", body=b"0\r\n\r\nGET /x HTTP/1.1\r\n"
    ),
    "chunked twice": _post(b"transfer-encoding: chunked, chunked", body=b"0\r\n\r\n"),
    "chunked, in disguise": _post(b"transfer-encoding: \x0bchunked", b"content-length: 3", body=b"0\r\n\r\n"),
    "gzip and chunks": _post(b"transfer-encoding: gzip, chunked", body=b"0\r\n\r\n"),
    "unknown encoding": _post(b"transfer-encoding: foo", body=b"abc"),
    "chunks in HTTP/1.0": message(b"POST / HTTP/1.0\r\nhost: api\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
    "odd chunk": message(CHUNKED + b"zz\r\n"),
    "negative chunk": message(CHUNKED + b"-1\r\nabc\r\n"),
    "endless chunk": message(CHUNKED + b"fffffffffffffffff\r\nabc"),
    "chunk that is shorter": message(CHUNKED + b"5\r\nabc\r\n0\r\n\r\n"),
    "chunk that is longer": message(CHUNKED + b"3\r\nabcdef\r\n0\r\n\r\n"),
    "long chunk extension": message(CHUNKED + b"3;" + b"a" * 20_000 + b"\r\nabc\r\n0\r\n\r\n"),
    "trailers": message(CHUNKED + b"3\r\nabc\r\n0\r\nx-a: 1\r\ncontent-length: 3\r\nhost: other\r\n\r\n"),
    "bad trailers": message(CHUNKED + b"0\r\n: \r\nx\0: 1\r\n\r\n"),
    "request behind the body": _post(b"content-length: 0", body=b"GET /x HTTP/1.1\r\nhost: api\r\nx-a: "),
    "twenty requests in a row": message(b"GET / HTTP/1.1\r\nhost: api\r\n\r\n" * 20),
    "rubbish": message(bytes(range(256)) * 4),
    "TLS": message(b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(160)),
    "line feeds first": message(b"\r\n" * 50 + b"GET / HTTP/1.1\r\nhost: api\r\n\r\n"),
}

LEAVING = {
    "nothing": message(),
    "nothing, and a reset": message(ending="reset"),
    "half a line": message(b"GET /"),
    "half a header": message(b"GET / HTTP/1.1\r\nhos", ending="half-close"),
    "half the headers, and a reset": message(b"GET / HTTP/1.1\r\nhost: api\r\n", ending="reset"),
    "slow headers": message(b"GET / HT", b"TP/1.1\r\nho", b"st: api\r", b"\n\r", b"\n"),
    "half a body": _post(b"content-length: 1000", body=b"abc"),
    "half a body, half a close": message(POST + b"content-length: 9\r\n\r\nabc", ending="half-close"),
    "half a body, and a reset": message(POST + b"content-length: 9\r\n\r\n", b"abc", ending="reset"),
    "slow body": message(POST + b"content-length: 4\r\n\r\n", b"a", b"b", b"c", b"d"),
    "slow chunks": message(CHUNKED, b"3\r", b"\nab", b"c\r\n", b"0\r\n", b"\r\n"),
    "half a chunk, and a reset": message(CHUNKED + b"9\r\nabc", ending="reset"),
    "half a chunk, half a close": message(CHUNKED + b"9\r\nabc", ending="half-close"),
    "reset before the answer": message(CALL + b"x-delay: 0.5\r\ncontent-length: 5\r\n\r\n" + bytes(5), ending="reset"),
    "no patience": message(CALL + b"x-delay: 0.5\r\ncontent-length: 5\r\n\r\n" + bytes(5)),
    "half a close before the answer": message(CALL + b"x-delay: 0.5\r\ncontent-length: 0\r\n\r\n", ending="half-close"),
    "half a websocket, and a reset": message(POST[:4] + POST[4:] + WEBSOCKET, b"\r\n", b"\x81", ending="reset"),
}

HTTP1: dict[str, Message] = UPGRADES | HOSTS | PATHS | METHODS | HEADERS | BODIES | LEAVING
"""What one client sends to a service that is called `api`. `x-delay` asks the application to take its time."""
