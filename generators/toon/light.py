"""Time of day and weather become the light that everything is painted in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from generators.toon.canvas import RGB, mix
from storyline.schema.vocabulary import TimeOfDay, Weather

Gain = tuple[float, float, float]


@dataclass(frozen=True)
class Light:
    """The light of one scene. Colours are sRGB; shares lie in 0..1."""

    sky: tuple[RGB, RGB, RGB]
    """At the top of the frame, halfway down, at the horizon."""
    gain: Gain
    """What is left of red, green and blue on scenery."""
    lift: RGB
    """Added to scenery: shadows are never quite black."""
    figure_gain: Gain
    """What is left of red, green and blue on figures: gentler, so that their colours keep their names."""
    orb: Literal["sun", "moon"]
    orb_at: tuple[float, float]
    """Its centre in the master view, in frame widths and heights."""
    orb_radius: float
    """In frame heights."""
    orb_colour: RGB
    glow: RGB
    """What the sky turns to around the sun or the moon, and what lit clouds are edged with."""
    glow_strength: float
    cloud: RGB
    cloud_shade: RGB
    stars: float = 0.0
    """How many of the stars shine."""
    windows: float = 0.0
    """How brightly lamps and windows are lit."""
    orb_strength: float = 1.0
    """How much of the sun or the moon comes through the weather."""
    clouds: float = 0.45
    """How much of the sky they cover."""
    haze: float = 0.55
    """How much the farthest scenery fades into the sky."""
    grey: float = 0.0
    """How much colour scenery loses."""
    dim: float = 1.0
    """What is left of the brightness of scenery."""
    lightning: bool = False

    def scenery(self, rgb: RGB) -> RGB:
        """A colour of the backdrop in this light."""
        dull = 0.30 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2]
        return _bytes(
            (v + (dull - v) * self.grey) * g * self.dim + extra
            for v, g, extra in zip(rgb, self.gain, self.lift, strict=True)
        )

    def figure(self, rgb: RGB) -> RGB:
        """A colour of a figure in this light: a little of the light, all of the hue."""
        return _bytes(v * g for v, g in zip(rgb, self.figure_gain, strict=True))

    def water(self, rgb: RGB) -> RGB:
        """A colour of water in this light: it takes on some of the sky's."""
        return mix(mix(rgb, self.scenery(rgb), 0.75), self.sky[0], 0.28)

    @property
    def brightness(self) -> float:
        """How bright scenery is: 1 by day, about 0.45 by night."""
        return sum(self.gain) / 3 * self.dim

    def indoors(self) -> "Light":
        """The same hour inside: half of the colour of the light outside, and lamps when they are lit."""
        warm = (1.0, 0.84, 0.66)
        half = [0.5 + 0.5 * g for g in self.gain]
        red, green, blue = (h + (w * 0.9 - h) * 0.8 * self.windows for h, w in zip(half, warm, strict=True))
        return replace(
            self,
            gain=(red, green, blue),
            lift=mix(self.lift, (0, 0, 0), 0.6),
            grey=self.grey * 0.4,
            dim=1 - (1 - self.dim) * 0.35,
        )

    def over_snow(self) -> "Light":
        """The same hour over snow, which throws back what light there is."""
        return replace(self, grey=self.grey * 0.35, dim=1 - (1 - self.dim) * 0.35)

    def underground(self) -> "Light":
        """The same hour in a cave: what falls in at its mouth, and the glow of its crystals."""
        some = 0.55 + 0.45 * self.brightness
        red, green, blue = (0.3 * g + 0.7 * c for g, c in zip(self.gain, (0.78, 0.76, 0.88), strict=True))
        return replace(
            self,
            gain=(red * some, green * some, blue * some),
            lift=(10, 8, 24),
            figure_gain=_toward(self.figure_gain, (0.97, 0.95, 1.0), 0.5),
            grey=self.grey * 0.4,
            dim=1.0,
            haze=0.5,
        )

    def under_water(self) -> "Light":
        """The same hour under the sea: blue all round, darker with depth; a storm above darkens it."""
        some, tint = 0.08 + 0.92 * min(1.0, self.brightness), mix(self.sky[1], self.sky[2], 0.5)
        sky = tuple(
            mix(mix((12, 26, 72), rgb, some), tint, share)
            for rgb, share in (((150, 224, 232), 0.22), ((64, 168, 208), 0.1), ((34, 118, 178), 0.04))
        )
        red, green, blue = 0.74 * (0.1 + 0.9 * some), 0.92 * (0.2 + 0.8 * some), 0.35 + 0.65 * some
        return replace(
            self,
            sky=(sky[0], sky[1], sky[2]),
            gain=(red, green, blue),
            lift=_bytes(v * some for v in (4, 16, 30)),
            figure_gain=_toward(self.figure_gain, (0.92, 0.98, 1.0), 0.6),
            grey=self.grey * 0.5,
            dim=1.0,
            haze=0.9,
            glow=mix(sky[0], (255, 255, 255), 0.3),
            glow_strength=self.glow_strength * 0.7 * some,
            orb_at=(self.orb_at[0], -0.06),
            orb_radius=0.13,
        )

    def in_space(self) -> "Light":
        """The same hour among the stars: a black sky, sunlit ground; of the hour only a tinge is left."""
        some = 0.7 + 0.3 * min(1.0, self.brightness)
        return replace(
            self,
            sky=((12, 12, 40), (30, 24, 74), mix((74, 52, 126), self.sky[1], 0.22)),
            gain=(0.9 * some, 0.88 * some, 0.98 * some),
            lift=(12, 10, 26),
            figure_gain=_toward(self.figure_gain, (1.0, 0.99, 1.0), 0.6),
            orb_at=(0.3, 0.34),
            orb_radius=0.12,
            orb_strength=0.0,
            glow=(150, 92, 190),
            glow_strength=0.3,
            stars=1.0,
            windows=1.0,
            clouds=0.0,
            haze=0.4,
        )

    def far(self, rgb: RGB, distance: float) -> RGB:
        """A colour of the backdrop seen through the air; distance 0 is here, 1 is the horizon."""
        return mix(self.scenery(rgb), self.sky[2], distance * self.haze)

    def lamp(self, unlit: RGB) -> RGB:
        """A window or a lamp: `unlit` by day, warm when lights are on."""
        return mix(self.scenery(unlit), (255, 216, 128), self.windows)


