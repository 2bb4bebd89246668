"""A good model's plan, over HTTP through the real client."""

from pathlib import Path

from storyline.film.plan import explain_film, plan_film
from storyline.reading import read
from storyline.schema.origin import origin_of, overruled
from storyline.schema.script import Script
from tests.planners.llm.conftest import Making
from tests.planners.llm.plans import STORY, good
from tests.planners.llm.server import serving


def test_a_good_plan_is_followed(planner: Making) -> None:
    with serving(good) as server:
        board = plan_film(STORY, planner=planner(server))
    assert [s.place for s in board.scenes] == ["forest", "beach"]
    assert [s.time_of_day for s in board.scenes] == ["day", "night"]
    assert [e.id for e in board.cast] == ["fox", "crow", "cheese"]
    shots = [shot for _, shot in board.shots()]
    assert {s.size for s in shots} == {"MS"} and {s.angle for s in shots} == {"low"}
    spoken = [n for s in shots for n in s.lines if n.kind == "spoken"]
    assert [(n.text, n.speaker) for n in spoken] == [("That cheese is mine!", "crow")]
    assert all(s.camera[-1].zoom == 1.25 for s in shots)
    assert shots[0].panels[0].placements[0].box.root == (0.1, 0.5, 0.3, 0.8)
    assert board.notes == ()
    assert board.title == "A red fox runs through the"


def test_every_word_of_the_story_is_in_the_film(planner: Making) -> None:
    script = read(STORY).document
    with serving(good) as server:
        board = plan_film(STORY, planner=planner(server))
    heard = " ".join(n.text for _, shot in board.shots() for n in shot.lines)
    for beat in script.scenes[0].beats:
        words = [w.strip('".,!') for w in beat.text.split() if w not in ("cries", "the", "crow.")]
        assert all(w in heard for w in words), beat.text


def test_origins_name_who_decided(planner: Making) -> None:
    with serving(good) as server:
        board = plan_film({"title": "Fox", "story": STORY}, planner=planner(server))
    scene, shot = next(board.shots())
    assert origin_of(board, "title") == "writer"
    assert origin_of(board, f"scenes/{scene.id}/shots/{shot.id}/size") == "openai:tiny"
    assert origin_of(board, f"scenes/{scene.id}/shots/{shot.id}/panels/0/placements/0/box") == "openai:tiny"
    assert origin_of(board, "rate") == "offline"


def test_what_the_writer_fixed_is_not_overruled(planner: Making) -> None:
    script = {
        "cast": [{"id": "vix", "name": "fox", "looks": [{"colours": ["white"]}]}],
        "scenes": [
            {
                "time_of_day": "dawn",
                "shots": [
                    {"id": "a", "action": "The fox runs.", "size": "ECU", "duration": "2s"},
                    {
                        "id": "b",
                        "action": "The fox sits.",
                        "camera": [{"at": 0, "zoom": 2}],
                        "panels": [{"at": "50%", "placements": [{"entity": "vix", "box": [0.4, 0.1, 0.6, 0.3]}]}],
                    },
                ],
            }
        ],
    }
    document = read(script).document
    assert isinstance(document, Script)
    with serving(good) as server:
        board = planner(server).plan(document)
    assert overruled(document, board) == ()
    first, second = board.scenes[0].shots
    assert (first.size, first.duration, first.angle) == ("ECU", 48, "low")
    assert second.camera[0].zoom == 2 and second.angle == "low"
    assert board.entity("vix").looks[0].colours == ("white",) and board.entity("vix").kind == "fox"
    assert board.scenes[0].time_of_day == "dawn" and board.scenes[0].place == "forest"


def test_the_same_replies_give_the_same_storyboard(planner: Making) -> None:
    with serving(good) as server:
        first, _ = explain_film(STORY, planner=planner(server))
        asked = len(server.calls)
        second, reasons = explain_film(STORY, planner=planner(server))
        assert len(server.calls) == asked
    assert first == second
    said = [f"{r.what}: {r.why}" for r in reasons if not r.where]
    assert any(s.startswith("0 calls") and f"{asked} replies were kept" in s for s in said)


def test_a_plan_pays_only_for_what_changed(planner: Making) -> None:
    with serving(good) as server:
        plan_film(STORY, planner=planner(server))
        asked = len(server.calls)
        changed = STORY.replace("on the beach", "at the beach")
        plan_film(changed, planner=planner(server))
        again = server.stages[asked:]
    assert "panels" not in again and again.count("shots") == 1


def test_the_seed_asks_anew(planner: Making) -> None:
    with serving(good) as server:
        plan_film(STORY, planner=planner(server))
        asked = len(server.calls)
        plan_film(STORY, planner=planner(server), seed=2)
        assert len(server.calls) == 2 * asked


def test_a_screenplay_is_planned(planner: Making) -> None:
    with serving(good) as server:
        board = plan_film("examples/queens_cheese.fountain", planner=planner(server))
    offline = plan_film("examples/queens_cheese.fountain")
    spoken = [[n.text for _, t in b.shots() for n in t.lines if n.kind == "spoken"] for b in (board, offline)]
    assert spoken[0] == spoken[1]
    assert [s.id for s in board.scenes] == list(dict.fromkeys(s.id for s in offline.scenes))


def test_no_key_in_what_is_kept(planner: Making, key: str, tmp_path: Path) -> None:
    from tests.planners.llm.server import Say

    def leaking(call):  # type: ignore[no-untyped-def]
        said = good(call)
        return Say({**said.text, "note": call.headers["authorization"]})

    with serving(leaking) as server:
        board = plan_film(STORY, planner=planner(server))
        assert server.calls[0].headers["authorization"] == f"Bearer {key}"
    kept = [p.read_text() for p in (tmp_path / "replies").rglob("*.json")]
    assert kept and not any(key in text for text in (*kept, board.model_dump_json()))


def test_a_film_is_as_long_as_asked_whatever_the_model_thinks(planner: Making) -> None:
    """Its shots, nine seconds each, keep to one pace; the critic is told."""
    with serving(good) as server:
        board = plan_film(STORY, planner=planner(server), runtime="40s")
        told = [call.data for call in server.calls if call.stage == "critic"]
    assert board.length == 40 * 24
    assert max(s.duration for _, s in board.shots()) - min(s.duration for _, s in board.shots()) <= 1
    assert all("seconds_asked:\n40.0" in data for data in told) and told


def test_who_waits_is_told_how_far_the_plan_is(planner: Making) -> None:
    told: list[tuple[str, int, int]] = []
    with serving(good) as server:
        plan_film(STORY, planner=planner(server), progress=lambda *how: told.append(how))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == [f"planning: {stage}" for stage in ("scenes", "cast", "shots", "panels", "critic")]
    for stage in stages:
        counts = sorted(done for told_of, done, _ in told if told_of == stage)
        assert counts == list(range(len(counts))) and len(counts) - 1 == next(n for s, _, n in told if s == stage)
