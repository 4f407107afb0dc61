"""The widget's first call."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from backend.channels import web
from backend.channels.schemas import WidgetConfigOut
from backend.core.http.dependencies import PlatformSession, request_origin
from backend.core.http.errors import ErrorOut

router = APIRouter(prefix="/widget", tags=["widget"])

Slug = Annotated[str, Query(alias="tenant", max_length=60, description="The business's slug, as in the snippet")]


@router.get("/config", summary="Greeting and token", responses={403: {"model": ErrorOut}, 404: {"model": ErrorOut}})
async def config(request: Request, slug: Slug, session: PlatformSession) -> WidgetConfigOut:
    """Public; the page's `Origin` must be one that the business allows."""
    secret = request.app.state.settings.security.secret_key.get_secret_value()
    return await web.greet(session, secret, slug, request_origin(request))
