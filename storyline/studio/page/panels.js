// A panel of a shot: its picture with everybody's box, and when the shot is open, every field of it.

import { button, node, options } from "./dom.js";
import { about } from "./trade.js";
import { boxesOf, hueOf, removeButton } from "./boxes.js";
import { asked, field, fold, number } from "./fields.js";
import { pictureForm } from "./pictures.js";
import * as doing from "./changes.js";

export function panelOf(found, panel, n, { editor, of, where, edit, open }) {
  const { shot, label } = found;
  const name = `shot ${shot.id}/panels/${n}`;
  const wherePanel = (board) => {
    const now = where(board);
    return { panel: now.shot.panels[n], at: [...now.at, "panels", n] };
  };
  const picture = node("img", { alt: `Shot ${label}, panel ${n + 1}: ${panel.prompt || shot.action}`, draggable: "false" });
  const frame = node("div", { class: "frame" }, picture);
  const [width, height] = editor.board.size;
  frame.style.aspectRatio = `${width} / ${height}`;
  frame.style.maxWidth = `${(75 * width) / height}vh`; // a tall frame stays whole on the screen
  editor.watch(frame, () => {
    editor.picture(picture, shot.id, n);
    frame.append(...boxesOf({
      board: editor.board, panel, name, where: wherePanel, holds: editor.holds, tabbable: open,
      edit: (make) => editor.link.change(make, { key: `${name}#boxes`, typed: "" }),
    }));
  });
  const fault = editor.link.drafts.get(`${name}#boxes`);
  return node("figure", { class: "panel" },
    frame,
    fault ? node("p", { class: "fault", role: "alert" }, fault.says) : null,
    open
      ? panelForm(found, panel, n, { editor, of, edit, name })
      : node("figcaption", {}, `${about(panel.at / editor.rate)}${panel.image ? " · picture" : ""}`),
  );
}

function panelForm(found, panel, n, { editor, of, edit, name }) {
  const { shot } = found;
  const path = ["panels", n];
  const inner = n > 0 && n < shot.panels.length - 1;
  const room = doing.addPanel(found, n).length > 0;
  return node("div", { class: "form" },
    inner
      ? field(of, [...path, "at"], "At frame", panel.at, { kind: "number", parse: number })
      : node("p", { class: "note wide" }, n ? `Last panel, at frame ${panel.at}` : "First panel, at frame 0"),
    pictureForm(found, panel, n, { editor, key: name }),
    field(of, [...path, "prompt"], "What is seen", panel.prompt, { kind: "long", class: "wide" }),
    node("div", { class: "placements wide" }, panel.placements.map((placement, m) => placementForm(panel, placement, [...path, "placements", m], { editor, of, edit, n, m, name }))),
    adder(found, panel, n, { editor, edit, name }),
    node("div", { class: "bar wide" },
      button("New panel", () => edit((now) => doing.addPanel(now, n)), { disabled: !room, title: room ? "In the gap beside this one" : "There is no frame between two panels", "data-key": `${name}#new` }),
      button("Delete panel", () => edit((now) => doing.removePanel(now, n)), { disabled: shot.panels.length < 3, title: shot.panels.length < 3 ? "Two panels bound a shot" : "", class: "danger", "data-key": `${name}#delete` }),
    ),
  );
}

