"""Nouns by what they stand for: beings and things that are drawn, and words for what nobody could draw a box around."""

from collections.abc import Mapping

from planners.offline.words import COLLECTIVES, bag, by_word
from storyline.schema.vocabulary import KINDS, SETTINGS

UNSEEN = bag(
    """
    time day night morning evening afternoon noon midday midnight dawn dusk sunset sunrise while moment minute hour
    second week month year season spring summer autumn winter today tomorrow yesterday past future beginning end start
    way thing idea thought dream plan wish hope fear love hate anger joy happiness sadness luck chance trouble problem
    question answer word story tale name voice sound noise music song silence news secret lesson truth lie reason life
    death birth age race game match contest prize turn try help work job trip journey travel adventure walk run jump
    ice water fire smoke dust air fight war peace sight view look glance smile laugh laughter cry tear shout scream
    sigh breath step pace speed rest sleep nap hunger thirst pain health strength power weight size shape colour color
    side part piece half middle center centre top bottom left right corner edge front back direction distance place
    spot position world sky ground earth floor land space weather rain snow storm fog mist wind breeze wave surf tide
    foam cloud sun moon star light sunlight sunshine moonlight darkness shadow shade heat cold kind sort type lot bit
    number amount others one ones people-like care attention courage pride mistake fault surprise promise agreement
    order hurry rush fun matter course case fact example everything nothing anything something friendship favour favor
    deal bet challenge victory finish line goal warning signal friends video film movie scene picture image clip shot
    camera frame screen animation cartoon photo close-up closeup foreground background horizon speech conversation
    goodbye hello thanks farewell welcome hurrah hooray everybody quarrel
    track gravel dirt mud tarmac asphalt curb kerb tile ceiling
    hole pit crack gap burrow den hollow ledge
    terror horror panic delight grief rage fury astonishment despair pleasure glee relief might matter use sunshine
    noon thunder lightning wonder shock laughter silence darkness dark deep edge sigh whisper cheer applause peace
    rest tip middle heart turn reply answer command order rule law art talk trick joke luck curse spell soul spirit
    mind memory feeling mood hunger appetite taste smell scent sense sort while meantime moment once twice wishes
    business trade market-day holiday birthday wedding funeral party feast meal dinner supper breakfast lunch
    splash bang crash thud thump boom clang swish whoosh bounce jerk
    distance length height depth width weight size mile inch yard metre kilometre pound penny
    talk chat evening-star opposite other january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday
    """
)
"""Nouns that stand for nothing one could draw a box around, or for the picture itself."""

SCENERY = bag("tree leaf branch bush flower reed stone pebble rock root twig mushroom hill field wall roof window")
"""`The trees`, `the leaves`: where nobody counted or met them they are part of the place."""

COMPOUNDS = frozenset(
    tuple(name.split("-"))
    for name in bag(
        """
        traffic-light street-light stop-sign fire-hydrant parking-meter hot-dog cell-phone mobile-phone remote-control
        tennis-racket baseball-bat baseball-glove wine-glass hair-drier hair-dryer blow-dryer ice-cream light-bulb
        swimming-pool shopping-cart computer-mouse teddy-bear
        """
    )
)
"""Names of things in two words of which the last does not tell what it is: `hot dog`, `traffic light`."""

REPRESENTED = bag("image picture photo photograph close-up closeup view shot painting drawing")
"""`A photo of a fox` shows a fox."""

BODY = bag(
    """
    foot feet hand head face eye ear nose mouth tongue tooth hair arm leg knee finger toe back belly stomach heart
    hip wrist ankle elbow thumb forehead eyebrow throat mane muzzle snout feather fang horn palm fist
    neck shoulder tail paw wing fur beak skin chest beard moustache lap cheek chin lip brow whisker claw hoof trunk
    body side engine wheel door window roof
    """
)
"""Parts: they belong to an entity and are drawn with it."""

