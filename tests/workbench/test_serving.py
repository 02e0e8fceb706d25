"""foedus serve, as somebody starts it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from foedus.door.folders import bundled
from foedus.workbench import Desk

CASES = bundled("cases")[0]
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)")


@contextmanager
def serving(*options: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """The command, running; its port and token as it printed them."""
    command = [sys.executable, "-m", "foedus", "serve", *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert process.stdout is not None
        said = ""
        while not (found := ADDRESS.search(said)):
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            said += line
        yield process, int(found[1]), found[2]
    finally:
        process.kill()
        process.communicate()


def get(port: int, path: str, **headers: str) -> tuple[int, str, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.getheader("location") or answer.getheader("set-cookie") or "", answer.read().decode()


def test_it_prints_an_address_that_lets_in_and_ends_when_interrupted(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    with serving("cases", folder=tmp_path) as (process, port, token):
        assert get(port, "/")[0] == 403
        status, where, _ = get(port, f"/?token={token}")
        assert status == 303 and where == "/"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
        assert process.stderr is not None and "Traceback" not in process.stderr.read()


def test_it_listens_to_this_machine_alone(tmp_path: Path) -> None:
    sockets = Path("/proc/net/tcp")
    if not sockets.exists():
        pytest.skip("no /proc/net/tcp here: nobody looked where the workbench listens")
    with serving(folder=tmp_path) as (_, port, _):
        rows = [line.split() for line in sockets.read_text().splitlines()[1:]]
        heard = [row[1] for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port]
    assert heard == [f"0100007F:{port:04X}"]


def test_a_second_one_on_the_same_port_is_told(tmp_path: Path) -> None:
    with serving(folder=tmp_path) as (_, port, _):
        command = [sys.executable, "-m", "foedus", "serve", "--port", str(port)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and f"127.0.0.1:{port} cannot be had" in done.stderr and "or 0 for any" in done.stderr


WRONG = (
    (("nowhere",), "there is no folder nowhere", "foedus new case NAME"),
    (("--port", "70000"), "127.0.0.1:70000 cannot be had", "choose another with --port"),
    (("--host", "300.1.1.1"), "300.1.1.1:0 cannot be had", "choose another with --port"),
    (("--port", "many"), "'many' is not a valid integer", ""),
)


@pytest.mark.parametrize(("options", "what", "remedy"), WRONG)
def test_what_cannot_be_served_is_told(tmp_path: Path, options: tuple[str, ...], what: str, remedy: str) -> None:
    assert len(WRONG) == 4
    command = [sys.executable, "-m", "foedus", "serve", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and what in done.stderr and remedy in done.stderr and "Traceback" not in done.stderr


def test_the_only_case_is_answered_before_anybody_asks(tmp_path: Path) -> None:
    case = tmp_path / "russia-2015"
    shutil.copytree(CASES / "russia-2015", case)
    desk = Desk(case)
    desk.prepare()
    assert len(desk.memory) > 20
    (case / "claims.csv").write_text("broken")
    Desk(case).prepare()  # what is wrong with it is told by its page
