"""Nouns of other languages that name a kind: enough to draw the figures of a text that the grammar cannot read."""

import re
from collections.abc import Iterator, Mapping

from planners.offline.words import by_word

_WORD = re.compile(r"[^\W\d_]+")

KIND_WORDS: Mapping[str, str] = by_word(
    {
        "man": "mann homme hombre uomo homem vater père padre pai fischer pêcheur pescador pescatore",
        "woman": "frau femme mujer donna mulher mutter mère madre mãe",
        "boy": "junge garçon niño ragazzo menino kind enfant bambino criança bruder frère hermano fratello irmão",
        "girl": "mädchen fille niña ragazza menina bambina schwester sœur hermana sorella irmã",
        "baby": "säugling bébé bebé neonato bebê",
        "grandfather": "großvater opa abuelo nonno avô",
        "grandmother": "großmutter oma abuela nonna avó",
        "king": "könig roi rey re rei",
        "queen": "königin reine reina regina rainha",
        "prince": "prinz príncipe principe",
        "princess": "prinzessin princesse princesa principessa",
        "knight": "ritter chevalier caballero cavaliere cavaleiro",
        "wizard": "zauberer magicien mago",
        "witch": "hexe sorcière bruja strega bruxa",
        "farmer": "bauer paysan granjero campesino contadino fazendeiro camponês",
        "doctor": "arzt médecin médico medico",
        "robot": "roboter robô",
        "dog": "hund chien perro cane cão cachorro",
        "cat": "katze kater chat gato gatto",
        "hare": "hase kaninchen lièvre lapin liebre conejo lepre coniglio lebre coelho",
        "fox": "fuchs renard zorro volpe raposa",
        "wolf": "loup lobo lupo",
        "lion": "löwe león leone leão",
        "tiger": "tigre",
        "bear": "bär ours oso orso urso",
        "mouse": "maus souris ratón topo topolino ratinho",
        "squirrel": "eichhörnchen écureuil ardilla scoiattolo esquilo",
        "hedgehog": "igel hérisson erizo riccio ouriço",
        "horse": "pferd cheval caballo cavallo cavalo",
        "donkey": "esel âne asno burro asino",
        "cow": "kuh vache vaca mucca",
        "pig": "schwein cochon cerdo maiale porco",
        "sheep": "schaf mouton oveja pecora ovelha",
        "goat": "ziege chèvre cabra capra",
        "deer": "hirsch reh cerf ciervo cervo veado",
        "giraffe": "girafe jirafa giraffa girafa",
        "elephant": "elefant éléphant elefante",
        "dragon": "drache dragón drago dragão",
        "tortoise": "schildkröte tortue tortuga tartaruga",
        "bird": "vogel oiseau pájaro uccello pássaro",
        "hen": "henne huhn poule gallina galinha",
        "rooster": "hahn coq gallo galo",
        "duck": "ente canard pato anatra",
        "eagle": "adler aigle águila aquila águia",
        "owl": "eule hibou chouette búho gufo coruja",
        "fish": "fisch poisson pez pesce peixe",
        "whale": "wal baleine ballena balena baleia",
        "dolphin": "delfin dauphin delfín delfino golfinho",
        "frog": "frosch grenouille rana rã",
        "snake": "schlange serpiente serpente cobra",
        "monkey": "affe singe mono scimmia macaco",
        "butterfly": "schmetterling papillon mariposa farfalla borboleta",
        "bee": "biene abeille abeja ape abelha",
        "spider": "spinne araignée araña ragno aranha",
        "car": "auto voiture coche macchina carro",
        "bus": "autobus autobús ônibus",
        "truck": "lastwagen camion camión caminhão",
        "train": "zug tren treno trem comboio",
        "bicycle": "fahrrad vélo bicyclette bicicleta bicicletta",
        "plane": "flugzeug avion avión aereo avião",
        "boat": "boot bateau barco barca",
        "ship": "schiff navire buque nave navio",
        "chair": "stuhl chaise silla sedia cadeira",
        "table": "tisch mesa tavolo",
        "bed": "bett cama letto",
        "door": "tür porte puerta porta",
        "lamp": "lampe lámpara lampada lâmpada",
        "apple": "apfel pomme manzana mela maçã",
        "bread": "brot pain pan pane pão",
        "cake": "kuchen gâteau pastel torta bolo",
        "cheese": "käse fromage queso formaggio queijo",
        "egg": "œuf oeuf huevo uovo ovo",
        "ball": "balle pelota palla bola",
        "balloon": "luftballon globo palloncino balão",
        "book": "buch livre libro livro",
        "key": "schlüssel clé clef llave chiave chave",
        "letter": "brief lettre carta lettera",
        "crown": "krone couronne corona coroa",
        "sword": "schwert épée espada spada",
        "tree": "baum arbre árbol albero árvore",
        "fir": "tanne sapin abeto abete pinheiro",
        "flower": "blume fleur flor fiore rose rosa",
        "rock": "fels stein rocher pierre piedra roccia pietra pedra",
        "house": "haus maison casa hütte cabane cabaña capanna cabana",
        "castle": "schloss burg château castillo castello castelo",
        "tower": "turm torre",
        "bridge": "brücke pont puente ponte",
        "bell": "glocke cloche campana sino",
    }
)
"""German, French, Spanish, Italian and Portuguese; a word that several languages share may have other meanings."""