PARTS = bag(
    """
    hood bonnet bumper fender windshield windscreen tyre tire trunk seat saddle pipe handle handlebar lid rim frame
    cushion headboard mirror dashboard armrest shade awning porch doorstep lap rail railing deck screen drawer
    """
)
"""Parts of things: where one says of what, the whole is meant."""

CONTAINERS = bag(
    "box bowl basket bag plate tray vase jar pot bucket crate sack cart carton carriage truck wagon package packet "
    "case barrel drawer suitcase"
)
"""What holds things: `a box of six eggs`."""

LIKENESSES = bag("statue sculpture figurine carving model toy painting drawing poster")
"""Things that show what they are `of`."""

WHOLES = bag("car truck bus train boat bicycle bike motorcycle airplane plane couch sofa bed chair bench toilet laptop")
"""Things whose parts are named so too: `a bus wheel`."""

CLOTHES = bag(
    """
    hat cap scarf coat jacket shirt dress skirt trousers shoe shoes boot boots glove gloves tie uniform cloak cape
    clothes crown glasses ribbon belt apron sweater jumper helmet mask suit collar bow socks sock
    """
)
"""Worn: after `in` or `with` they describe who wears them."""

META = bag(
    """
    video film movie scene picture image clip shot camera frame screen animation cartoon photo
    """
)
"""The picture itself."""

ROLES = bag("friend enemy neighbour hero winner loser judge rival racer companion traveller traveler comrade partner")
"""What somebody may be to the story: `the winner` is one of those already met, if there is one."""

PEOPLE = bag(
    """
    teacher doctor nurse policeman policewoman officer soldier knight wizard witch pirate sailor captain cook chef
    baker painter artist singer dancer uncle aunt grandfather granddad grandpa grandma wife husband friend neighbour
    stranger boss worker driver pilot astronaut thief guard hunter shepherd miller merchant servant emperor empress
    monk priest gardener clown magician detective scientist musician player hero villain guest waiter girlfriend
    boyfriend traveller traveler beggar woodcutter blacksmith postman fireman firefighter mayor lord gentleman guy
    lawyer writer poet drummer guide manager clerk sheriff cowboy inventor builder carpenter tailor fishmonger grocer
    waitress actor actress athlete runner swimmer climber passenger tourist citizen villager prisoner wanderer duke
    duchess count countess adult cousin stepmother nanny butler maid janitor librarian professor engineer mechanic
    surfer skateboarder snowboarder umpire pedestrian biker youth chap spectator shopper customer commuter kayaker
    golfer jogger referee goalie cowgirl employee bartender vendor individual performer photographer gymnast boxer host
    hostess scout batter parent grandparent
    plumber sculptor acrobat juggler archer warrior ninja samurai viking enemy winner loser judge
    """
)
"""Men and women by their work, rank or kin."""

YOUNG = bag(
    """
    baby brother sister student pupil twin nephew niece grandson granddaughter teenager teen
    triplet quadruplet sibling schoolboy schoolgirl orphan
    """
)
"""Boys and girls by what they are to others."""

PERSONS = (
    PEOPLE
    | YOUNG
    | bag(
        """
    fairy giant dwarf elf crowd ghost monster alien dragon unicorn angel
    """
    )
)
"""Nouns of beings that speak, walk and are he or she."""

ANIMALS = bag(
    """
    animal creature beast horse pony donkey cow bull calf pig sheep lamb goat hen chicken rooster goose swan owl eagle
    hawk parrot penguin pigeon dove stork frog toad snake lizard crocodile dinosaur elephant lion tiger bear monkey
    ape gorilla giraffe zebra camel deer stag mouse rat squirrel hedgehog mole beaver otter badger raccoon bat bee
    wasp ant butterfly spider beetle fly snail worm ladybug ladybird whale dolphin shark octopus crab seal lobster
    kangaroo koala lioness panda rhino hippo chick duckling cub raven magpie cricket grasshopper
    """
)

