"""Tests mirror the packages. Annotations are checked as they run: an int may stand for a float (PEP 484)."""

from collections.abc import Callable
from dataclasses import is_dataclass
from inspect import isasyncgenfunction, isclass, iscoroutinefunction, isfunction, isgeneratorfunction
from typing import Any, get_args, get_type_hints

import jaxtyping
from beartype import BeartypeConf, beartype

checker = beartype(conf=BeartypeConf(is_pep484_tower=True))
_with_axes = jaxtyping.jaxtyped


def _checked(*, typechecker: Callable) -> Callable:
    """What jaxtyping does to all that it is told to check; at a small part of the price where no axis is named.

    It binds the arguments of every call to their names, so that an axis is as long wherever it is named.
    """

    def check(thing: Any) -> Any:
        if isfunction(thing) and _names_no_axis(thing):
            return checker(thing)
        if isclass(thing) and is_dataclass(thing) and _names_no_axis(thing.__init__):
            thing.__init__ = checker(thing.__init__)
            return thing
        return _with_axes(thing, typechecker=typechecker)

    return check


def _names_no_axis(function: Callable) -> bool:
    if isgeneratorfunction(function) or isasyncgenfunction(function) or iscoroutinefunction(function):
        return False  # what comes out of them is checked nowhere
    try:
        hints = get_type_hints(function, include_extras=True)
    except (NameError, TypeError):  # a class that is still being made, or is one for mypy alone
        return False
    return not any(_is_array(hint) for hint in hints.values())


def _is_array(hint: Any) -> bool:
    if isinstance(hint, list):  # the arguments of a Callable
        return any(map(_is_array, hint))
    return (isclass(hint) and issubclass(hint, jaxtyping.AbstractArray)) or any(map(_is_array, get_args(hint)))


jaxtyping.jaxtyped = _checked
