"""What is wrong with a flow that cannot be walked; the validator keeps such flows from being published.

FlowBroken
├── BlockMissing
└── StepLimitReached
"""


class FlowBroken(Exception):
    """The flow cannot be walked."""


class BlockMissing(FlowBroken):
    """The flow has no such block."""

    def __init__(self, block_id: str) -> None:
        super().__init__(f"the flow has no block {block_id!r}")
        self.block_id = block_id


class StepLimitReached(FlowBroken):
    """Too many blocks in one walk without asking anything."""

    def __init__(self, visited: tuple[str, ...]) -> None:
        super().__init__(f"{len(visited)} blocks without a question, the last was {visited[-1]!r}")
        self.visited = visited
