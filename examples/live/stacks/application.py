"""The programs of the trial, which run in a stock Python image, so that nothing has to be built or pushed."""

SERVER = """
import http.server, os, time, urllib.parse
print("waits for", os.environ["STARTS_AFTER"], "s", flush=True)
time.sleep(float(os.environ["STARTS_AFTER"]))

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        time.sleep(float(query.get("wait", ["0"])[0]))
        body = f"{os.environ['NODE']} release {os.environ['RELEASE']}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

http.server.ThreadingHTTPServer(("0.0.0.0", 8080), Handler).serve_forever()
"""
"""Answers on port 8080 with its node and release; `?wait=30` after 30 seconds."""

PROBE = """
import socket, time, urllib.request

def http(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status

def udp(host):
    question = bytes.fromhex("000101000001000000000000" + "076578616d706c6503636f6d00" + "00010001")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        asking.sendto(question, (host, 53))
        return len(asking.recv(512))

tries = {
    "call checkout": lambda: http("http://checkout:8080/"),
    "call web, which is not declared": lambda: http("http://web:8080/"),
    "call a host outside": lambda: http("http://example.com/"),
    "resolve a name outside": lambda: socket.gethostbyname("example.com"),
    "ask 8.8.8.8 by UDP": lambda: udp("8.8.8.8"),
}
while True:
    for what, attempt in tries.items():
        try:
            print("probe:", what, "->", attempt(), flush=True)
        except Exception as error:
            print("probe:", what, "->", type(error).__name__, error, flush=True)
    time.sleep(20)
"""
"""Says every 20 seconds what it reaches."""
