"""What headings say: where, when and under what sky."""

import pytest

from storyline.reading import read_fountain
from storyline.reading.fountain.headings import read_heading


@pytest.mark.parametrize(
    ("heading", "place", "inside", "time", "weather"),
    [
        ("INT. KITCHEN - NIGHT", "Kitchen", True, "night", None),
        ("EXT. BRICK'S PATIO - DAY", "Brick's patio", False, "day", None),
        ("int. beach house - day", "beach house", True, "day", None),
        ("EST. CITY — DUSK", "City", False, "sunset", None),
        ("INT./EXT. CAR (MOVING) - CONTINUOUS", "Car", None, None, None),
        ("I/E CAR DAY", "Car", None, "day", None),
        ("INT. HOUSE - HALL - LATER THAT NIGHT", "House - hall", True, "night", None),
        ("INT. KITCHEN. DAY.", "Kitchen", True, "day", None),
        ("EXT. BEACH, THE NEXT MORNING", "Beach", False, "morning", None),
        ("EXT. BEACH - MAGIC HOUR", "Beach", False, "sunset", None),
        ("int. car, day - continuous # 12 #", "car", True, "day", None),
        ("EXT. BEACH - MOMENTS LATER", "Beach", False, None, None),
        ("EXT. BEACH - SAME TIME", "Beach", False, None, None),
        ("EXT. BEACH - DAY - FLASHBACK (1944)", "Beach", False, "day", None),
        ("EXT. BEACH - STORMY NIGHT", "Beach", False, "night", "storm"),
        ("EXT. BEACH (RAIN) -- DAWN", "Beach", False, "dawn", "rain"),
        ("EXT. SUNSET BOULEVARD - DAY", "Sunset boulevard", False, "day", None),
        ("INT. ST. MARY'S-ON-SEA - NOON", "St. mary's-on-sea", True, "noon", None),
        ("EXT. *THE MOON*", "The moon", False, None, None),
        ("THE MOON - NIGHT", "The moon", None, "night", None),
        ("厨房 - 夜", "厨房", None, "night", None),
        ("SNIPER SCOPE POV", "", None, None, None),
        ("MONTAGE - NIGHT", "", None, "night", None),
        ("LATER", "", None, None, None),
        ("INT.", "", True, None, None),
        ("EXT. DAY", "", False, "day", None),
    ],
)
def test_a_heading_says_where_and_when(
    heading: str, place: str, inside: bool | None, time: str | None, weather: str | None
) -> None:
    assert read_heading(heading) == (place, inside, time, weather)


def test_scenes_in_the_same_place_share_it() -> None:
    text = "\n\n".join(
        [
            "INT. KITCHEN - DAY",
            "EXT. KITCHEN - DAY",
            "int. Kitchen",
            "I/E KITCHEN",
            "EXT. BEACH",
            "LATER.",
            ".LATER",
            ".???",
        ]
    )
    script = read_fountain(text)
    assert [(place.id, place.name, place.setting) for place in script.places] == [
        ("kitchen", "Kitchen", script.places[0].setting),
        ("kitchen-outside", "Kitchen", None),
        ("beach", "Beach", "beach"),
    ]
    assert [scene.place for scene in script.scenes] == [
        "kitchen",
        "kitchen-outside",
        "kitchen",
        "kitchen",
        "beach",
        None,
    ]


@pytest.mark.parametrize(
    ("heading", "setting"),
    [
        ("EXT. MEADOW BY THE VILLAGE", "village"),
        ("EXT. DEEP WOODS", "forest"),
        ("EXT. BEACH HOUSE", "beach"),
        ("INT. FOREST CABIN", "room"),
        ("INT. LIGHTHOUSE", "room"),
        ("EXT. LIGHTHOUSE", None),
        ("THE SEA", "sea"),
    ],
)
def test_a_place_has_the_setting_that_its_words_name(heading: str, setting: str | None) -> None:
    (place,) = read_fountain(heading if heading[:3] in ("INT", "EXT") else f".{heading}").places
    assert place.setting == setting