RECIPROCAL: Mapping[str, tuple[str, ...]] = {
    "wife": ("husband",),
    "husband": ("wife",),
    "mother": ("son", "daughter", "child"),
    "mom": ("son", "daughter", "child"),
    "father": ("son", "daughter", "child"),
    "dad": ("son", "daughter", "child"),
    "son": ("father", "mother", "parent"),
    "daughter": ("father", "mother", "parent"),
    "child": ("father", "mother", "parent"),
    "grandmother": ("grandson", "granddaughter", "grandchild"),
    "grandfather": ("grandson", "granddaughter", "grandchild"),
    "brother": ("brother", "sister"),
    "sister": ("brother", "sister"),
    "friend": ("friend",),
    "servant": ("master", "mistress"),
    "dog": ("master", "mistress", "owner"),
    "horse": ("master", "mistress", "rider"),
    "master": ("servant",),
}
"""What the owner of such a one is to it: `his wife` makes him her husband."""

HYPERNYMS: Mapping[str, frozenset[str]] = {
    "animal": frozenset({"dog", "cat", "hare", "fox", "tortoise", "bird", "fish"}) | ANIMALS,
    "creature": frozenset({"dog", "cat", "hare", "fox", "tortoise", "bird", "fish", "robot"}) | ANIMALS,
    "machine": frozenset({"robot", "car"}),
    "vehicle": frozenset({"car", "boat", "bus", "truck", "train", "bicycle"}),
    "plant": frozenset({"tree", "flower", "bush"}),
    "building": frozenset({"house", "castle", "tower"}),
    "toy": frozenset({"ball", "balloon", "doll", "robot"}),
    "child": frozenset({"boy", "girl"}),
}
"""A more general noun may mean an entity of one of these kinds."""

FLIERS = bag(
    """
    bee wasp butterfly fly bat owl eagle hawk parrot pigeon dove dragon fairy kite plane airplane aeroplane helicopter
    rocket drone spaceship ufo cloud raven magpie ladybug angel ghost swan goose stork
    """
)
SWIMMERS = bag("whale dolphin shark octopus seal submarine raft canoe")

TALL: Mapping[str, float] = by_word(
    {
        0.58: "castle tower lighthouse church school skyscraper mill windmill",
        0.46: "elephant giraffe dragon dinosaur giant whale train bus truck tent bridge statue",
        0.38: "horse camel bear cow bull lion tiger deer stag table door bed gate",
        0.11: "mouse rat bee ant butterfly spider frog snail apple key letter coin ring book cup",
        0.13: "flower mushroom nut egg bone hat shoe candle bottle snake",
        0.07: "pillow cushion blanket quilt towel mat pad plate tray keyboard remote knife fork spoon",
        0.24: "bench chair box basket bag chest bush fence suitcase barrel bicycle bike sheep pig",
    }
)
"""How tall kinds without a drawing of their own are, in frame heights; the rest are as `UNKNOWN_KIND`."""

FIXED = bag(
    """
    castle tower lighthouse church school skyscraper mill windmill bridge statue bush fence gate bench table bed
    fountain well sign lamp post mushroom tent barn building wall door cupboard shelf sofa desk
    """
)

THINGS = bag(
    """
    book letter key apple cake bread egg bone stick leaf nut cup bottle bag box basket chair bicycle bike bus truck
    train plane kite drum guitar piano phone computer lamp candle coin ring treasure map rope ladder umbrella hat
    sword crown toy doll snowman rocket spaceship ufo airplane aeroplane helicopter suitcase barrel carrot cheese
    banana orange pumpkin sandwich pizza ice-cream mirror clock picture-book sled
    refrigerator fridge freezer microwave oven stove toaster kettle sink toilet bathtub shower washing-machine
    laptop keyboard tablet television tv radio remote printer backpack handbag purse wallet
    frisbee snowboard skateboard surfboard racket fork knife spoon plate bowl mug pan pot tray vase scissors toothbrush
    donut doughnut broccoli bun pancake cookie muffin pillow blanket quilt towel carpet rug curtain dresser wardrobe
    sofa couch armchair stool counter cabinet motorcycle motorbike scooter van tractor wagon cart parachute
    ambulance appliance instrument monument ornament garment document lotion decoration confection medallion harness
    hydrant meter plant teddy hammer saw nail pen pencil notebook newspaper magazine envelope stamp
    """
)

