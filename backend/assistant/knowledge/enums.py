"""The closed vocabularies of the knowledge list."""

from enum import StrEnum


class ItemKind(StrEnum):
    """A question with its answer, or something that is sold."""

    FAQ = "faq"
    PRODUCT = "product"


class LineProblem(StrEnum):
    """Why a pasted line was left out."""

    TOO_MANY_LINES = "too_many_lines"
    PRICE_UNREADABLE = "price_unreadable"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    ANSWER_MISSING = "answer_missing"
    ANSWER_TOO_LONG = "answer_too_long"
    LINK_UNUSABLE = "link_unusable"
    TOO_MANY_KEYWORDS = "too_many_keywords"
    UNREADABLE = "unreadable"
