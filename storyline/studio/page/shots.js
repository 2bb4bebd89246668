// The card of a shot: what it is, its panels with their boxes, its words; opened, every field of it.

import { button, node, options } from "./dom.js";
import { ANGLES, SIZES, inSeconds, moves, timecode } from "./trade.js";
import { boxesOf, hueOf, removeButton } from "./boxes.js";
import { field, number } from "./fields.js";
import * as doing from "./changes.js";

// `found` as `changes.shotsOf` has it; `editor` is {link, rate, span(id), open, toggle(id), holds, watch(frame, show), …}.
export function card(found, editor) {
  const { shot, label } = found;
  const { link } = editor;
  const open = editor.open.has(shot.id);
  const name = `shot ${shot.id}`;
  const where = (board) => doing.findShot(board, shot.id);
  const of = { link, name, where: (board) => where(board).at, edit: (make, field) => link.change(make, field) };
  const edit = (make) => link.change((board) => make(where(board), board));

  const span = editor.span(shot.id);
  const transition = shot.transition.kind === "cut" ? null : `${shot.transition.kind} ${shot.transition.overlap}f`;
  const facts = [shot.size, shot.angle === "eye" ? null : ANGLES[shot.angle], ...moves(shot), transition];
  const element = node("article", { class: open ? "shot open" : "shot", "aria-label": `Shot ${label}`, "data-shot": shot.id },
    node("header", {},
      node("span", { class: "grip", draggable: "true", title: "Drag to another place", "aria-hidden": "true" }, "⠿"),
      node("h3", {}, label),
      node("p", { class: "facts", title: SIZES[shot.size] }, facts.filter(Boolean).join(" · ")),
      node("p", { class: "time" }, `${timecode(span.start, editor.rate)} · ${about(shot.duration / editor.rate)}`),
    ),
    node("div", { class: "panels" }, shot.panels.map((panel, n) => panelOf(found, panel, n, { editor, of, where, edit, open }))),
    open ? form(found, { editor, of, edit }) : summary(found, editor.board),
    bar(found, { editor, edit, open }),
    clip(shot, editor),
  );
  return element;
}

function summary({ shot }, board) {
  return node("div", { class: "words" },
    node("p", { class: "action" }, shot.action || "—"),
    shot.lines.filter((line) => line.text !== shot.action).map((line) => {
      const speaker = board.cast.find((one) => one.id === line.speaker)?.name;
      return node("p", { class: "line" }, speaker ? node("b", {}, `${speaker}: `) : null, line.text);
    }),
  );
}

function bar(found, { editor, edit, open }) {
  const { shot, label } = found;
  const name = `shot ${shot.id}`;
  const { first, last, only } = editor.place(found);
  const job = editor.jobs.get(shot.id);
  const key = (what) => ({ "data-key": `${name}#${what}` });
  return node("div", { class: "bar" },
    button(open ? "Close" : "Edit", () => editor.toggle(shot.id), { "aria-expanded": String(open), "aria-label": `${open ? "Close" : "Edit"} shot ${label}`, ...key("edit") }),
    button("Render", () => editor.render(shot.id), { disabled: Boolean(job), "aria-label": `Render shot ${label}`, ...key("render") }),
    node("span", { class: "gap" }),
    button("↑", () => edit((now, board) => doing.stepShot(board, now, -1)), { disabled: first, "aria-label": `Move shot ${label} earlier`, title: "Earlier", ...key("up") }),
    button("↓", () => edit((now, board) => doing.stepShot(board, now, 1)), { disabled: last, "aria-label": `Move shot ${label} later`, title: "Later", ...key("down") }),
    open ? button("New shot after", () => edit((now) => doing.addShot(now, editor.rate)), key("new")) : null,
    open ? button("Delete shot", () => edit((now) => doing.removeShot(now)), { disabled: only, class: "danger", ...key("delete") }) : null,
  );
}

export function clip(shot, editor) {
  const holder = node("div", { class: "clip", "data-clip": shot.id });
  fillClip(holder, shot.id, editor);
  return holder;
}

export function fillClip(holder, id, editor) {
  const job = editor.jobs.get(id);
  const made = editor.clips.get(id);
  const failed = editor.failures.get(id);
  for (const child of [...holder.children]) if (child !== made?.video) child.remove(); // it goes on playing
  const parts = [];
  if (job) {
    const words = [job.scenes, job.total ? `${job.stage}: ${job.done} of ${job.total}` : `${job.stage} …`].filter(Boolean).join(" · ");
    parts.push(node("label", { class: "job" }, node("progress", job.total ? { max: job.total, value: job.done } : {}), node("span", {}, words)));
  }
  if (failed) parts.push(node("p", { class: "fault" }, failed));
  if (made && made.of !== editor.keyOfShot(id)) parts.push(node("p", { class: "note" }, "Rendered before the last change."));
  holder.prepend(...parts);
  if (made && made.video.parentElement !== holder) holder.append(made.video);
}

