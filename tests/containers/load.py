"""Load from inside a task, as its application sends it: counted, bounded, and told apart by status."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .task import Task

_SCRIPT = """
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(args) counts = "" ; seen = {} end
function response(status, headers, body) seen[status] = (seen[status] or 0) + 1
  local parts = {}
  for key, value in pairs(seen) do table.insert(parts, '"' .. key .. '":' .. value) end
  counts = table.concat(parts, ",")
end
function done(summary, latency, requests)
  local parts = {}
  for _, thread in ipairs(threads) do table.insert(parts, "{" .. thread:get("counts") .. "}") end
  local e = summary.errors
  io.write(string.format('\\nJSON{"threads":[%s],"connect":%d,"read":%d,"write":%d,"timeout":%d,"requests":%d}\\n',
    table.concat(parts, ","), e.connect, e.read, e.write, e.timeout, summary.requests))
end
"""


@dataclass(frozen=True)
class Outcome:
    """How many requests were answered, by status, and how many were not answered, by what went wrong."""

    statuses: dict[int, int]
    errors: dict[str, int]

    @property
    def requests(self) -> int:
        return sum(self.statuses.values()) + sum(self.errors.values())

    @property
    def lost(self) -> dict[str, int]:
        """Everything that is not a 200."""
        found = {str(status): count for status, count in self.statuses.items() if status != 200}
        return found | {name: count for name, count in self.errors.items() if count}


class Load:
    """Requests to a URL from a task's network namespace, for some seconds, over some connections that are kept open."""

    def __init__(self, task: Task, url: str, *, seconds: int, connections: int = 16) -> None:
        script = Path(tempfile.mkstemp(suffix=".lua")[1])
        script.write_text(_SCRIPT)
        enter = ["nsenter", f"--target={task.process_id}", "--net", "--"]
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}", "--timeout", "30", "-s", str(script), url]
        # The resolver of the task, not this machine's.
        mount = ["unshare", "--mount", "sh", "-c", 'mount --bind "$0" /etc/resolv.conf && exec "$@"']
        resolv = Path(tempfile.mkstemp()[1])
        resolv.write_bytes(task.resolver())
        self._files = (script, resolv)
        self._seconds = seconds
        self._process = subprocess.Popen(
            [*enter, *mount, str(resolv), *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def outcome(self) -> Outcome:
        """Waits until it has ended."""
        text, _ = self._process.communicate(timeout=self._seconds + 120)
        for each in self._files:
            each.unlink()
        assert "JSON" in text, text
        said = json.loads(text.rpartition("JSON")[2])
        statuses: dict[int, int] = {}
        for thread in said["threads"]:
            for status, count in thread.items():
                statuses[int(status)] = statuses.get(int(status), 0) + count
        return Outcome(statuses, {name: said[name] for name in ("connect", "read", "write", "timeout")})
