"""What the example fables tell, read by a person: who comes when, where it happens, what happens in which order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Happening:
    """One event of a story."""

    words: str
    """As the story has them."""
    who: tuple[str, ...]
    """Those who must be seen meanwhile."""


@dataclass(frozen=True)
class Story:
    """A story's facts, in the order in which it tells them."""

    file: str
    cast: tuple[str, ...]
    """Nouns of those who act, in the order in which each is first seen."""
    places: tuple[str, ...]
    """Where it happens, one after the other; words with a bar between are all right."""
    events: tuple[Happening, ...]


def _told(*events: tuple[str, str]) -> tuple[Happening, ...]:
    return tuple(Happening(words, tuple(who.split())) for words, who in events)


STORIES = (
    Story(
        "hare_and_tortoise.txt",
        ("hare", "tortoise", "fox", "bird"),
        ("meadow", "forest", "village"),
        _told(
            ("a brown hare met a green tortoise", "hare tortoise"),
            ("You are the slowest creature", "hare"),
            ("Then race me to the old house", "tortoise"),
            ("A red fox agreed", "fox"),
            ("Three birds flew down", "bird"),
            ("The fox waved", "fox"),
            ("The Hare ran from the left to the right", "hare"),
            ("the Tortoise walked on", "tortoise"),
            ("the Hare came into a deep, quiet forest", "hare"),
            ("He looked back", "hare"),
            ("He lay down under a tall tree", "hare tree"),
            ("the Tortoise walked past the sleeping Hare", "tortoise hare"),
            ("Wake up!", "bird"),
            ("the Tortoise entered the village", "tortoise"),
            ("The Hare woke up", "hare"),
            ("He ran as fast as he could", "hare"),
            ("The Tortoise was standing beside the house", "tortoise house"),
            ("The fox gave her a yellow flower", "fox tortoise flower"),
            ("The three birds danced", "bird"),
            ("Slow and steady wins the race", "tortoise"),
            ("The Hare sat down next to her", "hare tortoise"),
        ),
    ),
    Story(
        "lion_and_mouse.txt",
        ("lion", "mouse", "hunter", "owl"),
        ("grass|savanna", "forest", "river"),
        _told(
            ("a great lion lay in the long grass", "lion"),
            ("A small grey mouse came out of a hole", "mouse"),
            ("she tiptoed through the grass", "mouse"),
            ("she ran right over the lion's nose", "mouse lion"),
            ("The lion woke with a roar", "lion"),
            ("He put his heavy paw on her tail", "lion mouse"),
            ("Who dares to wake the king", "lion"),
            ("Please let me go", "mouse"),
            ("two birds flew up from a tree", "bird"),
            ("The mouse bowed", "mouse"),
            ("three hunters came to the forest", "hunter rope net"),
            ("They hid the net", "hunter net"),
            ("the lion walked through the forest", "lion"),
            ("He stepped into it", "lion net"),
            ("the owl in the tree fell silent", "owl"),
            ("she swam across the stream", "mouse"),
            ("Then we have all night", "mouse"),
            ("The lion watched her", "lion mouse"),
            ("the hunters came back", "hunter"),
            ("They found the net", "hunter net"),
            ("the lion was walking along the river", "lion"),
            ("The mouse sat on his back", "mouse lion flower"),
        ),
    ),
    Story(
        "town_musicians.txt",
        ("miller", "donkey", "dog", "cat", "rooster", "robber"),
        ("road", "village", "forest", "house", "forest"),
        _told(
            ("the miller looked at him", "miller donkey"),
            ("he met a brown dog", "donkey dog"),
            ("The dog lay beside the road", "dog"),
            ("The dog jumped up", "dog"),
            ("A white cat sat on a wall", "cat wall"),
            ("The cat dried her eyes", "cat"),
            ("a rooster stood on a fence", "rooster fence"),
            ("He flew down", "rooster"),
            ("The donkey and the dog lay down under a big tree", "donkey dog tree"),
            ("The cat climbed onto a branch", "cat"),
            ("stood in front of a small house", "house"),
            ("The dog jumped on his back", "dog donkey"),
            ("the cat climbed onto the dog", "cat dog"),
            ("The robbers jumped up in terror", "robber"),
            ("The four friends laughed", "donkey dog cat rooster"),
            ("one of the robbers came back", "robber"),
            ("The cat jumped at him", "cat robber"),
            ("The four musicians sat in front of their house", "donkey dog cat rooster"),
        ),
    ),
)
