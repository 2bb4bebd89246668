"""Many films over one store: scripts → a folder of films, a report, and a page that shows them."""

from storyline.film.batch.render import INDEX, REPORT, Batch, BatchWork, EpisodeWork, render_batch
from storyline.film.batch.report import BatchReport, EpisodeReport

__all__ = ["INDEX", "REPORT", "Batch", "BatchReport", "BatchWork", "EpisodeReport", "EpisodeWork", "render_batch"]
