"""The process's own doorway: settings, sessions and the pool to the API, made once."""

from functools import cache
from pathlib import Path
from typing import Final

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.session import Sessions
from streamlit_app.kit.settings import Settings
from streamlit_app.kit.transport import connect

# Ports share cookies: the two panels must not read each other's.
COOKIE: Final = "opensells_admin"
FONTS: Final = Path(__file__).parents[1] / "streamlit_app" / "static"


@cache
def doorway() -> Doorway:
    settings = Settings.read(public="ADMIN_URL")
    # A seal of its own, so that the other panel's cookie opens nothing here even under this name.
    sessions = Sessions(f"{COOKIE}:{settings.secret}")
    return Doorway(settings=settings, sessions=sessions, http=connect(), cookie=COOKIE)


def fonts() -> Mount:
    """The typeface of both panels, kept once."""
    return Mount("/fonts", StaticFiles(directory=FONTS))
