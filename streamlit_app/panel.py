"""The process's own doorway: settings, sessions and the pool to the API, made once."""

from functools import cache

from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.session import Sessions
from streamlit_app.kit.settings import Settings
from streamlit_app.kit.transport import connect

COOKIE = "opensells_panel"


@cache
def doorway() -> Doorway:
    settings = Settings.read()
    return Doorway(settings=settings, sessions=Sessions(settings.secret), http=connect(), cookie=COOKIE)
