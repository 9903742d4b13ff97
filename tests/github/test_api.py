"""The calls of GitHub's API, against the double."""

import pytest

from meshwright.github.api import ApiError, Repository

from .conftest import NAME, NUMBER, TOKEN, GitHub

MARKER = "<!-- meshwright preview of prod -->"


@pytest.fixture
def repository(github: GitHub) -> Repository:
    return Repository(github.url, NAME, TOKEN)


def test_one_comment_is_made_then_changed_in_place(github: GitHub, repository: Repository) -> None:
    repository.put(NUMBER, MARKER, f"{MARKER}\none")
    repository.put(NUMBER, MARKER, f"{MARKER}\ntwo")
    repository.put(NUMBER, MARKER.replace("prod", "dev"), f"{MARKER.replace('prod', 'dev')}\ndev")
    assert [each["body"].split("\n")[1] for each in github.comments] == ["two", "dev"]


def test_the_same_text_is_not_written_again(github: GitHub, repository: Repository) -> None:
    for _ in range(3):
        repository.put(NUMBER, MARKER, f"{MARKER}\none")
    assert [each for each in github.asked if not each.startswith("GET")] == [f"POST issues/{NUMBER}/comments"]


def test_it_is_found_behind_more_comments_than_a_page_holds(github: GitHub, repository: Repository) -> None:
    for each in range(199):
        github.say(f"thanks {each}", "User")
    github.say(f"{MARKER}\nold")
    github.say("later", "User")
    repository.put(NUMBER, MARKER, f"{MARKER}\nnew")
    assert len(github.comments) == 201
    assert github.comments[199]["body"].endswith("new")


def test_a_page_that_is_just_full_is_not_the_end(github: GitHub, repository: Repository) -> None:
    github.labels = [f"label-{each}" for each in range(100)]
    assert repository.labels(NUMBER) == set(github.labels)


def test_what_a_person_wrote_is_left_alone(github: GitHub, repository: Repository) -> None:
    github.say(f"{MARKER}\nmine", "User")
    github.say(f"quoted: {MARKER}")
    repository.put(NUMBER, MARKER, f"{MARKER}\nours")
    assert [each["body"] for each in github.comments][:2] == [f"{MARKER}\nmine", f"quoted: {MARKER}"]
    assert len(github.comments) == 3


def test_no_new_comment_where_there_is_nothing_to_say(github: GitHub, repository: Repository) -> None:
    repository.put(NUMBER, MARKER, f"{MARKER}\nnothing", new=False)
    assert github.comments == []
    github.say(f"{MARKER}\nsomething")
    repository.put(NUMBER, MARKER, f"{MARKER}\nnothing", new=False)
    assert github.comments[0]["body"].endswith("nothing")


def test_whose_merge_a_commit_is(github: GitHub, repository: Repository) -> None:
    merged = {"number": 1, "merged_at": "2026-11-24T10:00:00Z", "merge_commit_sha": "abc", "labels": []}
    github.pulls = [{**merged, "number": 2, "merged_at": None}, merged, {**merged, "merge_commit_sha": "def"}]
    assert repository.merged_by("abc") == [merged]


def test_what_github_refuses_is_said(github: GitHub, repository: Repository) -> None:
    github.writes = False
    with pytest.raises(ApiError, match="Resource not accessible by integration") as refused:
        repository.put(NUMBER, MARKER, MARKER)
    assert refused.value.status == 403
    with pytest.raises(ApiError, match="Bad credentials"):
        Repository(github.url, NAME, "another token").labels(NUMBER)
    with pytest.raises(ApiError) as silent:
        Repository("http://127.0.0.1:9", NAME, TOKEN).labels(NUMBER)
    assert silent.value.status is None
