// The cast with its looks, and the places: what is the same in all shots.

import { button, node } from "./dom.js";
import { field, fold } from "./fields.js";
import { hueOf, removeButton } from "./boxes.js";
import * as doing from "./changes.js";

export function fillPeople(holder, editor, faults) {
  const { board } = editor;
  const used = [board.cast.map((one) => doing.countOf(board, one.id)), board.places.map((one) => board.scenes.filter((scene) => scene.place === one.id).length)];
  const key = JSON.stringify([editor.looks, used, faults.filter(([one]) => /^(entity|place) /.test(one))]);
  if (holder.key === key) return;
  holder.key = key;
  const add = (field, value) => () => editor.link.change((now) => [doing.insert([field, now[field].length], value)]);
  holder.replaceChildren(fold(editor, "film#people", ["Cast and places ", node("small", {}, `${board.cast.length} · ${board.places.length}`)],
    node("div", { class: "columns" },
      node("div", { class: "one-of" },
        board.cast.map((entity, n) => entityForm(entity, used[0][n], editor)),
        button("New in the cast", add("cast", { kind: "person", name: "Somebody", looks: [{}] }), { "data-key": "film#entity" })),
      node("div", { class: "one-of" },
        board.places.map((place, n) => placeForm(place, used[1][n], editor)),
        button("New place", add("places", { name: "Somewhere", setting: "meadow" }), { "data-key": "film#place" })))));
}

function entityForm(entity, count, editor) {
  const name = `entity ${entity.id}`;
  const now = (board) => ["cast", board.cast.findIndex((one) => one.id === entity.id)];
  const of = editor.of(name, now);
  const edit = (make) => editor.link.change((board) => make(board.cast.find((one) => one.id === entity.id), now(board), board));
  const swatch = node("span", { class: "swatch" });
  swatch.style.setProperty("--hue", hueOf(editor.board, entity.id));
  return fold(editor, `${name}#fold`, [swatch, entity.name, " ", node("small", {}, `${entity.kind}, in ${counted(count, "shot")}`)],
    node("div", { class: "form" },
      field(of, ["name"], "Name", entity.name),
      field(of, ["kind"], "Kind", entity.kind, { list: editor.lists.kinds }),
      entity.looks.map((look, m) => lookForm(entity, look, m, { of, edit })),
      node("div", { class: "bar wide" },
        button("New look", () => edit((one, at) => doing.addLook(one, at)), { "data-key": `${name}#look` }),
        button("Delete", () => edit((_, at) => [doing.remove(at)]), {
          class: "danger", disabled: count > 0, title: count ? "It is in shots" : "", "aria-label": `Delete ${entity.name}`, "data-key": `${name}#delete`,
        }))));
}

function lookForm(entity, look, m, { of, edit }) {
  const path = ["looks", m];
  const only = entity.looks.length === 1;
  return node("div", { class: "form one wide", role: "group", "aria-label": `Look ${look.name}` },
    field(of, [...path, "name"], m ? "Look" : "First look", look.name, {
      change: (board, typed) => doing.renameLook(board, board.cast.find((one) => one.id === entity.id), of.where(board), m, typed),
    }),
    field(of, [...path, "colours"], "Colours, main first", look.colours.join(", "), { parse: (typed) => typed.split(",").map((one) => one.trim()).filter(Boolean) }),
    field(of, [...path, "description"], "In words", look.description, { kind: "long", class: "wide" }),
    only ? null : removeButton(`Remove look ${look.name}`, () => edit((_, at) => [doing.remove([...at, ...path])]), `${of.name}/looks/${m}#remove`));
}

function placeForm(place, count, editor) {
  const name = `place ${place.id}`;
  const now = (board) => ["places", board.places.findIndex((one) => one.id === place.id)];
  const of = editor.of(name, now);
  return fold(editor, `${name}#fold`, [place.name, " ", node("small", {}, `${place.setting}, in ${counted(count, "scene")}`)],
    node("div", { class: "form" },
      field(of, ["name"], "Name", place.name),
      field(of, ["setting"], "Kind of place", place.setting, { list: editor.lists.settings }),
      field(of, ["appearance"], "In words", place.appearance, { kind: "long", class: "wide" }),
      node("div", { class: "bar wide" },
        button("Delete", () => editor.link.change((board) => [doing.remove(now(board))]), {
          class: "danger", disabled: count > 0, title: count ? "Scenes are there" : "", "aria-label": `Delete ${place.name}`, "data-key": `${name}#delete`,
        }))));
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
