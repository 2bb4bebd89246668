"""The flow: read, plan, draw, assemble. One call a stage, and `make_film` for all of them."""

from storyline.film.board import BOARDS, draw_board, film_beside
from storyline.film.make import make_film
from storyline.film.outputs import keep, keep_inputs, write_text
from storyline.film.plan import explain_film, plan_film
from storyline.film.plugins import plugin, plugins
from storyline.film.render import Render
from storyline.film.result import COMPANIONS, Film, companion
from storyline.film.work import cores

__all__ = [
    "BOARDS",
    "COMPANIONS",
    "Film",
    "Render",
    "companion",
    "cores",
    "draw_board",
    "explain_film",
    "film_beside",
    "keep",
    "keep_inputs",
    "make_film",
    "plan_film",
    "plugin",
    "plugins",
    "write_text",
]
