// The head of a scene, every field of which can be changed; and new scenes.

import { button, node, options } from "./dom.js";
import { asked, field } from "./fields.js";
import * as doing from "./changes.js";

export function fillScene(head, scene, s, editor) {
  const name = `scene ${scene.id}`;
  const { board, choices, link } = editor;
  const index = (now) => now.scenes.findIndex((one) => one.id === scene.id);
  const of = editor.of(name, (now) => ["scenes", index(now)]);
  const places = placesOf(board);
  const step = (by) => () => link.change((now) => doing.moveScene(now, index(now), by));
  const key = (what) => ({ "data-key": `${name}#${what}` });
  head.replaceChildren(
    node("h2", {}, String(s + 1)),
    field(of, ["heading"], "Heading", scene.heading, { class: "stretch" }),
    field(of, ["place"], "Place", scene.place, { kind: "choice", values: Object.keys(places), names: places }),
    field(of, ["time_of_day"], "Time of day", scene.time_of_day, { kind: "choice", values: choices.time_of_day }),
    field(of, ["weather"], "Weather", scene.weather, { kind: "choice", values: choices.weather }),
    field(of, ["light"], "Light", scene.light),
    node("div", { class: "bar" },
      button("↑", step(-1), { disabled: s === 0, "aria-label": `Move scene ${s + 1} earlier`, title: "Earlier", ...key("up") }),
      button("↓", step(1), { disabled: s === board.scenes.length - 1, "aria-label": `Move scene ${s + 1} later`, title: "Later", ...key("down") }),
      button("Delete scene", () => link.change((now) => [doing.remove(["scenes", index(now)])]), {
        class: "danger", disabled: board.scenes.length === 1, "aria-label": `Delete scene ${s + 1}`, ...key("delete"),
      })));
}

// What stands below a scene, to put in another one after it.
export function newScene(id, editor) {
  const input = (words, list) => {
    const box = node("input", { type: "text", autocomplete: "off", list });
    return { box, label: asked(words, box) };
  };
  const choice = (words) => {
    const box = node("select");
    return { box, label: asked(words, box) };
  };
  const [heading, place, named, setting] = [input("Heading"), choice("Place"), input("Name of the place"), input("Kind of place", editor.lists.settings)];
  const [time, weather] = [choice("Time of day"), choice("Weather")];
  const fold = () => {
    for (const { label } of [named, setting]) label.hidden = place.box.value !== "+new";
  };
  place.box.addEventListener("change", fold);
  const form = node("form", { class: "form new", hidden: true, "aria-label": "New scene" },
    [heading, place, named, setting, time, weather].map(({ label }) => label), node("button", { type: "submit" }, "Add scene"));
  const opener = button("New scene after this one …", () => {
    form.hidden = !form.hidden;
    if (form.hidden) return;
    const { board, choices } = editor;
    const now = board.scenes.find((one) => one.id === id);
    const names = placesOf(board);
    place.box.replaceChildren(...options([...Object.keys(names), "+new"], now.place, { ...names, "+new": "A new place …" }));
    time.box.replaceChildren(...options(choices.time_of_day, now.time_of_day));
    weather.box.replaceChildren(...options(choices.weather, now.weather));
    fold();
    heading.box.focus();
  }, { "data-key": `scene ${id}#new` });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isNew = place.box.value === "+new";
    const words = {
      heading: heading.box.value.trim(), place: isNew ? null : place.box.value, named: named.box.value.trim() || setting.box.value.trim(),
      setting: setting.box.value.trim() || named.box.value.trim(), time_of_day: time.box.value, weather: weather.box.value,
    };
    if (isNew && !words.named) return named.box.focus();
    editor.link.change((board) => doing.addScene(board, board.scenes.findIndex((one) => one.id === id), words, editor.rate));
    for (const { box } of [heading, named, setting]) box.value = "";
    form.hidden = true;
  });
  return node("div", { class: "after" }, opener, form);
}

const placesOf = (board) => Object.fromEntries(board.places.map((place) => [place.id, place.name]));
