"""What these routes need besides a caller and a session: the keys and from where the call comes."""

from typing import Annotated

from fastapi import Depends, Request

from backend.accounts.enums import TokenPurpose
from backend.accounts.keys import Keys, Origin
from backend.accounts.one_time import LIFETIMES
from backend.accounts.passwords import Hasher
from backend.accounts.queries import Company
from backend.accounts.schemas import CompanyOut, SecondFactorRequired, TokenPair
from backend.accounts.sessions import Tokens
from backend.accounts.signing_in import Challenge
from backend.core.http.tokens import ACCESS_LIFETIME
from backend.core.language import LANGUAGES, Language, negotiate


def _keys(request: Request) -> Keys:
    state = request.app.state
    if not hasattr(state, "account_keys"):
        security = state.settings.security
        hasher = Hasher(security.argon2_time_cost, security.argon2_memory_kib)
        state.account_keys = Keys(security.secret_key.get_secret_value(), hasher)
    found: Keys = state.account_keys
    return found


def _origin(request: Request) -> Origin:
    return Origin(address=request.state.client_ip, user_agent=request.headers.get("user-agent", ""))


def _language(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


HasKeys = Annotated[Keys, Depends(_keys)]
From = Annotated[Origin, Depends(_origin)]
BrowserLanguage = Annotated[Language, Depends(_language)]


def company_out(company: Company | None) -> CompanyOut | None:
    return CompanyOut(id=company.id, slug=company.slug, name=company.name) if company else None


def token_pair(tokens: Tokens) -> TokenPair:
    return TokenPair(
        access_token=tokens.access,
        refresh_token=tokens.refresh,
        expires_in=int(ACCESS_LIFETIME.total_seconds()),
        tenant=company_out(tokens.company),
    )


def pair_or_challenge(entered: Tokens | Challenge) -> TokenPair | SecondFactorRequired:
    if isinstance(entered, Tokens):
        return token_pair(entered)
    lifetime = LIFETIMES[TokenPurpose.SECOND_FACTOR]
    return SecondFactorRequired(challenge=entered.token, expires_in=int(lifetime.total_seconds()))
