"""The API keeps to its own document: no 5xx, only declared answers, each of the declared shape."""

import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.callers import Callers, right_caller
from tests.support.routes import ROUTES, Route

# Any: its operation's own parameters, which we do not use.
AnyCase = Case[Any]
CHECKS: list[Callable[..., Any]] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 6

# There is no worker here, and perhaps no widget built.
MAY_BE_UNREADY = {"/ready", "/widget.js"}
# A stream has no end: long enough to see its head.
STREAM_SECONDS = 0.5

WRONG_CALLERS = ("nobody", "visitor", "owner")


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def operation_of(document: BaseSchema, route: Route) -> Any:
    return document[route.path][route.method]


def check(case: AnyCase, headers: Mapping[str, str]) -> None:
    timeout = STREAM_SECONDS if case.path.endswith("/events") else 20
    checks = [each for each in CHECKS if each is not not_a_server_error or case.path not in MAY_BE_UNREADY]
    sent = {**headers, "Idempotency-Key": secrets.token_hex(8)}
    case.call_and_validate(headers=sent, checks=checks, timeout=timeout)


def in_a_session(callers: Callers, case: AnyCase) -> AnyCase:
    """The chat's body names a real conversation."""
    if isinstance(case.body, dict):
        case.body = {**case.body, "session_id": callers.company.ids["session_id"][0]}
    return case


def ask(cases: st.SearchStrategy[AnyCase], headers: Mapping[str, str], *, examples: int = EXAMPLES) -> None:
    """Some cases, the same at each run."""

    @few(examples)
    @given(case=cases)
    def one(case: AnyCase) -> None:
        check(case, headers)

    one()


def test_the_document_names_every_route(document: BaseSchema) -> None:
    paths = document.raw_schema["paths"].items()
    named = {f"{method.upper()} {path}" for path, operations in paths for method in operations}
    assert named == {str(each) for each in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_good_input_is_answered_as_declared(document: BaseSchema, callers: Callers, route: Route) -> None:
    operation = operation_of(document, route)
    headers = callers.headers(right_caller(route), route)
    ask(operation.as_strategy(), headers)
    if route.parameters:
        ask(operation.as_strategy(path_parameters=callers.ids(route)), headers)
    if route.for_visitors:
        ask(operation.as_strategy().map(partial(in_a_session, callers)), headers)


@pytest.mark.parametrize("route", [each for each in ROUTES if each.takes_input], ids=str)
def test_bad_input_is_refused_as_declared(document: BaseSchema, callers: Callers, route: Route) -> None:
    bad = operation_of(document, route).as_strategy(generation_mode=GenerationMode.NEGATIVE)
    ask(bad, callers.headers(right_caller(route), route))


@pytest.mark.parametrize("caller", WRONG_CALLERS)
def test_the_wrong_caller_is_answered_as_declared(document: BaseSchema, callers: Callers, caller: str) -> None:
    for route in (each for each in ROUTES if right_caller(each) != caller):
        ask(operation_of(document, route).as_strategy(), callers.headers(caller, route), examples=1)
