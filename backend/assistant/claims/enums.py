"""The kinds of claims."""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What a figure stands for."""

    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    QUANTITY = "quantity"
    NUMBER = "number"
    STOCK = "stock"
    PHONE = "phone"
    URL = "url"
    EMAIL = "email"