function panelOf(found, panel, n, { editor, of, where, edit, open }) {
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
      : node("figcaption", {}, about(panel.at / editor.rate)),
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
  const faulty = [...of.link.drafts.keys(), ...of.link.remarks.keys()].some((one) => one.startsWith(key));
  const shown = node("details", { open: faulty || editor.unfolded.has(key) },
    node("summary", { "data-key": `${key}#fold` }, node("span", { class: "swatch" }), who, " ", node("small", {}, `${placement.action}, ${placement.facing}`)),
    node("div", { class: "form" },
      ...["left", "top", "right", "bottom"].map((side, i) =>
        field(of, [...path, "box"], side, placement.box[i], {
          kind: "number", part: side, parse: number,
          change: (board, typed) => {
            const box = [...board.scenes.flatMap((scene) => scene.shots).find((one) => `shot ${one.id}` === of.name).panels[n].placements[m].box];
            box[i] = typed;
            return [doing.set([...of.where(board), ...path, "box"], box)];
          },
        })),
      field(of, [...path, "depth"], "depth", placement.depth, { kind: "number", parse: number }),
      field(of, [...path, "action"], "does", placement.action, { list: editor.lists.actions }),
      field(of, [...path, "facing"], "faces", placement.facing, { kind: "choice", values: editor.choices.facing }),
      field(of, [...path, "expression"], "looks", placement.expression, { kind: "choice", values: editor.choices.expression }),
    ),
  );
  shown.addEventListener("toggle", () => editor.unfolded[shown.open ? "add" : "delete"](key));
  shown.querySelector(".swatch").style.setProperty("--hue", hueOf(editor.board, placement.entity));
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
    fresh.append(node("label", { class: "field" }, words, box));
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

function form(found, { editor, of, edit }) {
  const { shot } = found;
  const { choices, board, rate } = editor;
  const now = (present) => doing.findShot(present, shot.id);
  return node("div", { class: "form whole" },
    field(of, ["action"], "Action", shot.action, { kind: "long", class: "wide" }),
    field(of, ["size"], "Size", shot.size, { kind: "choice", values: choices.size, names: titled(SIZES) }),
    field(of, ["angle"], "Angle", shot.angle, { kind: "choice", values: choices.angle, names: ANGLES }),
    field(of, ["duration"], "Seconds", inSeconds(shot.duration, rate), {
      kind: "number", part: "seconds", parse: number,
      change: (present, typed) => doing.lastFor(now(present), typeof typed === "number" ? Math.round(typed * rate) : typed),
    }),
    field(of, ["duration"], "Frames", shot.duration, {
      kind: "number", part: "frames", parse: number, change: (present, typed) => doing.lastFor(now(present), typed),
    }),
    field(of, ["transition"], "Begins with", shot.transition.kind, {
      kind: "choice", part: "kind", values: choices.transition, change: (present, kind) => doing.beginsBy(present, now(present), kind),
    }),
    field(of, ["transition"], "Overlap, frames", shot.transition.overlap, {
      kind: "number", part: "overlap", parse: number,
      change: (present, overlap) => [doing.set([...now(present).at, "transition", "overlap"], overlap)],
    }),
    node("fieldset", { class: "wide lines" },
      node("legend", {}, "Lines"),
      shot.lines.map((line, n) => lineForm(line, n, { board, choices, of, edit })),
      button("New line", () => edit((one) => doing.addLine(one, rate)), { "data-key": `${of.name}#line` }),
    ),
  );
}

function lineForm(line, n, { board, choices, of, edit }) {
  const path = ["lines", n];
  const names = { "": "nobody", ...Object.fromEntries(board.cast.map((one) => [one.id, one.name])) };
  const whole = of.link.remarks.get(`${of.name}/lines/${n}`);
  return node("div", { class: "form one" },
    field(of, [...path, "text"], "Words", line.text, { kind: "long", class: "wide" }),
    field(of, [...path, "speaker"], "Speaker", line.speaker ?? "", { kind: "choice", values: ["", ...board.cast.map((one) => one.id)], names, parse: (id) => id || null }),
    field(of, [...path, "kind"], "Kind", line.kind, { kind: "choice", values: choices.line }),
    field(of, [...path, "start"], "From frame", line.start, { kind: "number", parse: number }),
    field(of, [...path, "duration"], "Frames", line.duration, { kind: "number", parse: number }),
    removeButton(`Remove line ${n + 1}`, () => edit((now) => [doing.remove([...now.at, ...path])]), `${of.name}/lines/${n}#remove`),
    whole ? node("p", { class: "fault wide" }, whole) : null,
  );
}

const about = (seconds) => `${seconds.toFixed(1)} s`;
const titled = (names) => Object.fromEntries(Object.entries(names).map(([short, long]) => [short, `${short} – ${long}`]));
