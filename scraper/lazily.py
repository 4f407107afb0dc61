"""An attribute that is worked out when it is first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class lazy(Generic[Value]):  # noqa: N801 - stands where `property` stands
    """As `functools.cached_property`, without the lock: a page is read by one thread, a dozen of these a page."""

    # Any: of whatever class it stands in.
    def __init__(self, read: Callable[[Any], Value]) -> None:
        self._read = read
        self._name = read.__name__
        self.__doc__ = read.__doc__

    def __get__(self, owner: Any, kind: type[Any] | None = None) -> Value:
        # Found before this descriptor from now on.
        value = owner.__dict__[self._name] = self._read(owner)
        return value
