"""`pulumi new` and `meshwright init` write the same project."""

import os
import shutil
import subprocess
from pathlib import Path

from meshwright import template

ROOT = Path(__file__).parents[2]


def test_pulumi_new_writes_what_init_writes(tmp_path: Path) -> None:
    assert shutil.which("pulumi"), "the Pulumi CLI is not on PATH: run the tests by `make test`, which sees to it"
    folder = tmp_path / "payments"
    folder.mkdir()
    source = str(ROOT / "components/meshwright/template/project")
    asked = ["--generate-only", "--yes", "--name", "payments", "--description", template.DESCRIPTION]
    environment = {"PULUMI_HOME": str(tmp_path / "home"), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    done = subprocess.run(
        ["pulumi", "new", source, *asked],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    written = {str(each.relative_to(folder)): each.read_text() for each in folder.rglob("*") if each.is_file()}
    # Pulumi notes there which template it was.
    written["Pulumi.yaml"] = written["Pulumi.yaml"].partition("config:\n")[0]
    assert written == template.project("payments")
