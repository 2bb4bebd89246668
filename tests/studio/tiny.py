"""A film of two shots, as somebody wrote it down by hand, and a studio over it."""

TINY = """\
# a tiny film
format: storyboard/1
title: The Hare   # the title
language: en
aspect: "16:9"
size: [64, 36]
rate: 6
seed: 7   # lucky
places:
- {id: meadow, name: Meadow, setting: meadow}   # é 兔
cast:
    -   id: hare
        # what it is
        kind: hare
        name:   "Hare"
        looks: [ {colours: [ brown ]} ]

scenes:
  # the only scene
  - id: s1
    heading: A meadow
    place: meadow
    time_of_day: day
    shots:
      # it stands
      - id: a
        action: >
          The hare stands
          quite still.

        size: WS   # wide
        duration: 4
        panels:
          - at: 0
            prompt: ""
            placements: [{entity: hare, box: [0.4, 0.40, 0.6, 0.8]}]  # middle
          # the end of it
          - {at: 3, prompt: "", placements: []}

      # ---- act two

      # it runs
      - id: b
        action: The hare runs.
        size: FS
        duration: 4
        panels:
          - at: 0
            prompt: ""
            placements: []
          - at: 3
            prompt: ""
            placements: []
      # no more
"""
SHOTS = ["scenes", 0, "shots"]
BOX = [*SHOTS, 0, "panels", 0, "placements", 0, "box"]
