"""What staff write in Markdown, fit to be shown: no remote image is ever loaded, no formula is guessed."""

import re

_IMAGE = re.compile(r"!\[")
_DIRECTIVE = re.compile(r":(?=[a-z][\w-]*\[|material/)")


def safe(text: str) -> str:
    """HTML is not formatted by Streamlit unless it is told to, which nobody does (SEC-05).

    An image becomes its words and a link: a picture on a stranger's server would tell them who reads, and when.
    """
    shown = _IMAGE.sub(r"!\\[", text).replace("$", r"\$")
    return _DIRECTIVE.sub(r"\\:", shown)
