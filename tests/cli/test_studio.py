"""`storyline studio`: it says where the page is, and ends with Ctrl-C."""

import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.shell import Shell
from tests.studio.tiny import TINY


def test_it_serves_until_it_is_interrupted_and_keeps_what_was_not_saved(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY, "utf-8")
    command = [sys.executable, "-m", "storyline", "studio", "tiny.yaml", "--no-open", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ, text=True
    ) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["studio"]
        host, _, token = url.removeprefix("http://").partition("/?token=")
        connection = http.client.HTTPConnection(host, timeout=60)
        change = {"id": 1, "ask": "change", "version": 1, "changes": [{"do": "set", "at": ["title"], "value": "Hop"}]}
        headers = {"X-Storyline-Token": token, "Content-Type": "application/json"}
        connection.request("POST", "/ask", json.dumps(change), headers)
        assert json.loads(connection.getresponse().read())["state"]["dirty"]
        connection.close()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert errors.strip() == "what was not saved is kept in tiny.unsaved.yaml"
    assert "title: Hop" in (tmp_path / "tiny.unsaved.yaml").read_text("utf-8")
    assert (tmp_path / "tiny.yaml").read_text("utf-8") == TINY


def test_what_cannot_be_opened_is_told(shell: Shell) -> None:
    shell.refuses("studio", "none.yaml", "--no-open", words="no such file")
    (shell.folder / "tiny.yaml").write_text(TINY, "utf-8")
    shell.refuses("studio", "tiny.yaml", "--generator", "nobody", words="unknown generator 'nobody'")
    shell.refuses("studio", "tiny.yaml", "--port", "99999", words="--port", code=2)