FEMALE = bag(
    """
    mrs. ms. miss madam mistress bride heroine
    woman girl lady queen mother mom mum grandmother grandma daughter princess aunt sister wife witch fairy nurse
    policewoman empress girlfriend hen cow vixen maria mary anna anne ann emma olivia sophia sophie mia lily lucy
    alice ella eva lena laura julia sarah sara jane kate katie emily grace ruby rosa rose clara nina zoe chloe amelia
    ava isabella charlotte hannah helen ellen amy susan linda lisa marie elena carla paula ines carmen lola heidi
    greta gretel ingrid fatima aisha leila yuki mei priya maya cinderella goldilocks dorothy wendy margaret elizabeth
    victoria martha nora molly polly sally betty daisy
    """
)
MALE = bag(
    """
    mr. sir mister groom
    man boy king father dad daddy grandfather grandpa granddad son prince uncle brother husband wizard policeman
    emperor monk priest gentleman guy boyfriend bull rooster lord fisherman farmer knight postman fireman tom john
    jack joe max ben sam tim jim bob bill peter paul mark luke david daniel adam alex leo noah liam oliver harry henry
    george james charlie thomas william robert michael oscar felix hugo carlos pedro juan jose luis marco mario pablo
    ivan boris igor hans fritz karl otto ali omar hassan ahmed kenji hiro raj arjun arthur merlin robin-hood pinocchio
    aladdin hansel frank fred ted dan nick rick mike steve kevin brian eric edward albert walter simon rex
    """
)
FIRST_NAMES = frozenset(w for w in FEMALE | MALE if w not in KINDS and w not in PERSONS) - bag(
    """
    lady queen mother mom mum grandmother daughter princess empress hen cow vixen king father dad daddy son prince
    emperor gentleman bull rooster lord fisherman farmer rose daisy mark robin-hood
    """
)

BEINGS = PERSONS | ANIMALS | {n for kind, k in KINDS.items() if k.alive for n in (kind, *k.others)}
"""Whom one can give something to."""

BIRTHS: Mapping[str, int] = {"twin": 2, "triplet": 3, "quadruplet": 4, "newlywed": 2, "parent": 2, "grandparent": 2}
"""How many they are where the text speaks of more than one and does not count them."""

COMPANIES: Mapping[str, tuple[str, ...]] = {
    "couple": ("man", "woman"),
    "newlywed": ("man", "woman"),
    "parent": ("father", "mother"),
    "grandparent": ("grandfather", "grandmother"),
    "pair": ("person", "person"),
    "duo": ("person", "person"),
    "trio": ("person", "person", "person"),
    "quartet": ("person", "person", "person", "person"),
    "family": ("father", "mother", "child"),
}
"""Who is meant by such a noun where the text does not say of whom it is made."""

NOUNS = frozenset(
    {n for kind, k in KINDS.items() for n in (kind, *k.others)}
    | {n for setting, s in SETTINGS.items() for n in (setting, *s.others)}
    | UNSEEN
    | BODY
    | CLOTHES
    | META
    | PERSONS
    | ANIMALS
    | FLIERS
    | SWIMMERS
    | set(TALL)
    | FIXED
    | THINGS
    | COLLECTIVES
    | {" ".join(name) for name in COMPOUNDS}
    | set(BIRTHS)
    | set(COMPANIES)
    | set(HYPERNYMS)
)
