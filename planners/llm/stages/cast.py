"""The story → its cast: every entity once, as it looks wherever it appears, and who belongs together."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from planners.llm.ask import Request
from planners.llm.crew import Crew
from planners.llm.draft import Draft, filled, filmed_beats
from planners.llm.part import Number, Part, Phrase, Word
from planners.llm.telling import rules, told
from storyline.schema.base import EntityId, GroupId, SceneId, slug
from storyline.schema.entity import Group, Look, ScriptEntity
from storyline.schema.script import Script
from storyline.schema.vocabulary import COLOURS, kind_of

AT_ONCE = 200
"""Beats of one call."""


class Outfit(Part):
    """A look that somebody has in some scenes only."""

    name: Word
    description: Phrase
    colours: Annotated[list[Word], Field(max_length=3)] = []
    scenes: Annotated[list[Number], Field(max_length=40)] = []


class Member(Part):
    """Somebody or something of the story."""

    name: Word
    """What the story calls it."""
    kind: Word
    """What it is, a noun: `hare`, `woman`, `boat`."""
    description: Phrase = ""
    """How it looks, wherever it appears."""
    colours: Annotated[list[Word], Field(max_length=3)] = []
    attributes: Annotated[list[Word], Field(max_length=4)] = []
    outfits: Annotated[list[Outfit], Field(max_length=4)] = []


class Together(Part):
    """Several that the story names as one."""

    name: Word
    members: Annotated[list[Word], Field(min_length=2, max_length=12)]


class CastList(Part):
    """Everybody and everything that is seen."""

    cast: Annotated[list[Member], Field(max_length=40)]
    groups: Annotated[list[Together], Field(max_length=12)] = []


def cast(draft: Draft, crew: Crew) -> Draft:
    """Have the cast written down. Those of the writer's are kept, with their open fields filled."""
    script = draft.script
    told_of: list[dict[str, object]] = []
    for n, scene in enumerate(script.scenes, 1):
        told_of += [{"scene": n, "text": b.text} for b in filmed_beats(scene)]
        told_of += [{"scene": n, "text": t.action} for t in scene.shots if t.action]
    for start in range(0, len(told_of), AT_ONCE):
        data = told(
            known=[{"name": e.name or e.id, "kind": e.kind} for e in draft.script.cast],
            beats=told_of[start : start + AT_ONCE],
        )
        request = Request("cast", rules("cast"), data, CastList, most_tokens=4000, check=_check, frame=crew.frame)
        (answer,) = crew.ask([("", request)])
        if answer.value is not None:
            draft = with_cast(draft, answer.value, crew)
    return draft


def with_cast(draft: Draft, cast: CastList, crew: Crew) -> Draft:
    """A draft with more of a cast; those of the writer's keep what is written of them."""
    members = {e.id: e for e in draft.script.cast}
    groups = {g.id: g for g in draft.script.groups}
    worn = {**draft.worn, **_add(members, groups, cast, draft.script, crew)}
    found = {"cast": tuple(members.values()), "groups": tuple(groups.values())}
    return replace(draft, script=draft.script.model_copy(update=found), worn=worn)


def _check(cast: CastList) -> list[str]:
    names = [slug(m.name) for m in cast.cast]
    wrong = [f"{m.name!r} stands twice in the cast; everybody stands in it once" for n, m in enumerate(cast.cast)
             if slug(m.name) in names[:n]]  # fmt: skip
    for group in cast.groups:
        strangers = [m for m in group.members if slug(m) not in names]
        if strangers:
            wrong.append(f"group {group.name!r}: {', '.join(strangers)} not in the cast")
    colours = {c for m in cast.cast for c in m.colours if not is_colour(c)}
    if colours:
        wrong.append(f"unknown colours {', '.join(sorted(colours))}; write a colour's plain name")
    return wrong


def is_colour(word: str) -> bool:
    """Whether a look may have this colour."""
    return word in COLOURS or (len(word) == 7 and word[0] == "#" and all(c in "0123456789abcdef" for c in word[1:]))


def _add(
    members: dict[EntityId, ScriptEntity], groups: dict[GroupId, Group], cast: CastList, script: Script, crew: Crew
) -> dict[tuple[SceneId, EntityId], str]:
    """Adds who is new to the cast; who wears which outfit in which scene."""
    worn: dict[tuple[SceneId, EntityId], str] = {}
    ids = {slug(name): id for id, e in members.items() for name in (e.name or id, id)}
    for member in cast.cast:
        name = slug(member.name).removeprefix("the-") or "x"
        known = ids.get(slug(member.name)) or ids.get(name)
        if known is None:
            id = EntityId(name)
            members[id] = ScriptEntity(id=id, kind=_kind(member.kind), name=member.name, looks=_looks(member, None))
            ids |= {name: id, slug(member.name): id}
            crew.because("", f"{member.name} is in the cast", f"{crew.name} finds a {member.kind} in the story")
        elif known in {e.id for e in crew.script.cast}:
            written = members[known]
            members[known] = filled(written, kind=_kind(member.kind), name=member.name, looks=_looks(member, written))
        elif slug(members[known].name or known) == slug(member.name):
            crew.repair("", f"cast: {member.name!r} stood twice, and is taken once")
        else:
            crew.repair("", f"cast: {member.name!r} is taken for {members[known].name!r}")
        of = known or EntityId(name)
        has = {look.name for look in members[of].looks or ()}
        for outfit in member.outfits:
            scenes = [script.scenes[n - 1].id for n in outfit.scenes if n <= len(script.scenes)]
            worn |= {(s, of): outfit.name for s in scenes if s is not None and outfit.name in has}
    for group in cast.groups:
        inside = tuple(dict.fromkeys(ids[m] for name in group.members if (m := _named(name, ids)) is not None))
        title = GroupId(slug(group.name))
        if len(inside) > 1 and title not in groups:
            groups[title] = Group(id=title, name=group.name, members=inside)
    return worn


def _named(name: str, ids: dict[str, EntityId]) -> str | None:
    plain = slug(name)
    return next((n for n in (plain, plain.removeprefix("the-")) if n in ids), None)


def _kind(noun: str) -> str:
    """A kind of the vocabulary where there is one; else the noun, or the vocabulary's word in it."""
    plain = noun.lower().strip()
    inner = next((k for word in reversed(plain.split()) if (k := kind_of(word))), None)
    return kind_of(plain) or inner or plain


def _looks(member: Member, written: ScriptEntity | None) -> tuple[Look, ...]:
    first = Look(
        description=member.description,
        colours=_colours(member.colours),
        attributes=tuple(dict.fromkeys(member.attributes)),
    )
    named = {first.name}
    looks = [first]
    for outfit in member.outfits:
        if outfit.name not in named:
            named.add(outfit.name)
            looks.append(Look(name=outfit.name, description=outfit.description, colours=_colours(outfit.colours)))
    return tuple(looks)


def _colours(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in words if is_colour(w)))


def ids_by_name(script: Script) -> dict[str, EntityId]:
    """Whom a reply may mean, by id and by name, as slugs."""
    found: dict[str, EntityId] = {}
    for e in script.cast:
        for name in (e.id, slug(e.id), slug(e.name or e.id), slug(e.name or e.id).removeprefix("the-")):
            found.setdefault(name, e.id)
    return found
