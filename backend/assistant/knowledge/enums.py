"""The closed vocabularies of the knowledge list."""

from enum import StrEnum


class ItemKind(StrEnum):
    """A question with its answer, or something that is sold."""

    FAQ = "faq"
    PRODUCT = "product"
