"""A process of the portal under test that does what it is told: one for all acts, for to start another for each would take longer than
the acts themselves."""

import json
import subprocess
import sys
import traceback
from importlib import import_module

from tests.servers import ROOT, Running

ANSWER = "answer: "  # tells an answer from the lines of the log


class Hand:
    """`hand.do("file", until=3)` runs that function of the module in a process on the portal's data and gives what it gave, as JSON has it.

    The process begins with the environment that the portal has at its first act.
    """

    def __init__(self, running: Running, module: str):
        self.running, self.module = running, module
        self.process: subprocess.Popen | None = None

    def do(self, act: str, **told):
        """One act; fails with its traceback."""
        if self.process is None:
            code = f"from tests.hand import serve; serve({self.module!r})"
            command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.running.env, **pipes)
        self.process.stdin.write(json.dumps([act, told]) + "\n")
        self.process.stdin.flush()
        line = next((line for line in self.process.stdout if line.startswith(ANSWER)), f'{ANSWER}{{"failed": "the process ended"}}')
        answer = json.loads(line.removeprefix(ANSWER))
        assert "failed" not in answer, answer["failed"]
        return answer["gave"]

    def close(self) -> None:
        """Ends the process."""
        if self.process:
            self.process.stdin.close()
            self.process.wait(20)
            self.process = None


def serve(module: str) -> None:
    """The process: does what each line of the input asks, one after the other, and answers each with one line."""
    acts = import_module(module)
    for line in sys.stdin:
        act, told = json.loads(line)
        try:
            answer = {"gave": getattr(acts, act)(**told)}
        except Exception:
            answer = {"failed": traceback.format_exc()}
        sys.stdout.write(f"{ANSWER}{json.dumps(answer)}\n")
        sys.stdout.flush()
