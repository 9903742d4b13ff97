"""Requests a URL repeatedly, on four connections, until its standard input ends; then prints the results as JSON."""

import http.client
import json
import sys
import threading
import time
from urllib.parse import urlsplit

url = urlsplit(sys.argv[1])
done = threading.Event()
failures: list[str] = []
counts = [0] * 4


def ask(number: int) -> None:
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    while not done.is_set():
        try:
            connection.request("GET", url.path or "/")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                failures.append(f"{answer.status} {body[:100]!r}")
        except OSError as error:
            failures.append(repr(error))
            connection.close()
        counts[number] += 1
        time.sleep(0.002)


threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
for each in threads:
    each.start()
sys.stdin.read()
done.set()
for each in threads:
    each.join()
print(json.dumps({"requests": sum(counts), "failures": failures}))
