"""`index.html`: the films of a batch on one page, and the poster of each.

The page needs nothing but what lies beside it: no script, no font, no address. Every text in it is escaped.
"""

from html import escape
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from storyline.film.batch.report import BatchReport, EpisodeReport
from storyline.film.result import companion
from storyline.film.stills import Stills
from storyline.schema.storyboard import Storyboard

POSTER = "poster.jpg"
_WIDEST = 640

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f24; --soft: #667; --page: #f4f3f0; --card: #fff; --line: #dddad3;
  --done: #2c7a4b; --cached: #3a68a8; --gaps: #a8690a; --failed: #b3362e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceae6; --soft: #a3a2a8; --page: #17181b; --card: #212327; --line: #34363c;
    --done: #6cc08b; --cached: #84b1ee; --gaps: #e0a84a; --failed: #ef837a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 2.5rem 1.5rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
.sum { margin: .4rem 0 2rem; color: var(--soft); }
main { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
article { display: flex; flex-direction: column; overflow: hidden; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; }
video, .none { display: block; width: 100%; aspect-ratio: 16 / 9; background: #000; }
.none { display: grid; place-items: center; background: var(--page); border-bottom: 1px solid var(--line);
  color: var(--soft); }
.about { padding: .9rem 1.1rem 1rem; }
h2 { margin: 0 0 .2rem; font-size: 1.1rem; line-height: 1.3; overflow-wrap: anywhere; }
p { margin: 0; color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.done { color: var(--done); } .cached { color: var(--cached); }
.gaps { color: var(--gaps); } .failed { color: var(--failed); }
pre { margin: .6rem 0 0; max-height: 12rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  font: .8rem/1.45 ui-monospace, monospace; }
nav { margin-top: .5rem; display: flex; gap: .9rem; font-size: .9rem; }
a { color: inherit; }
"""


def write_poster(board: Storyboard, stills: Stills, part: Path) -> None:
    """Write the picture of the first panel that shows most of the cast, at most 640 wide, as a JPEG."""
    panels = [(shot.id, panel) for _, shot in board.shots() for panel in shot.panels]
    shot, panel = max(panels, key=lambda found: len(found[1].placements))  # of several, the first
    (found,) = stills(shot, [panel.at])
    picture = Image.fromarray(found)
    picture.thumbnail((_WIDEST, _WIDEST), Image.Resampling.LANCZOS)
    picture.save(part, format="JPEG", quality=88)


def index(report: BatchReport) -> str:
    """The text of `index.html`."""
    title = escape(report.title or "Films")
    cards = "\n".join(_card(report, episode) for episode in report.episodes)
    return f"""<!doctype html>
<html lang="und">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<p class="sum">{_summary(report)}</p>
<main>
{cards}
</main>
</body>
</html>
"""


def _summary(report: BatchReport) -> str:
    films = [episode for episode in report.episodes if episode.film is not None]
    told = [f"{len(films)} film{'' if len(films) == 1 else 's'}", clock(sum(film.duration for film in films))]
    told += [f"{report.count('gaps')} with gaps"] if report.count("gaps") else []
    told += [f'<span class="failed">{report.count("failed")} failed</span>'] if report.count("failed") else []
    return " · ".join(told)


def _card(report: BatchReport, episode: EpisodeReport) -> str:
    told = [f'<span class="{episode.status}">{episode.status}</span>']
    picture, links = '<div class="none">no film</div>', ""
    if episode.film is not None:
        told.insert(0, clock(episode.duration))
        film, poster = _link(report, episode.film), _link(report, episode.film.with_name(POSTER))
        picture = f'<video controls preload="none" poster="{poster}" src="{film}"></video>'
        beside = {"film": episode.film} | {
            name: companion(episode.film, file)
            for name, file in (("board", "board.png"), ("storyboard", "storyboard.yaml"), ("subtitles", "film.srt"))
        }
        links = "".join(f'<a href="{_link(report, path)}">{name}</a>' for name, path in beside.items())
        links = f"\n<nav>{links}</nav>"
    error = f"\n<pre>{escape(episode.error)}</pre>" if episode.error else ""
    return f"""<article>
{picture}
<div class="about">
<h2>{escape(episode.title or episode.name)}</h2>
<p>{" · ".join(told)}</p>
<p>{escape(episode.source)}</p>{error}{links}
</div>
</article>"""


def _link(report: BatchReport, path: Path) -> str:
    return quote(path.relative_to(report.out).as_posix())


def clock(seconds: float) -> str:
    """A length as people read it.

    >>> clock(34.4), clock(151), clock(4000)
    ('0:34', '2:31', '1:06:40')
    """
    whole = round(seconds)
    minutes, hours = whole // 60 % 60, whole // 3600
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
