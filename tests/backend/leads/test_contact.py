"""The quick way to read an email says what the whole parser says."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from backend.core import crypto
from backend.core.settings import Settings
from backend.leads import contact

_LETTERS = "aZ0_+-.@ñ!'\"  "
_ENDINGS = [
    "@puig.cat",
    "@a.b.cat",
    "@x-y.es",
    "@x--y.es",
    "@-a.es",
    "@a-.es",
    "@localhost",
    "@a.local",
    "@a.test",
    "@1.2",
    "@a.c0m",
]


@pytest.fixture(autouse=True, scope="module")
def cipher(settings: Settings) -> None:
    crypto.install(crypto.Cipher.from_settings(settings.security))


def parsed(text: str) -> str | None:
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


@given(
    st.one_of(
        st.text(_LETTERS, max_size=80),
        st.builds(str.__add__, st.text(_LETTERS, max_size=70), st.sampled_from(_ENDINGS)),
    )
)
@effort(max_examples=400, deadline=None)
def test_any_text(text: str) -> None:
    found = contact.email(text)
    assert (found and found.value) == parsed(text)


@pytest.mark.parametrize("local", ["ana", "a.b", "a..b", ".a", "a.", "a-b", "-a", "a+b", "x" * 64, "x" * 65])
@pytest.mark.parametrize("domain", _ENDINGS)
def test_cases(local: str, domain: str) -> None:
    found = contact.email(local + domain)
    assert (found and found.value) == parsed(local + domain)
