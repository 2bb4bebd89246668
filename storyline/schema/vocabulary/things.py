"""Vehicles, things and plants: one row a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.vocabulary.kind import Kind, Medium, Spot


def _thing(height: float, aspect: float, medium: Medium, colour: str, also: str = "", **anchors: Spot) -> Kind:
    """A thing; `grip` is where the hand that holds it takes it, `rim` above what it hides of who is inside."""
    return Kind(height, aspect, medium, False, colour, also, MappingProxyType(anchors))


def _held(height: float, aspect: float, colour: str, also: str = "", **anchors: Spot) -> Kind:
    """A thing that one carries in the hand; without a `grip` it is taken as `grip_of` says of any thing."""
    return _thing(height, aspect, "ground", colour, also, **anchors)


_VEHICLES = {
    "car": _thing(0.27, 2.10, "ground", "red", "automobile, taxi, jeep, van", seat=(0.47, 0.52), rim=(0.5, 0.40)),
    "bus": _thing(0.46, 2.00, "ground", "yellow", "coach, tram, minibus", seat=(0.48, 0.58), rim=(0.5, 0.50)),
    "truck": _thing(0.40, 2.30, "ground", "blue", "lorry, pickup", seat=(0.77, 0.52), rim=(0.5, 0.50)),
    "train": _thing(
        0.42, 3.07, "ground", "green", "locomotive, engine, railway, steam train", seat=(0.53, 0.52), rim=(0.5, 0.46)
    ),
    "tractor": _thing(
        0.36, 1.40, "ground", "green", "digger, bulldozer, excavator", seat=(0.34, 0.44), rim=(0.5, 0.42)
    ),
    "bicycle": _thing(
        0.28, 1.63, "ground", "red", "bike, cycle, tricycle, motorcycle, motorbike, scooter", seat=(0.36, 0.18)
    ),
    "cart": _thing(0.24, 2.18, "ground", "brown", "wagon, wheelbarrow, hay cart", seat=(0.42, 0.40), rim=(0.5, 0.28)),
    "carriage": _thing(0.40, 1.88, "ground", "crimson", "chariot, stagecoach", seat=(0.50, 0.52), rim=(0.5, 0.46)),
    "sled": _thing(0.12, 2.67, "ground", "red", "sledge, sleigh, toboggan", seat=(0.40, 0.26)),
    "plane": _thing(0.34, 2.33, "air", "red", "airplane, aeroplane, aircraft, jet", seat=(0.62, 0.32), rim=(0.5, 0.27)),
    "helicopter": _thing(0.34, 2.34, "air", "orange", "chopper", seat=(0.62, 0.54), rim=(0.5, 0.52)),
    "rocket": _thing(0.60, 0.72, "ground", "white", "spaceship, spacecraft, space ship, shuttle, missile"),
    "hot air balloon": _thing(0.68, 0.72, "air", "red", "airship", seat=(0.5, 0.88), rim=(0.5, 0.84)),
    "boat": _thing(
        0.34,
        1.10,
        "water",
        "red",
        "sailboat, sailing boat, rowboat, rowing boat, canoe, raft, yacht, ferry",
        seat=(0.5, 0.80),
        rim=(0.5, 0.72),
    ),
    "ship": _thing(
        0.58, 1.45, "water", "brown", "galleon, pirate ship, frigate, vessel", seat=(0.5, 0.76), rim=(0.5, 0.72)
    ),
    "submarine": _thing(0.30, 2.10, "water", "yellow", "u-boat", seat=(0.52, 0.30), rim=(0.5, 0.24)),
}
_HOUSEHOLD = {
    "chair": _thing(0.28, 0.75, "ground", "brown", "stool, armchair, throne, bench, sofa, couch", seat=(0.52, 0.49)),
    "table": _thing(0.22, 2.05, "ground", "brown", "desk, counter", seat=(0.5, 0.02)),
    "bed": _thing(0.24, 2.35, "ground", "blue", "cradle, cot, crib", seat=(0.5, 0.38)),
    "door": _thing(0.46, 0.52, "fixed", "brown", "gate, doorway"),
    "chest": _thing(
        0.16, 1.30, "ground", "brown", "box, treasure chest, trunk, crate, treasure, coffer", seat=(0.5, 0.08)
    ),
    "clock": _held(0.14, 0.85, "red", "alarm clock, wristwatch"),
    "ladder": _thing(0.52, 0.34, "fixed", "tan", "stairs, staircase, stepladder"),
    "lamp": _held(0.16, 0.64, "black", "lantern, torch, flashlight", grip=(0.5, 0.04)),
    "candle": _held(0.15, 0.86, "cream", "candlestick", grip=(0.5, 0.90)),
    "mirror": _thing(0.40, 0.60, "ground", "gold", "looking glass"),
    "basket": _held(0.15, 1.12, "burlywood", "picnic basket, hamper", grip=(0.5, 0.05), rim=(0.5, 0.52)),
    "drum": _held(0.17, 1.47, "red", "drums, barrel, tambourine"),
    "plate": _held(0.05, 2.88, "white", "dish, saucer, tray, platter", grip=(0.06, 0.50)),
    "spoon": _held(0.13, 0.31, "silver", "ladle, fork, spatula", grip=(0.5, 0.72)),
    "knife": _held(0.12, 0.24, "silver", "kitchen knife, carving knife", grip=(0.46, 0.80)),
    "bowl": _held(0.09, 1.80, "blue", "soup, porridge", grip=(0.10, 0.44)),
    "bucket": _held(0.15, 0.78, "steelblue", "pail", grip=(0.5, 0.04), rim=(0.5, 0.38)),
    "pot": _held(0.14, 1.35, "slategray", "saucepan, kettle, cauldron, frying pan, teapot", grip=(0.05, 0.53)),
    "rug": _held(0.06, 5.20, "crimson", "carpet, mat, blanket, magic carpet, flying carpet", grip=(0.05, 0.50)),
    "camera": _held(0.14, 1.00, "slategray", "video camera, movie camera", grip=(0.08, 0.76)),
    "phone": _held(0.10, 0.68, "navy", "telephone, mobile, mobile phone, smartphone, cell phone", grip=(0.40, 0.80)),
    "computer": _held(0.16, 1.40, "silver", "laptop, keyboard", grip=(0.08, 0.92)),
    "television": _thing(0.28, 1.14, "ground", "sienna", "tv, telly"),
}
_FOOD = {
    "apple": _held(0.08, 0.93, "red", "pear, peach, plum, cherry, tomato, orange, fruit"),
    "bread": _held(0.08, 1.79, "ochre", "loaf, bun, baguette, sandwich, toast"),
    "cake": _held(0.16, 1.47, "pink", "birthday cake, pie, tart, cupcake, gingerbread"),
    "cheese": _held(0.09, 1.75, "yellow", "piece of cheese"),
    "carrot": _held(0.12, 0.39, "orange", "turnip, radish, parsnip", grip=(0.5, 0.30)),
    "cup": _held(0.10, 1.25, "blue", "mug, teacup, glass, tea, coffee, goblet", grip=(0.85, 0.60)),
    "bottle": _held(0.14, 0.47, "green", "potion, jar, flask, vase, jug, pitcher", grip=(0.5, 0.40)),
    "egg": _held(0.09, 1.25, "cream", "golden egg, nest"),
    "pumpkin": _thing(0.16, 1.25, "ground", "orange", "melon, watermelon, squash", grip=(0.5, 0.5)),
    "grape": _held(0.13, 0.89, "purple", "grapes, bunch of grapes, berry", grip=(0.55, 0.06)),
    "banana": _held(0.08, 1.83, "yellow", "", grip=(0.16, 0.66)),
    "ice cream": _held(0.14, 0.47, "pink", "ice-cream, ice cream cone, ice lolly, lollipop", grip=(0.5, 0.72)),
}
_HANDY = {
    "ball": _held(0.12, 1.00, "red", "football, basketball, marble, snowball"),
    "balloon": _thing(0.30, 0.50, "air", "red", grip=(0.5, 0.97)),
    "kite": _thing(0.42, 0.50, "air", "red", grip=(0.3, 0.98)),
    "sword": _held(0.32, 0.40, "silver", "dagger, blade, spear, lance", grip=(0.5, 0.87)),
    "key": _held(0.12, 0.59, "gold", "", grip=(0.5, 0.60)),
    "book": _held(0.14, 0.87, "red", "notebook, diary, spellbook, storybook", grip=(0.2, 0.70)),
    "letter": _held(0.09, 1.49, "white", "envelope, invitation, postcard", grip=(0.15, 0.70)),
    "map": _held(0.12, 1.21, "wheat", "scroll, paper, parchment, newspaper, chart", grip=(0.15, 0.60)),
    "umbrella": _held(0.36, 0.90, "red", "parasol", grip=(0.50, 0.88)),
    "bell": _held(0.13, 1.02, "gold", "", grip=(0.5, 0.06)),
    "guitar": _held(0.34, 0.42, "orange", "lute, violin, fiddle, banjo, ukulele, harp", grip=(0.5, 0.50)),
    "crown": _held(0.10, 1.57, "gold", "tiara, diadem"),
    "ring": _held(0.07, 0.72, "gold", "jewel, diamond, gem", grip=(0.5, 0.65)),
    "flag": _thing(0.50, 0.62, "ground", "red", "banner", grip=(0.08, 0.70)),
    "telescope": _thing(0.34, 1.00, "ground", "blue", "spyglass", grip=(0.45, 0.45)),
    "broom": _thing(
        0.10, 4.70, "ground", "brown", "broomstick, mop, rake, shovel, spade", grip=(0.66, 0.48), seat=(0.50, 0.40)
    ),
    "bag": _held(0.16, 0.92, "tan", "sack, purse, suitcase, backpack, satchel, pouch, handbag", grip=(0.5, 0.22)),
    "gift": _held(0.15, 1.14, "purple", "present, parcel, package", grip=(0.5, 0.60)),
    "rope": _held(0.11, 1.95, "ochre", "string, cord, lasso, yarn", grip=(0.30, 0.30)),
    "net": _held(0.26, 1.65, "burlywood", "fishing net, cobweb, trap", grip=(0.5, 0.06), rim=(0.5, -0.02)),
    "axe": _held(0.22, 0.53, "silver", "hatchet, hammer, mallet, pickaxe", grip=(0.20, 0.76)),
    "fishing rod": _held(0.34, 0.80, "ochre", "rod, fishing pole", grip=(0.06, 0.90)),
    "wand": _held(0.17, 0.50, "gold", "magic wand", grip=(0.5, 0.88)),
    "pencil": _held(0.12, 0.63, "yellow", "pen, crayon, paintbrush, brush, chalk", grip=(0.36, 0.66)),
    "hat": _held(0.10, 1.75, "brown", "cap, bonnet, helmet, beret, sombrero", grip=(0.10, 0.80)),
    "shoe": _held(0.09, 1.45, "red", "boot, slipper, sandal, sneaker, glass slipper", grip=(0.12, 0.40)),
    "teddy": _held(0.17, 0.90, "ochre", "teddy bear, doll, toy, puppet", grip=(0.18, 0.60)),
    "coin": _held(0.07, 0.80, "gold", "penny, medal, money, gold coin, silver coin", grip=(0.56, 0.88)),
}
_BUILT = {
    "house": _thing(0.52, 1.10, "fixed", "yellow", "cottage, home, hut, cabin, barn, shed, church, inn"),
    "castle": _thing(0.72, 1.39, "fixed", "silver", "palace, fortress, fort"),
    "tower": _thing(0.78, 0.42, "fixed", "silver", "turret, steeple, skyscraper"),
    "bridge": _thing(0.30, 3.33, "fixed", "gray", "footbridge"),
    "well": _thing(0.34, 0.91, "fixed", "gray", "fountain"),
    "windmill": _thing(0.72, 0.69, "fixed", "cream", "mill"),
    "lighthouse": _thing(0.76, 0.55, "fixed", "red", "beacon"),
    "tent": _thing(0.38, 1.82, "fixed", "orange", "wigwam, tipi, teepee"),
    "fence": _thing(0.18, 2.80, "fixed", "white", "wall, hedge, railing"),
}
_WILD = {
    "tree": _thing(0.62, 0.75, "fixed", "green", "oak, apple tree, beech, willow"),
    "fir": _thing(0.64, 0.68, "fixed", "darkgreen", "pine, pine tree, fir tree, christmas tree, spruce"),
    "palm": _thing(0.60, 0.82, "fixed", "green", "palm tree, coconut tree"),
    "bush": _thing(0.22, 1.60, "fixed", "green", "shrub, thicket, bushes"),
    "cactus": _thing(0.40, 0.62, "fixed", "green", "cacti"),
    "flower": _thing(
        0.15, 0.60, "fixed", "pink", "rose, tulip, daisy, lily, poppy, sunflower, dandelion, bouquet", grip=(0.5, 0.75)
    ),
    "mushroom": _thing(0.16, 1.11, "fixed", "red", "toadstool", seat=(0.5, 0.06)),
    "rock": _thing(0.14, 1.45, "fixed", "gray", "stone, boulder", seat=(0.5, 0.08)),
    "log": _thing(0.13, 2.89, "ground", "brown", "stump, tree trunk, wood", seat=(0.55, 0.05)),
    "shell": _held(0.08, 1.21, "peach", "seashell, scallop"),
    "hay": _held(0.18, 0.80, "gold", "corn, straw, grain, barley, sheaf", grip=(0.5, 0.60)),
    "pebble": _held(0.05, 1.78, "silver", "cobblestone"),
    "branch": _held(0.12, 2.45, "brown", "stick, twig, bough, walking stick", grip=(0.36, 0.68)),
    "leaf": _thing(0.09, 2.04, "ground", "green", "lily pad, petal", grip=(0.06, 0.46), seat=(0.52, 0.42)),
    "feather": _held(0.13, 0.46, "white", "quill, plume", grip=(0.38, 0.90)),
    "nut": _held(0.09, 0.86, "sienna", "acorn, walnut, hazelnut, chestnut, seed"),
    "bone": _held(0.07, 2.00, "cream", "", grip=(0.16, 0.66)),
    "campfire": _thing(0.18, 1.02, "fixed", "orange", "fire, bonfire, fireplace, flame, oven, stove"),
    "star": _held(0.16, 1.04, "gold", "starfish, shooting star"),
    "moon": _thing(0.22, 0.80, "air", "lightyellow", "crescent"),
    "sun": _thing(0.26, 0.99, "air", "gold", "sunshine"),
    "cloud": _thing(0.16, 1.86, "air", "white", "raincloud", seat=(0.5, 0.20)),
}

THINGS: Mapping[str, Kind] = MappingProxyType({**_VEHICLES, **_HOUSEHOLD, **_FOOD, **_HANDY, **_BUILT, **_WILD})
