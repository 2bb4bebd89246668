"""The storyboard strategies of the field, by name. All end in the same draft."""

from collections.abc import Mapping
from types import MappingProxyType

from planners.llm.directors.direct2v import DirecT2V
from planners.llm.directors.dysen import Dysen
from planners.llm.directors.free_bloom import FreeBloom
from planners.llm.directors.lvd import Lvd
from planners.llm.directors.movie_agent import MovieAgent
from planners.llm.directors.protocol import Director
from planners.llm.directors.videodirectorgpt import VideoDirectorGpt
from storyline.errors import SetupError

DIRECTOR = "movie-agent"
"""Who directs when nobody is named."""
_ALL: tuple[Director, ...] = (MovieAgent(), VideoDirectorGpt(), Lvd(), DirecT2V(), FreeBloom(), Dysen())
DIRECTORS: Mapping[str, Director] = MappingProxyType({d.name: d for d in _ALL})


def director(name: str) -> Director:
    """The director of a name. Raises SetupError if there is none."""
    if name not in DIRECTORS:
        raise SetupError(f"--director: expected one of {', '.join(DIRECTORS)}; got {name!r}")
    return DIRECTORS[name]
