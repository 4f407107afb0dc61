"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The same browser without windows comes first, as Playwright chooses too: a page in it costs a third of the processor.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def executable() -> str | None:
    """The system's Chromium; None means Playwright's own, which it finds by itself."""
    on_path = (shutil.which(name) for name in NAMES)
    mac_apps = (str(app) for app in MAC_APPS if app.exists())
    return next((path for path in (*on_path, *mac_apps) if path), None)


def install() -> int:
    """Get a Chromium unless there is one: as root the distribution's, else Playwright's; an exit code."""
    if executable():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get") and _from_apt():
        return 0
    print("• Installing Playwright's Chromium", flush=True)
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if done.returncode != 0:
        print(
            "The browser tests need a Chromium: install one (package chromium) and try again.",
            file=sys.stderr,
        )
    return done.returncode


def _from_apt() -> bool:
    print("• Installing Chromium", flush=True)
    install = ("install", "-y", "-qq", "--no-install-recommends", "fonts-liberation")
    if not _apt("update", "-qq"):
        return False
    # Not every distribution has the shell in a package of its own.
    return (_apt(*install, SHELL) or _apt(*install, "chromium")) and bool(executable())


def _apt(*arguments: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", *arguments], check=False, env=environment, stdout=subprocess.DEVNULL)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(install())
