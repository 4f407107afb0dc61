"""Which passwords are good enough, and what the hash of them costs."""

import time

import pytest

from backend.accounts import passwords
from backend.accounts.errors import PasswordTooWeak
from backend.accounts.passwords import Hasher

EMAIL = "laia@shop.example.com"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("123456789", "length"),
        ("x1y2" * 51, "length"),
        ("1234567890", "common"),
        ("QwertyUIOP", "common"),
        ("contraseña123", "common"),
        ("laia@shop.example.com", "equals_email"),
        ("LAIA@shop.example.com", "equals_email"),
        ("ababababab", "pattern"),
    ],
)
def test_what_others_would_guess_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordTooWeak) as refused:
        passwords.check(password, email=EMAIL)
    assert refused.value.details == {"reason": reason}


@pytest.mark.parametrize("password", ["opensells-demo", "correct horse battery", "пароль-длинный", "🦄🐙🦊🐢 y más"])
def test_anything_else_will_do(password: str) -> None:
    passwords.check(password, email=EMAIL)


async def test_a_password_is_kept_as_argon2id() -> None:
    hasher = Hasher(time_cost=1, memory_kib=64)
    kept = await hasher.hash("una-clave-larga")
    assert kept.startswith("$argon2id$")
    assert await hasher.verify("una-clave-larga", kept)
    assert not await hasher.verify("una-clave-larga ", kept)
    assert not await hasher.verify("una-clave-larga", "not a hash at all")


async def test_a_hash_is_renewed_when_its_cost_is_no_longer_todays() -> None:
    cheap, dear = Hasher(time_cost=1, memory_kib=64), Hasher(time_cost=2, memory_kib=128)
    kept = await cheap.hash("una-clave-larga")
    assert await cheap.renewed("una-clave-larga", kept) is None
    renewed = await dear.renewed("una-clave-larga", kept)
    assert renewed is not None
    assert "m=128,t=2" in renewed
    assert await dear.verify("una-clave-larga", renewed)


async def test_idn_06_an_unknown_account_costs_what_a_known_one_does() -> None:
    hasher = Hasher(time_cost=2, memory_kib=16_384)
    kept = await hasher.hash("una-clave-larga")
    # The first check of nobody also makes nobody's hash.
    await hasher.verify("not-the-password", None)
    pairs = [(await _work(hasher, kept), await _work(hasher, None)) for _ in range(7)]
    known, unknown = (min(costs) for costs in zip(*pairs, strict=True))
    assert 0.4 < unknown / known < 2.5


async def _work(hasher: Hasher, kept: str | None) -> float:
    """Processor seconds, which other programs on the machine do not change."""
    started = time.process_time()
    assert not await hasher.verify("not-the-password", kept)
    return time.process_time() - started
