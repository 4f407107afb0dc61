"""What a file really is, told from its bytes; the name and the declared type are only claims (FLW-08)."""

from typing import Final

from backend.files.errors import FileEmpty, FileKindRefused, FileTooLarge

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_NAME: Final = 120

_ENDINGS: Final = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


def content_type(content: bytes) -> str:
    """Raises `FileEmpty`, `FileTooLarge` or `FileKindRefused`."""
    if not content:
        raise FileEmpty()
    if len(content) > MAX_BYTES:
        raise FileTooLarge(max_bytes=MAX_BYTES)
    found = _sniff(content)
    if found is None:
        raise FileKindRefused()
    return found


def _sniff(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-64:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-4096:]:
        return "image/jpeg"
    if content.startswith(b"%PDF-1.") or content.startswith(b"%PDF-2."):
        return "application/pdf" if b"%%EOF" in content[-2048:] else None
    return None


def safe_name(given: str | None, kind: str) -> str:
    """A name to show and save under: no folders, no control characters, and the ending the content has."""
    base = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(char for char in base if char.isprintable()).strip(". ")
    stem = base.rsplit(".", 1)[0][:MAX_NAME] or "file"
    return stem + _ENDINGS[kind]
