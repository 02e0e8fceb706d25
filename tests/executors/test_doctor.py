"""`foedus doctor` says what is there and what is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import foedus as foedus_package

SOURCE = str(Path(foedus_package.__file__).parents[1])


def doctor(tmp_path: Path, *more: str, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": SOURCE, "XDG_CACHE_HOME": str(tmp_path), **environ}
    return subprocess.run([sys.executable, "-m", "foedus", "doctor", *more], env=env, capture_output=True, text=True, check=False)


def test_the_first_executor_that_is_there_is_the_one_used(tmp_path: Path) -> None:
    found = json.loads(doctor(tmp_path, "--json").stdout)
    assert [one["name"] for one in found["executors"]] == ["machine", "blocks", "bits", "reference"]
    assert found["executor"] == next(one["name"] for one in found["executors"] if one["there"])
    assert all(Path(folder).is_dir() for folder in (*found["law"], *found["cases"]))
    assert found["python"] == sys.version.split()[0]


def test_text_and_json_say_the_same(tmp_path: Path) -> None:
    said, found = doctor(tmp_path).stdout, json.loads(doctor(tmp_path, "--json").stdout)
    for one in found["executors"]:
        line = next(line for line in said.splitlines() if line.startswith(f"  {one['name']} "))
        state = "used" if one["name"] == found["executor"] else "there" if one["there"] else "absent"
        assert line.split()[1] == state
        assert line.endswith(one["note"])
    for one in found["packages"]:
        assert f"  {one['name']:<10} {one['version'] or 'absent':<7} {one['for']}" in said.splitlines()
    for folder in (*found["law"], *found["cases"]):
        assert f"  {folder}" in said.splitlines()


def test_without_a_compiler_it_says_so_and_exits_0(tmp_path: Path) -> None:
    done = doctor(tmp_path, PATH="")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  machine    absent  no C compiler is on the search path (cc, gcc, clang)" in done.stdout.splitlines()


def test_folders_given_are_named_first_and_must_exist(tmp_path: Path) -> None:
    found = json.loads(doctor(tmp_path, "--json", "--law", str(tmp_path)).stdout)
    assert found["law"][0] == str(tmp_path)
    refused = doctor(tmp_path, "--law", str(tmp_path / "none"))
    assert refused.returncode == 2
    assert f"there is no folder {tmp_path / 'none'}" in refused.stderr
