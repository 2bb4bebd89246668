"""Nouns of other languages that name a kind: enough to draw the figures of a text that the grammar cannot read."""

import re
from collections.abc import Iterator, Mapping

from planners.offline.words import by_word

_WORD = re.compile(r"[^\W\d_]+")

KIND_WORDS: Mapping[str, str] = by_word(
    {
        "man": "mann homme hombre uomo homem könig roi rey re rei",
        "woman": "frau femme mujer donna mulher königin reine reina regina rainha",
        "boy": "junge garçon niño ragazzo menino",
        "girl": "mädchen fille niña ragazza menina",
        "robot": "roboter robô",
        "dog": "hund chien perro cane cão cachorro wolf loup lobo lupo",
        "cat": "katze chat gato gatto",
        "hare": "hase kaninchen lièvre lapin liebre conejo lepre coniglio lebre coelho",
        "fox": "fuchs renard zorro volpe raposa",
        "tortoise": "schildkröte tortue tortuga tartaruga",
        "bird": "vogel oiseau pájaro uccello pássaro",
        "fish": "fisch poisson pez pesce peixe",
        "car": "auto voiture coche macchina carro",
        "boat": "boot schiff bateau barco barca nave",
        "ball": "balle pelota palla bola",
        "balloon": "luftballon globo palloncino balão",
        "tree": "baum arbre árbol albero árvore",
        "house": "haus maison casa",
        "flower": "blume fleur flor fiore",
        "rock": "fels stein rocher piedra roccia pedra",
    }
)
"""German, French, Spanish, Italian and Portuguese; a word that several languages share may have other meanings."""

SETTING_WORDS: Mapping[str, str] = by_word(
    {
        "meadow": "wiese prairie pré prado prato",
        "forest": "wald forêt bosque foresta floresta",
        "beach": "strand plage playa spiaggia praia",
        "sea": "meer mer mar mare",
        "city": "stadt ville ciudad città cidade",
        "village": "dorf pueblo villaggio aldeia",
        "mountains": "berg berge montagne montaña montagna montanha",
        "room": "zimmer chambre habitación camera quarto",
    }
)


def kinds_in(text: str) -> Iterator[tuple[str, str]]:
    """(word, kind) of the nouns of a text that are known, in order."""
    for word in _WORD.findall(text):
        kind = KIND_WORDS.get(word.lower())
        if kind is not None:
            yield word, kind


def setting_in(text: str) -> str | None:
    """The setting that a text names, if it is known."""
    return next((SETTING_WORDS[w] for w in map(str.lower, _WORD.findall(text)) if w in SETTING_WORDS), None)