SETTING_WORDS: Mapping[str, str] = by_word(
    {
        "meadow": "wiese feld prairie pré champ prado campo prato",
        "forest": "wald forêt bosque foresta bosco floresta",
        "beach": "strand küste plage playa spiaggia praia",
        "sea": "meer ozean mer océan mar océano mare oceano",
        "city": "stadt straße ville rue ciudad calle città cidade rua",
        "village": "dorf markt marché pueblo mercado villaggio mercato aldeia",
        "mountains": "berg berge gebirge montagne montaña montagna montanha",
        "desert": "wüste désert desierto deserto",
        "snow": "schnee neige nieve neve",
        "jungle": "dschungel urwald selva giungla",
        "river": "fluss fluß bach teich rivière fleuve étang río lago fiume rio",
        "farm": "bauernhof ferme granja fattoria fazenda",
        "garden": "garten jardin jardín giardino jardim",
        "park": "parc parque parco",
        "road": "landstraße chemin camino carretera strada sentiero caminho estrada",
        "castle": "palast palais palacio palazzo palácio",
        "harbour": "hafen puerto porto",
        "cave": "höhle grotte caverne cueva grotta caverna gruta",
        "underwater": "meeresgrund meeresboden",
        "space": "weltraum weltall mond lune luna lua",
        "room": "zimmer stube wohnzimmer salon habitación stanza sala",
        "kitchen": "küche cuisine cocina cucina cozinha",
        "bedroom": "schlafzimmer chambre dormitorio camera quarto",
        "classroom": "klassenzimmer schule école escuela aula scuola escola",
        "shop": "laden geschäft magasin boutique tienda negozio loja",
        "office": "büro bureau oficina ufficio escritório",
        "hall": "saal thronsaal salle salón salone salão",
        "cafe": "gasthaus wirtshaus auberge taberna caffè ristorante restaurante taverna",
        "library": "bibliothek bücherei bibliothèque biblioteca",
        "hospital": "krankenhaus hôpital ospedale",
        "station": "bahnhof gare estación stazione estação",
    }
)
_SHORT = 4
"""Letters that a word has at least whose ending is looked at."""
_ENDINGS = (("", ""), ("s", ""), ("es", ""), ("n", ""), ("en", ""), ("e", ""), ("er", ""), ("ern", ""), ("x", ""),
            ("i", "o"), ("i", "e"), ("e", "a"), ("ões", "ão"), ("ães", "ão"))  # fmt: skip
"""Of plurals, with what stands there in the singular."""
_PLAIN = str.maketrans("äöü", "aou")


def _singular(word: str, table: Mapping[str, str]) -> str | None:
    """The word of a table that a word of a text is, in the singular or the plural: `Bäume` is `baum`."""
    lower = word.lower()
    if lower in table or len(lower) < _SHORT:
        return lower if lower in table else None
    for end, instead in _ENDINGS:
        stem = lower.removesuffix(end) + instead if lower.endswith(end) else ""
        for form in (stem, stem.translate(_PLAIN)):
            if form in table:
                return form
    return None


def kinds_in(text: str) -> Iterator[tuple[str, str, str]]:
    """(word, its singular, kind) of the nouns of a text that are known, in order."""
    for word in _WORD.findall(text):
        if (noun := _singular(word, KIND_WORDS)) is not None:
            yield word, noun, KIND_WORDS[noun]


def setting_in(text: str) -> str | None:
    """The setting that a text names, if it is known."""
    nouns = (_singular(word, SETTING_WORDS) for word in _WORD.findall(text))
    return next((SETTING_WORDS[noun] for noun in nouns if noun is not None), None)
