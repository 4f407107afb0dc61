"""Countries by name, in the language of whoever looks."""

from typing import Final

from babel import Locale

from streamlit_app.kit.i18n import language

# Where the product's people work comes first.
FIRST: Final = ("ES", "PT", "AD", "FR", "IT", "DE", "GB", "MX", "AR", "CL", "CO", "PE", "US", "BR")


def names() -> dict[str, str]:
    """{ISO 3166-1 code: name}."""
    found = Locale(language()).territories
    known = {code: name for code, name in found.items() if len(code) == 2 and code.isalpha() and code not in _NOT}
    rest = sorted((code for code in known if code not in FIRST), key=lambda code: known[code].casefold())
    return {code: known[code] for code in (*FIRST, *rest) if code in known}


_NOT: Final = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
