"""What a verb imports."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("verb", "never"),
    [
        ("--help", {"rich", "aiohttp", "supervisor", "pulumi"}),
        ("check", {"aiohttp", "supervisor", "pulumi"}),
        ("doctor", {"aiohttp", "boto3", "supervisor", "pulumi"}),
        ("show", {"aiohttp", "supervisor", "pulumi"}),
        ("send", {"supervisor", "pulumi"}),
        ("local", {"pulumi"}),
    ],
)
def test_a_verb_loads_what_it_needs(verb: str, never: set[str]) -> None:
    arguments = [verb] if verb == "--help" else [verb, "--help"]
    code = (
        "import sys; from meshwright.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit as end: print(end.code, *sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, *loaded = done.stdout.splitlines()[-1].split()
    assert status == "0"
    assert "Usage:" in done.stdout
    assert not never & set(loaded)
