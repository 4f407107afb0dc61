"""Sealed values: opened again by their key, refused when touched, findable only through the blind index (SEC-03)."""

import base64
import os

import pytest

from backend.core.crypto import Cipher, Tampered, UnknownKey, token_hash


def key(byte: int) -> str:
    return base64.urlsafe_b64encode(bytes([byte]) * 32).decode()


OLD, NEW = f"old:{key(1)}", f"new:{key(2)}"
INDEX = b"index key"
WORDS = ["", "marta@example.com", "ñ 🦄 مرحبا", "a\x00b", "\ud800", "x" * 100_000]


def cipher(*keys: str) -> Cipher:
    return Cipher.from_setting(",".join(keys), INDEX)


@pytest.mark.parametrize("words", WORDS, ids=lambda each: ascii(each)[:20])
def test_what_is_sealed_is_opened_again(words: str) -> None:
    sealed = cipher(NEW).encrypt(words)
    assert sealed.startswith("new.")
    assert cipher(NEW).decrypt(sealed) == words
    assert not words or words not in sealed


@pytest.mark.parametrize("content", [b"", b"\x00\xff.", os.urandom(100_000)], ids=["nothing", "bytes", "much"])
def test_files_are_sealed_the_same_way(content: bytes) -> None:
    sealed = cipher(NEW).seal(content)
    assert cipher(OLD, NEW).unseal(sealed) == content


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert len({cipher(NEW).encrypt("marta") for _ in range(50)}) == 50


def test_the_first_key_seals_and_every_listed_key_opens() -> None:
    before = cipher(OLD).encrypt("marta")
    both = cipher(NEW, OLD)
    assert both.decrypt(before) == "marta"
    assert both.encrypt("marta").startswith("new.")
    assert (both.is_current(before), both.is_current(both.encrypt("marta"))) == (False, True)
    assert (both.is_current(cipher(OLD).seal(b"x")), both.is_current(both.seal(b"x"))) == (False, True)


def test_without_its_key_a_value_says_which_one_is_missing() -> None:
    with pytest.raises(UnknownKey, match="old"):
        cipher(NEW).decrypt(cipher(OLD).encrypt("marta"))
    with pytest.raises(UnknownKey):
        cipher(NEW).unseal(cipher(OLD).seal(b"marta"))


def test_another_key_of_the_same_name_opens_nothing() -> None:
    with pytest.raises(Tampered):
        cipher(f"new:{key(3)}").decrypt(cipher(NEW).encrypt("marta"))


def test_a_changed_value_is_refused() -> None:
    name, _, encoded = cipher(NEW).encrypt("marta").partition(".")
    raw = bytearray(base64.b64decode(encoded))
    for place in range(len(raw)):
        raw[place] ^= 1
        with pytest.raises(Tampered):
            cipher(NEW).decrypt(f"{name}.{base64.b64encode(raw).decode()}")
        raw[place] ^= 1
    with pytest.raises(Tampered):
        cipher(NEW).unseal(cipher(NEW).seal(b"marta")[:-1] + b"\x00")


@pytest.mark.parametrize(
    "value",
    ["", "new", "new.", "new.AAAA", "new.%%%", "plain words", "new." + "A" * 16],
    ids=lambda each: each or "empty",
)
def test_what_was_never_sealed_is_refused_by_name(value: str) -> None:
    with pytest.raises((Tampered, UnknownKey)):
        cipher(NEW).decrypt(value)


@pytest.mark.parametrize("content", [b"", b"new.", b"new." + b"\x00" * 5, b"\xff\xfe.x"])
def test_bytes_that_were_never_sealed_are_refused_by_name(content: bytes) -> None:
    with pytest.raises((Tampered, UnknownKey)):
        cipher(NEW).unseal(content)


@pytest.mark.parametrize(
    "setting",
    [
        "",
        " , ",
        "nocolon",
        f":{key(1)}",
        f"a.b:{key(1)}",
        f"a b:{key(1)}",
        "short:" + base64.urlsafe_b64encode(b"x" * 16).decode(),
        "noise:not base64!",
    ],
)
def test_a_bad_list_of_keys_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match=r"ENCRYPTION_KEYS|base64|padded"):
        Cipher.from_setting(setting, INDEX)


def test_blanks_and_a_last_comma_in_the_list_do_no_harm() -> None:
    assert cipher(f" {NEW} ", OLD, "").primary == "new"


def test_the_blind_index_survives_a_rotation_and_needs_its_key() -> None:
    found = cipher(OLD).blind_index("marta@example.com")
    assert len(found) == 32
    assert cipher(NEW).blind_index("marta@example.com") == found
    assert Cipher.from_setting(OLD, b"another").blind_index("marta@example.com") != found


def test_a_token_is_kept_as_its_hash() -> None:
    assert token_hash("a") != token_hash("b")
    assert len(token_hash("a")) == 32