function placementForm(panel, placement, path, { editor, of, edit, n, m, name }) {
  const entity = editor.board.cast.find((one) => one.id === placement.entity);
  const who = entity?.name ?? placement.entity;
  const key = `${of.name}/${path.join("/")}`;
  const now = (board) => {
    const { shot, at } = doing.findShot(board, of.shot);
    return { placement: shot.panels[n].placements[m], at: [...at, ...path] };
  };
  const looks = entity?.looks.map((look) => look.name) ?? [];
  const others = panel.placements.filter((one) => one !== placement).map((one) => one.entity);
  const names = Object.fromEntries(editor.board.cast.map((one) => [one.id, one.name]));
  const swatch = node("span", { class: "swatch" });
  swatch.style.setProperty("--hue", hueOf(editor.board, placement.entity));
  const shown = fold(editor, key, [swatch, who, " ", node("small", {}, `${placement.action}, ${placement.facing}`)],
    node("div", { class: "form" },
      ...["left", "top", "right", "bottom"].map((side, i) =>
        field(of, [...path, "box"], side, placement.box[i], {
          kind: "number", part: side, parse: number,
          change: (board, typed) => {
            const { placement: present, at } = now(board);
            return [doing.set([...at, "box"], present.box.map((old, j) => (j === i ? typed : old)))];
          },
        })),
      field(of, [...path, "depth"], "depth", placement.depth, { kind: "number", parse: number }),
      field(of, [...path, "action"], "does", placement.action, { list: editor.lists.actions }),
      field(of, [...path, "facing"], "faces", placement.facing, { kind: "choice", values: editor.choices.facing }),
      field(of, [...path, "expression"], "feels", placement.expression, { kind: "choice", values: editor.choices.expression }),
      field(of, [...path, "look"], "look", placement.look ?? "", {
        kind: "choice", values: ["", ...looks], names: { "": `${looks[0] ?? ""} (the first)` }, parse: (look) => look || null,
      }),
      field(of, [...path, "parent"], "carried by", placement.parent ?? "", {
        kind: "choice", values: ["", ...others], names: { ...names, "": "nobody" },
        change: (board, parent) => {
          const present = now(board);
          return doing.carriedBy(present.at, present.placement, parent);
        },
      }),
      placement.parent ? field(of, [...path, "anchor"], "at its", placement.anchor ?? "", { list: editor.lists.anchors, parse: (anchor) => anchor.trim() || null }) : null,
      field(of, [...path, "mask"], "mask, a picture in the folder", placement.mask?.path ?? "", {
        class: "wide", parse: (name) => (name.trim() ? { path: name.trim() } : null),
      }),
      placement.mask ? button("Clear the mask", () => of.edit((board) => [doing.set([...now(board).at, "mask"], null)]), { class: "wide", "data-key": `${key}#mask` }) : null,
    ),
  );
  return node("div", { class: "placement" }, shown,
    removeButton(`Remove ${who} from panel ${n + 1}`, () => edit((now) => doing.removePlacement(now.shot.panels[n], [...now.at, "panels", n], m)), `${key}#remove`));
}

// Who else is to be in the panel: one of the cast, or somebody new.
function adder(found, panel, n, { editor, edit, name }) {
  const here = new Set(panel.placements.map((placement) => placement.entity));
  const absent = editor.board.cast.filter((one) => !here.has(one.id));
  const add = (make) => edit((now, board) => make(now.shot, now.shot.panels[n], [...now.at, "panels", n], board));
  const fresh = node("form", { class: "form new", hidden: true, "aria-label": "Somebody new" });
  const input = (words, value, list) => {
    const box = node("input", { type: "text", autocomplete: "off", list, value });
    fresh.append(asked(words, box));
    return box;
  };
  const [named, kind, colour] = [input("name", ""), input("kind", "", editor.lists.kinds), input("colour", "", editor.lists.colours)];
  fresh.append(node("button", { type: "submit" }, "Add"));
  fresh.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = { name: named.value.trim(), kind: kind.value.trim() || named.value.trim(), colour: colour.value.trim() };
    if (words.kind) add((shot, now, at, board) => doing.addEntity(board, shot, now, at, words));
    else kind.focus();
  });
  const choice = node("select", {
    "aria-label": `Add somebody to panel ${n + 1}`, "data-key": `${name}#add`,
    onchange: (event) => {
      const chosen = event.target.value;
      fresh.hidden = chosen !== "+new";
      if (chosen === "+new") named.focus();
      else if (chosen) add((shot, now, at) => doing.addPlacement(shot, now, at, chosen));
    },
  }, options(["", ...absent.map((one) => one.id), "+new"], "", {
    "": "Add …", "+new": "Somebody new …", ...Object.fromEntries(absent.map((one) => [one.id, one.name])),
  }));
  return node("div", { class: "wide" }, choice, fresh);
}
