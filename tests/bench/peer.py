"""A peer's turn beside ours: Bot Framework for Python answers one question after another, in memory.

Ours is measured twice: the engine's walk in memory with its state through JSON, as comparable as it gets; and
a whole `chat/send` at 16 visitors over HTTP, durable, with everything that guards it, which is what a visitor
waits for. The peer lives in an environment of its own; where it cannot be installed this is skipped.
"""

import json
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from backend.flows.engine.state import FlowState, Reply, WalkContext
from backend.flows.engine.walk import walk
from backend.flows.schemas import FlowDefinition
from tests.bench.chat import FLOW, api, open_chats
from tests.bench.load import loaded
from tests.bench.processes import running
from tests.bench.report import Figure, tell
from tests.bench.server import Server
from tools.environment import VAR

PACKAGES = ("botbuilder-core==4.17.1", "botbuilder-dialogs==4.17.1", "aiohttp")
INSTALL_SECONDS = 120
HOME = VAR / "bench-venv"
PORT = 18230
VISITORS = 16
ROUNDS = 3
SECONDS = 3.0


def _installed() -> str | None:
    """The peer's own Python; None, and a sentence, where it cannot be had."""
    python = HOME / "bin" / "python"
    stamp = HOME / "installed"
    if stamp.exists() and stamp.read_text() == str(PACKAGES):
        return str(python)
    uv = str(Path(sys.executable).with_name("uv"))
    steps = (
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME)],
        [uv, "pip", "install", "--quiet", "--python", str(python), *PACKAGES],
    )
    try:
        for step in steps:
            subprocess.run(step, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        print(f"skipped: Bot Framework for Python cannot be installed here ({str(said).strip()[-300:]})")
        return None
    stamp.write_text(str(PACKAGES))
    return str(python)


def _peer(python: str) -> float:
    command = [python, "-W", "ignore", str(Path(__file__).with_name("peer_turn.py")), str(SECONDS)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _walk() -> float:
    """Turns a second of the engine alone; each reads its state and writes it, as the peer's storage does."""
    flow = FlowDefinition.model_validate(FLOW)
    now = datetime.now(UTC)
    context = WalkContext(today=now.date(), now=now, country="ES", business="Bench")
    kept = [json.dumps(walk(flow, FlowState.fresh("es"), None, context).state.to_json())] * VISITORS
    turns, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        for visitor in range(VISITORS):
            state = FlowState.from_json(json.loads(kept[visitor]))
            turn = walk(flow, state, Reply(text=f"answer number {turns}"), context)
            assert turn.messages
            kept[visitor] = json.dumps(turn.state.to_json())
            turns += 1
    return turns / (time.perf_counter() - began)


def main() -> bool:
    """Prints the table; True where the goals are met, and where there is no peer to compare with."""
    python = _installed()
    if python is None:
        return True
    rounds = []
    with Server() as server:
        chats = open_chats(server, VISITORS)
        with running(api(PORT), chats.environment):
            for _ in range(ROUNDS):
                whole = loaded(chats.target(PORT, VISITORS), SECONDS)
                assert not whole.refused, whole.refused
                rounds.append((_peer(python), _walk(), whole.rate))
    peer, walked, sent = (statistics.median(each) for each in zip(*rounds, strict=True))
    return tell(
        "peer",
        [
            Figure("our engine in memory", walked, "/s", peer, least=1.0),
            Figure("our whole turn over HTTP, durable", sent, "/s", peer),
        ],
    )