def _toward(a: Gain, b: Gain, share: float) -> Gain:
    red, green, blue = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return red, green, blue


def _bytes(values: Iterable[float]) -> RGB:
    red, green, blue = (min(255, max(0, round(v))) for v in values)
    return red, green, blue


def light_of(time_of_day: TimeOfDay, weather: Weather) -> Light:
    """The light of a scene."""
    light = _CLEAR[time_of_day]
    if weather == "clear":
        return light
    air = _AIR[weather]
    pale = sum(light.cloud) / 3
    veil = _bytes(v * air.brightness for v in mix(light.cloud, _bytes((pale * 0.94, pale, pale * 1.07)), 0.65))
    top, middle, low = light.sky
    return replace(
        light,
        sky=(mix(top, veil, air.veil), mix(middle, veil, air.veil), mix(low, veil, air.veil * 0.8)),
        cloud=mix(light.cloud, veil, air.veil),
        cloud_shade=mix(light.cloud_shade, _bytes(v * 0.85 for v in veil), air.veil),
        glow_strength=light.glow_strength * (1 - air.veil),
        orb_strength=1 - air.veil,
        stars=light.stars * (1 - air.veil) ** 2,
        windows=max(light.windows, air.windows),
        clouds=air.clouds,
        haze=light.haze + (1 - light.haze) * air.haze,
        grey=max(light.grey, air.grey),
        dim=1 - (1 - air.dim) * sum(light.gain) / 3,  # what is dark already loses less
        lightning=air.lightning,
    )


