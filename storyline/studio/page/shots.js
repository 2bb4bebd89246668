// The card of a shot: what it is, its panels with their boxes, its words; opened, every field of it.

import { button, node } from "./dom.js";
import { ANGLES, SIZES, about, inSeconds, moves, timecode } from "./trade.js";
import { removeButton } from "./boxes.js";
import { field, fold, number } from "./fields.js";
import { cameraForm } from "./camera.js";
import { panelOf } from "./panels.js";
import { lockedNote, takesForm } from "./takes.js";
import * as doing from "./changes.js";

// `found` as `changes.shotsOf` has it; `editor` is {link, rate, span(id), open, toggle(id), holds, watch(frame, show), …}.
export function card(found, editor) {
  const { shot, label } = found;
  const { link } = editor;
  const open = editor.open.has(shot.id);
  const name = `shot ${shot.id}`;
  const where = (board) => doing.findShot(board, shot.id);
  const of = { link, name, shot: shot.id, where: (board) => where(board).at, edit: (make, field) => link.change(make, field) };
  const edit = (make) => link.change((board) => make(where(board), board));

  const span = editor.span(shot.id);
  const transition = shot.transition.kind === "cut" ? null : `${shot.transition.kind} ${shot.transition.overlap}f`;
  const facts = [shot.size, shot.angle === "eye" ? null : ANGLES[shot.angle], ...moves(shot), transition, shot.locked_take && "locked take"];
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
  const job = editor.jobs.get(`clip ${shot.id}`);
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
  const job = editor.jobs.get(`clip ${id}`);
  const made = editor.clips.get(id);
  const failed = editor.failures.get(`clip ${id}`);
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

function form(found, { editor, of, edit }) {
  const { shot } = found;
  const { choices, board, rate } = editor;
  const now = (present) => doing.findShot(present, shot.id);
  return node("div", { class: "form whole" },
    shot.locked_take ? lockedNote(shot, editor) : null,
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
    cameraForm(found, { editor, of }),
    node("fieldset", { class: "wide lines" },
      node("legend", {}, "Lines"),
      shot.lines.map((line, n) => lineForm(line, n, { board, choices, of, edit })),
      button("New line", () => edit((one) => doing.addLine(one, rate)), { "data-key": `${of.name}#line` }),
    ),
    overridesForm(shot, { editor, of }),
    takesForm(found, { editor, of }),
  );
}

// What the shot does differently from the film.
function overridesForm(shot, { editor, of }) {
  const { choices, board } = editor;
  const own = shot.overrides;
  const one = (part, words, more) => field(of, ["overrides", part], words, own[part] ?? "", more);
  const count = ["generator", "seed", "steps", "negative_prompt"].filter((part) => own[part] !== null).length;
  const orNone = (typed) => (typed.trim() ? number(typed) : null);
  return node("div", { class: "wide" }, fold(editor, `${of.name}/overrides#fold`, ["How it is rendered ", node("small", {}, count ? `${count} of its own` : "as the film")],
    node("div", { class: "form" },
      one("generator", "Generator", { kind: "choice", values: ["", ...choices.generators], names: { "": "the film's" }, parse: (name) => name || null }),
      one("seed", `Seed (the film's is ${board.seed})`, { kind: "number", parse: orNone }),
      one("steps", "Steps", { kind: "number", parse: orNone }),
      one("negative_prompt", "Not to be seen", { kind: "long", class: "wide", parse: (typed) => typed || null }))));
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

const titled = (names) => Object.fromEntries(Object.entries(names).map(([short, long]) => [short, `${short} – ${long}`]));
