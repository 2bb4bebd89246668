"""People, and who walks and talks like them: one row a kind."""

from collections.abc import Mapping
from types import MappingProxyType

from storyline.schema.vocabulary.kind import Kind, Medium, Spot


def _row(
    height: float,
    aspect: float,
    colour: str,
    also: str,
    *,
    hand: Spot = (0.93, 0.56),
    mouth: Spot = (0.64, 0.24),
    medium: Medium = "ground",
) -> Kind:
    """A person; hats are part of the height."""
    anchors = {"hand": hand, "mouth": mouth, "head": (0.5, 0.02), "back": (0.30, 0.50), "seat": (0.42, 0.44)}
    return Kind(height, aspect, medium, True, colour, also, MappingProxyType(anchors))


_CHILD: Spot = (0.95, 0.66)
_CHILDS_MOUTH: Spot = (0.62, 0.34)

PEOPLE: Mapping[str, Kind] = MappingProxyType(
    {
        "man": _row(
            0.44,
            0.46,
            "blue",
            "person, human, father, dad, daddy, papa, uncle, husband, brother, gentleman, mister, fellow, "
            "guy, fisherman, shepherd, merchant, miller, tailor, shoemaker, cobbler, blacksmith, carpenter, "
            "woodcutter, lumberjack, hunter, painter, artist, musician, singer, actor, writer, poet, student, "
            "driver, postman, mailman, butler, servant, cowboy, hero, superhero, thief, beggar, traveller, "
            "traveler, neighbour, neighbor, friend, worker, builder, engineer, mechanic, gardener, waiter, "
            "professor, groom, bridegroom, stranger, villager, people, santa, santa claus, detective, spy, "
            "dancer, judge, lawyer, barber, athlete, runner, player, tourist, adult, male, monk, priest",
        ),
        "woman": _row(
            0.43,
            0.48,
            "purple",
            "mother, mom, mum, mommy, mama, aunt, auntie, wife, sister, lady, stepmother, stepsister, bride, "
            "maid, nurse, teacher, milkmaid, waitress, actress, widow, nun, madam, female, ballerina, "
            "librarian, secretary",
        ),
        "boy": _row(
            0.34,
            0.52,
            "orange",
            "child, kid, son, lad, youngster, schoolboy, pupil, nephew, orphan, toddler, children, elf, imp",
            hand=_CHILD,
            mouth=_CHILDS_MOUTH,
        ),
        "girl": _row(
            0.34,
            0.54,
            "yellow",
            "daughter, lass, schoolgirl, niece, maiden, granddaughter",
            hand=_CHILD,
            mouth=_CHILDS_MOUTH,
        ),
        "baby": _row(0.20, 0.58, "skyblue", "infant, newborn", hand=(0.95, 0.72), mouth=(0.62, 0.46)),
        "grandfather": _row(0.41, 0.50, "green", "grandpa, granddad, grandad, old man, elder"),
        "grandmother": _row(0.39, 0.52, "violet", "grandma, granny, nana, old woman, old lady, crone"),
        "king": _row(0.47, 0.56, "crimson", "emperor, monarch, sultan, ruler, lord"),
        "queen": _row(0.46, 0.58, "purple", "empress, duchess"),
        "prince": _row(0.38, 0.50, "blue", "heir, page", hand=_CHILD, mouth=_CHILDS_MOUTH),
        "princess": _row(0.37, 0.62, "pink", "damsel", hand=_CHILD, mouth=_CHILDS_MOUTH),
        "knight": _row(0.46, 0.48, "red", "soldier, warrior, guard, guardsman"),
        "wizard": _row(0.52, 0.46, "royalblue", "magician, sorcerer, mage, warlock, druid"),
        "witch": _row(0.50, 0.54, "indigo", "sorceress, enchantress, hag"),
        "pirate": _row(0.46, 0.52, "crimson", "buccaneer, corsair, captain"),
        "farmer": _row(0.45, 0.56, "blue", "peasant, scarecrow"),
        "cook": _row(0.48, 0.40, "white", "chef, baker, butcher"),
        "doctor": _row(0.44, 0.52, "white", "physician, dentist, vet, surgeon, scientist, inventor"),
        "police officer": _row(0.45, 0.46, "navy", "policeman, policewoman, police, cop, constable, sheriff, officer"),
        "firefighter": _row(0.46, 0.52, "red", "fireman"),
        "sailor": _row(0.45, 0.52, "white", "seaman, mariner"),
        "astronaut": _row(0.46, 0.50, "white", "cosmonaut, spaceman, space traveller"),
        "clown": _row(0.44, 0.56, "yellow", "jester, juggler, acrobat"),
        "dwarf": _row(0.29, 0.54, "green", "gnome, hobbit, leprechaun, goblin, dwarfs, dwarves", hand=_CHILD),
        "fairy": _row(
            0.28, 0.62, "mint", "pixie, sprite, nymph, angel, cupid", hand=_CHILD, mouth=_CHILDS_MOUTH, medium="air"
        ),
        "giant": _row(0.70, 0.60, "brown", "ogre, troll, cyclops, titan", hand=(0.95, 0.52), mouth=(0.60, 0.18)),
        "ghost": _row(0.36, 0.72, "white", "spirit, phantom, spook", hand=_CHILD, medium="air"),
        "monster": _row(
            0.42, 0.88, "purple", "beast, creature, yeti, alien, bogeyman, demon, devil", hand=(0.92, 0.66)
        ),
        "snowman": _row(0.40, 0.68, "white", "snowmen", hand=_CHILD),
        "robot": _row(0.40, 0.58, "gray", "android, droid, cyborg", hand=(0.93, 0.60)),
    }
)