_CLEAR: Mapping[TimeOfDay, Light] = MappingProxyType(
    {
        "dawn": Light(
            sky=((122, 144, 206), (226, 180, 204), (255, 222, 190)),
            gain=(0.86, 0.80, 0.88),
            lift=(14, 8, 18),
            figure_gain=(0.98, 0.94, 0.97),
            orb="sun",
            orb_at=(0.26, 0.55),
            orb_radius=0.085,
            orb_colour=(255, 240, 206),
            glow=(255, 226, 184),
            glow_strength=0.7,
            cloud=(252, 216, 214),
            cloud_shade=(206, 172, 204),
            stars=0.12,
            windows=0.25,
            haze=0.7,
        ),
        "morning": Light(
            sky=((112, 186, 236), (174, 218, 242), (255, 244, 214)),
            gain=(1.0, 0.97, 0.90),
            lift=(0, 0, 6),
            figure_gain=(1.0, 0.99, 0.97),
            orb="sun",
            orb_at=(0.22, 0.30),
            orb_radius=0.075,
            orb_colour=(255, 240, 168),
            glow=(255, 248, 214),
            glow_strength=0.6,
            cloud=(255, 253, 246),
            cloud_shade=(232, 222, 220),
            haze=0.66,
        ),
        "day": Light(
            sky=((84, 166, 234), (144, 206, 246), (222, 242, 248)),
            gain=(1.0, 1.0, 1.0),
            lift=(0, 0, 0),
            figure_gain=(1.0, 1.0, 1.0),
            orb="sun",
            orb_at=(0.74, 0.19),
            orb_radius=0.075,
            orb_colour=(255, 226, 110),
            glow=(255, 250, 222),
            glow_strength=0.45,
            cloud=(255, 255, 255),
            cloud_shade=(218, 232, 246),
        ),
        "noon": Light(
            sky=((48, 140, 228), (108, 188, 246), (196, 232, 252)),
            gain=(1.04, 1.04, 0.98),
            lift=(4, 4, 0),
            figure_gain=(1.02, 1.02, 1.0),
            orb="sun",
            orb_at=(0.54, 0.10),
            orb_radius=0.07,
            orb_colour=(255, 244, 168),
            glow=(255, 255, 236),
            glow_strength=0.6,
            cloud=(255, 255, 255),
            cloud_shade=(208, 228, 248),
            clouds=0.3,
            haze=0.45,
        ),
        "afternoon": Light(
            sky=((92, 152, 206), (178, 200, 206), (255, 222, 160)),
            gain=(1.02, 0.94, 0.80),
            lift=(8, 4, 0),
            figure_gain=(1.0, 0.98, 0.94),
            orb="sun",
            orb_at=(0.80, 0.33),
            orb_radius=0.08,
            orb_colour=(255, 222, 122),
            glow=(255, 236, 176),
            glow_strength=0.65,
            cloud=(255, 246, 228),
            cloud_shade=(232, 208, 190),
            haze=0.6,
        ),
        "sunset": Light(
            sky=((92, 74, 150), (232, 118, 128), (255, 198, 118)),
            gain=(0.98, 0.80, 0.62),
            lift=(18, 2, 22),
            figure_gain=(1.0, 0.93, 0.91),
            orb="sun",
            orb_at=(0.68, 0.50),
            orb_radius=0.105,
            orb_colour=(255, 238, 176),
            glow=(255, 206, 120),
            glow_strength=0.95,
            cloud=(255, 178, 150),
            cloud_shade=(190, 104, 146),
            windows=0.75,
            haze=0.62,
        ),
        "evening": Light(
            sky=((40, 46, 108), (112, 84, 152), (238, 150, 132)),
            gain=(0.64, 0.55, 0.68),
            lift=(12, 8, 24),
            figure_gain=(0.95, 0.92, 0.97),
            orb="moon",
            orb_at=(0.24, 0.24),
            orb_radius=0.05,
            orb_colour=(255, 240, 220),
            glow=(206, 150, 178),
            glow_strength=0.35,
            cloud=(150, 108, 160),
            cloud_shade=(100, 78, 140),
            stars=0.4,
            windows=0.95,
            haze=0.55,
        ),
        "night": Light(
            sky=((16, 22, 62), (36, 52, 112), (88, 112, 172)),
            gain=(0.36, 0.44, 0.58),
            lift=(6, 12, 34),
            figure_gain=(0.88, 0.90, 1.0),
            orb="moon",
            orb_at=(0.76, 0.20),
            orb_radius=0.07,
            orb_colour=(252, 246, 218),
            glow=(148, 172, 226),
            glow_strength=0.5,
            cloud=(74, 92, 152),
            cloud_shade=(48, 62, 122),
            stars=1.0,
            windows=1.0,
            clouds=0.3,
            haze=0.45,
            grey=0.2,
        ),
    }
)


@dataclass(frozen=True)
class _Air:
    """What a weather does to a clear sky's light."""

    veil: float = 0.0
    """How much the sky takes on the clouds' colour."""
    brightness: float = 1.0
    """Of the clouds that veil it."""
    clouds: float = 0.5
    haze: float = 0.0
    grey: float = 0.0
    dim: float = 1.0
    windows: float = 0.0
    lightning: bool = False


_AIR: Mapping[Weather, _Air] = MappingProxyType(
    {
        "cloudy": _Air(veil=0.5, brightness=0.86, clouds=1.0, haze=0.15, grey=0.25, dim=0.95),
        "rain": _Air(veil=0.75, brightness=0.66, clouds=1.0, haze=0.3, grey=0.4, dim=0.84, windows=0.3),
        "snow": _Air(veil=0.7, brightness=0.92, clouds=0.9, haze=0.35, grey=0.3, dim=0.98, windows=0.3),
        "fog": _Air(veil=0.85, brightness=0.9, clouds=0.0, haze=0.85, grey=0.4, dim=1.0, windows=0.3),
        "wind": _Air(veil=0.12, brightness=0.96, clouds=0.7),
        "storm": _Air(
            veil=0.85, brightness=0.42, clouds=1.0, haze=0.3, grey=0.36, dim=0.68, windows=0.6, lightning=True
        ),
    }
)
