"""`python -m tests.bench [name...]`: every benchmark, or those named; exit code 1 where a goal is missed."""

import importlib
import sys

CHANNELS = ("webhook", "replies", "follow_ups", "inbox")
NAMES = ("chat", *CHANNELS, "leads", "import_export", "widget", "startup", "peer", "crawl")


def main(chosen: list[str]) -> int:
    missed = []
    for name in chosen or NAMES:
        print(f"\n== {name}")
        if not importlib.import_module(f"tests.bench.{name}").main():
            missed.append(name)
    print("\nmissed: " + ", ".join(missed) if missed else "\nall goals met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
