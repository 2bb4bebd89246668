"""The storyboard strategies of the field, by name. All end in the same draft."""

from collections.abc import Mapping
from types import MappingProxyType

from planners.llm.directors.movie_agent import MovieAgent
from planners.llm.directors.protocol import Director
from storyline.errors import SetupError

DIRECTOR = "movie-agent"
"""Who directs when nobody is named."""
DIRECTORS: Mapping[str, Director] = MappingProxyType({d.name: d for d in (MovieAgent(),)})


def director(name: str) -> Director:
    """The director of a name. Raises SetupError if there is none."""
    if name not in DIRECTORS:
        raise SetupError(f"--director: expected one of {', '.join(DIRECTORS)}; got {name!r}")
    return DIRECTORS[name]
