"""What a scene says of its light in words, `candlelight`, `dim`, `red neon`, on top of the hour and the weather."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generators.toon.canvas import RGB, mix
from generators.toon.light import Gain, Light

_TONES: Mapping[str, Gain] = MappingProxyType(
    {
        **dict.fromkeys(("dim", "dark", "gloomy", "shadowy", "murky", "twilight"), (0.66, 0.68, 0.76)),
        **dict.fromkeys(("bright", "brilliant", "dazzling", "glaring"), (1.1, 1.1, 1.08)),
        **dict.fromkeys(("golden", "warm", "sunlit", "amber"), (1.04, 0.93, 0.74)),
        **dict.fromkeys(("cold", "cool", "moonlit", "moonlight", "pale"), (0.74, 0.84, 1.02)),
        **dict.fromkeys(
            ("candlelit", "candlelight", "candle", "candles", "lamplight", "lantern", "lanterns"), (0.86, 0.68, 0.5)
        ),
        **dict.fromkeys(("firelight", "firelit", "torchlight", "fire", "torches"), (0.92, 0.64, 0.44)),
        **dict.fromkeys(("red", "crimson"), (1.0, 0.56, 0.54)),
        **dict.fromkeys(("blue", "azure"), (0.56, 0.7, 1.04)),
        **dict.fromkeys(("green", "emerald"), (0.62, 0.98, 0.66)),
        **dict.fromkeys(("purple", "violet", "magenta"), (0.84, 0.6, 1.02)),
        **dict.fromkeys(("pink", "rosy"), (1.02, 0.76, 0.86)),
    }
)
"""What a word leaves of red, green and blue."""

_LAMPS: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(("candlelit", "candlelight", "candle", "candles", "lamplight", "lantern", "lanterns"), 1.0),
        **dict.fromkeys(("firelight", "firelit", "torchlight", "neon"), 1.0),
        **dict.fromkeys(("moonlit", "moonlight", "dark", "darkness"), 0.0),
    }
)
"""How brightly a word has lamps lit."""


def with_lamps(light: Light, words: str) -> Light:
    """The light with its lamps lit or out, as the first of these words has it that speaks of them."""
    lit = next((_LAMPS[word] for word in _words(words) if word in _LAMPS), None)
    return light if lit is None else replace(light, windows=lit)


def in_mood(light: Light, words: str) -> Light:
    """The light as these words have it; words that it does not know change nothing.

    Figures take a third of it, so that their colours keep their names.
    """
    tones = [_TONES[word] for word in _words(words) if word in _TONES]
    for tone in tones[:2]:
        light = replace(
            light,
            gain=_times(light.gain, tone, 1.0),
            figure_gain=_times(light.figure_gain, tone, 0.33),
            sky=(_tint(light.sky[0], tone), _tint(light.sky[1], tone), _tint(light.sky[2], tone)),
            cloud=_tint(light.cloud, tone),
            cloud_shade=_tint(light.cloud_shade, tone),
            glow=_tint(light.glow, tone),
        )
    return light


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _times(gain: Gain, tone: Gain, share: float) -> Gain:
    red, green, blue = (g * (1 + (t - 1) * share) for g, t in zip(gain, tone, strict=True))
    return red, green, blue


def _tint(rgb: RGB, tone: Gain) -> RGB:
    red, green, blue = (min(255, int(v * t)) for v, t in zip(rgb, tone, strict=True))
    return mix(rgb, (red, green, blue), 0.7)
