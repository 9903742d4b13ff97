"""GitHub's REST API: comments and labels of a pull request, and the pull requests that a commit merged."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from meshwright.problems import MeshwrightError

_SECONDS = 30
_PAGE = 100


class ApiError(MeshwrightError):
    """GitHub rejected a call, or did not answer. `status`: the HTTP status, None without a response."""

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Repository:
    """A repository, accessed with a job's token. `url`: the API's root. `name`: owner and name, as in "acme/shop"."""

    url: str
    name: str
    token: str

    def labels(self, number: int) -> set[str]:
        """The labels that a pull request has now."""
        return {each["name"] for each in self._pages(f"issues/{number}/labels")}

    def comment(self, number: int, marker: str) -> dict[str, Any] | None:
        """The comment of a pull request that begins with the marker and was written by a bot, not by a person."""
        for each in self._pages(f"issues/{number}/comments"):
            if each["body"].startswith(marker) and each["user"]["type"] == "Bot":
                return dict(each)
        return None

    def put(self, number: int, marker: str, body: str, *, new: bool = True) -> None:
        """Creates or updates the comment that begins with the marker. `new` false: only updates it."""
        found = self.comment(number, marker)
        if found is None:
            if new:
                self._call("POST", f"issues/{number}/comments", {"body": body})
        elif found["body"] != body:
            self._call("PATCH", f"issues/comments/{found['id']}", {"body": body})

    def merged_by(self, commit: str) -> list[dict[str, Any]]:
        """The pull requests whose merge made the commit."""
        pulls = self._pages(f"commits/{urllib.parse.quote(commit)}/pulls")
        return [each for each in pulls if each["merged_at"] and each["merge_commit_sha"] == commit]

    def _pages(self, path: str) -> Iterator[dict[str, Any]]:
        page, full = 1, True
        while full:
            found = self._call("GET", f"{path}?per_page={_PAGE}&page={page}")
            yield from found
            page, full = page + 1, len(found) == _PAGE

    def _call(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.url}/repos/{self.name}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            said = error.read(1000).decode(errors="replace")
            raise ApiError(f"{method} {path}: {error.code} {said}", error.code) from error
        except (OSError, ValueError) as error:
            raise ApiError(f"{method} {path}: {error}") from error
