"""What a file really is, told from its bytes; the name and the declared type are only claims (FLW-08)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from backend.files.errors import FileEmpty, FileKindRefused, FileTooLarge

MAX_BYTES: Final = 5 * 1024 * 1024
# What the platforms take for audio and video; documents may be larger there, but not here.
CHANNEL_MAX_BYTES: Final = 16 * 1024 * 1024
MAX_NAME: Final = 120

_ENDINGS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "video/mp4": ".mp4",
    "video/3gpp": ".3gp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OFFICE_PARTS: Final = {
    b"word/": f"{_OFFICE}wordprocessingml.document",
    b"xl/": f"{_OFFICE}spreadsheetml.sheet",
    b"ppt/": f"{_OFFICE}presentationml.presentation",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """What may be kept: which kinds, and up to how many bytes."""

    kinds: frozenset[str]
    max_bytes: int


ON_THE_WEB: Final = Accepted(frozenset({"image/jpeg", "image/png", "application/pdf"}), MAX_BYTES)
ON_CHANNELS: Final = Accepted(frozenset(_ENDINGS), CHANNEL_MAX_BYTES)


def content_type(content: bytes, accepted: Accepted = ON_THE_WEB) -> str:
    """Raises `FileEmpty`, `FileTooLarge` or `FileKindRefused`."""
    if not content:
        raise FileEmpty()
    if len(content) > accepted.max_bytes:
        raise FileTooLarge(max_bytes=accepted.max_bytes)
    found = _sniff(content)
    if found is None or found not in accepted.kinds:
        raise FileKindRefused()
    return found


def _sniff(content: bytes) -> str | None:
    return next((kind for tell in (_picture, _document, _sound_or_film) if (kind := tell(content))), None)


def _picture(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-64:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-4096:]:
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/gif" if content.startswith((b"GIF87a", b"GIF89a")) else None


def _document(content: bytes) -> str | None:
    if content.startswith(b"%PDF-1.") or content.startswith(b"%PDF-2."):
        return "application/pdf" if b"%%EOF" in content[-2048:] else None
    if content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content and b"vbaProject" not in content:
        return next((kind for part, kind in _OFFICE_PARTS.items() if part in content), None)
    return None


def _sound_or_film(content: bytes) -> str | None:
    tells: Mapping[str, Callable[[bytes], bool]] = {
        "audio/ogg": lambda head: head.startswith(b"OggS"),
        "audio/amr": lambda head: head.startswith(b"#!AMR"),
        "audio/mpeg": lambda head: head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
        "audio/aac": lambda head: head.startswith((b"\xff\xf1", b"\xff\xf9")),
        "audio/mp4": lambda head: head[4:8] == b"ftyp" and head[8:11] == b"M4A",
        "video/3gpp": lambda head: head[4:8] == b"ftyp" and head[8:10] == b"3g",
        "video/mp4": lambda head: head[4:8] == b"ftyp",
    }
    return next((kind for kind, tell in tells.items() if tell(content[:16])), None)


def safe_name(given: str | None, kind: str) -> str:
    """A name to show and save under: no folders, no control characters, and the ending the content has."""
    base = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(char for char in base if char.isprintable()).strip(". ")
    stem = base.rsplit(".", 1)[0][:MAX_NAME] or "file"
    return stem + _ENDINGS[kind]
