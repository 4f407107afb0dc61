"""Media: pictures and papers, already uploaded and checked."""

from collections.abc import Mapping
from typing import Final

from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import Hint
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask
from backend.flows.enums import MediaKind
from backend.flows.schemas import MediaBlock

CONTENT_TYPES: Final[Mapping[MediaKind, str]] = {
    MediaKind.JPG: "image/jpeg",
    MediaKind.PNG: "image/png",
    MediaKind.PDF: "application/pdf",
}


def prompt(block: MediaBlock, scene: Scene) -> str:
    return scene.say(block.prompt)


def ask(block: MediaBlock, _scene: Scene) -> Ask:
    return Ask(block.id, "media", optional=block.optional, max_files=block.max_files)


def parse(block: MediaBlock, reply: Reply, _scene: Scene) -> Step | Wrong:
    known = dict(reply.files)
    ids = list(dict.fromkeys(reply.file_ids))
    if not ids or any(file_id not in known for file_id in ids):
        return Wrong(Hint.MEDIA)
    if len(ids) > block.max_files:
        return Wrong(Hint.TOO_MANY_FILES, {"max": str(block.max_files)})
    if any(known[file_id] not in _accepted(block) for file_id in ids):
        return Wrong(Hint.FILE_KIND, {"kinds": ", ".join(kind.value for kind in block.kinds)})
    return answered(block.next, block.saves, [*ids])


def _accepted(block: MediaBlock) -> set[str]:
    return {CONTENT_TYPES[kind] for kind in block.kinds}
