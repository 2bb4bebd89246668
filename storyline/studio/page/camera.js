// The camera of a shot: its keyframes as frames over the place, to be dragged, and as numbers.

import { button, node, options } from "./dom.js";
import { field, number } from "./fields.js";
import { findShot } from "./changes.js";
import { cameraAt, inSeconds } from "./trade.js";
import { MASTER, PRESETS, keyframe, preset, seen, withKeyframe } from "./moves.js";
import { removeButton } from "./boxes.js";
import { pull } from "./pull.js";

const MARGIN = 0.04; // around all that is shown
const STEP = 0.01; // of the place, by an arrow key
const ZOOM = 1.05; // by + and -
const PAUSE = 400; // milliseconds without a key, after which the change is made
const PARTS = { pan: "Pan", tilt: "Tilt", zoom: "Zoom", roll: "Roll, °" };

export function cameraForm(found, { editor, of }) {
  const { shot } = found;
  const name = `${of.name}/camera`;
  // `make` is given the shot as it is when the change's turn comes, and gives its new keyframes
  const change = (make, field = null) => editor.link.change((board) => changed(board, make), field);
  const changed = (board, make) => {
    const { shot: now, at } = findShot(board, shot.id);
    return [{ do: editor.stays ? "reframe" : "set", at: [...at, "camera"], value: make(now) }];
  };
  const whole = of.link.remarks.get(name) ?? of.link.drafts.get(`${name}#stage`)?.says;
  return node("fieldset", { class: "wide camera" },
    node("legend", {}, "Camera"),
    stage(found, { editor, change: (make) => change(make, { key: `${name}#stage`, typed: "" }), name }),
    node("div", { class: "keys" },
      node("div", { class: "bar" },
        node("select", {
          "aria-label": `Move of the camera in shot ${found.label}`, "data-key": `${name}#preset`,
          onchange: ({ target }) => target.value && change((now) => preset(now, target.value)),
        }, options(["", ...Object.keys(PRESETS)], "", { "": "Choose a move …" })),
        node("label", { class: "check", title: "Boxes go along with the place when the camera becomes another" },
          node("input", { type: "checkbox", checked: editor.stays, onchange: ({ target }) => { editor.stays = target.checked; } }),
          "everybody stays in place")),
      whole ? node("p", { class: "fault", role: "alert" }, whole) : null,
      shot.camera.length ? null : node("p", { class: "note" }, "It stands, and shows all of the place."),
      shot.camera.map((key, n) => keyForm(shot, key, n, { editor, of, changed, change })),
      node("div", { class: "bar" },
        button("New keyframe", () => change(withKeyframe), { "data-key": `${name}#new` }))));
}

function keyForm(shot, key, n, { editor, of, changed, change }) {
  const one = (part, words) => field(of, ["camera", n, part], words, key[part], {
    kind: "number", parse: number,
    change: (board, typed) => changed(board, (now) => now.camera.map((each, m) => (m === n ? { ...each, [part]: typed } : each))),
  });
  return node("div", { class: "form key", role: "group", "aria-label": `Camera keyframe ${n + 1}` },
    node("b", { class: "number", title: `${inSeconds(key.at, editor.rate)} s` }, String(n + 1)),
    one("at", "At frame"), Object.entries(PARTS).map(([part, words]) => one(part, words)),
    removeButton(`Remove camera keyframe ${n + 1}`, () => change((now) => now.camera.filter((_, m) => m !== n)), `${of.name}/camera/${n}#remove`));
}

// The place with what each keyframe sees of it.
function stage(found, { editor, change, name }) {
  const { shot, label } = found;
  const [width, height] = editor.board.size;
  const keys = shot.camera.length ? shot.camera : [keyframe(0, MASTER)];
  const sight = around([seen(MASTER), ...keys.map(seen)]);
  const place = (element, rectangle) => {
    const per = (part, whole) => `${(part / whole) * 100}%`;
    Object.assign(element.style, {
      left: per(rectangle.x - rectangle.width / 2 - sight.left, sight.width), width: per(rectangle.width, sight.width),
      top: per(rectangle.y - rectangle.height / 2 - sight.top, sight.height), height: per(rectangle.height, sight.height),
    });
  };
  const picture = node("img", { alt: `The place of shot ${label}`, draggable: "false" });
  const ground = node("div", { class: "ground" }, picture);
  place(ground, seen(MASTER));
  const runner = node("div", { class: "seen runner", hidden: true });
  const area = node("div", { class: "frame" }, ground);
  area.style.aspectRatio = `${sight.width * width} / ${sight.height * height}`;
  const view = { area, sight, place };
  const shown = keys.map((key, n) => outline(key, n, keys.length, { view, change, editor, name: `${name}/${n}` }));
  area.append(...shown.sort((a, b) => b.size - a.size).map(({ element }) => element), runner);
  editor.watch(area, () => editor.picture(picture, shot.id, 0, "place"));
  const moves = keys.length > 1;
  const play = button("▶ Play the move", () => run(runner, shot, editor.rate, place), { hidden: !moves, "data-key": `${name}#play` });
  return node("div", { class: "stage" }, area,
    node("p", { class: "note" }, "What each keyframe shows of the place: drag one to pan and tilt, a corner to zoom."), play);
}

function around(rectangles) {
  const side = (part, extent, sign, pick) => pick(...rectangles.map((one) => one[part] + (sign * one[extent]) / 2)) + sign * MARGIN;
  const [left, top] = [side("x", "width", -1, Math.min), side("y", "height", -1, Math.min)];
  return { left, top, width: side("x", "width", 1, Math.max) - left, height: side("y", "height", 1, Math.max) - top };
}

function run(runner, shot, rate, place) {
  const frames = Array.from({ length: 25 }, (_, n) => {
    const camera = cameraAt(shot.camera, ((shot.duration - 1) * n) / 24);
    place(runner, seen(camera));
    const { left, top, width, height } = runner.style;
    return { left, top, width, height, transform: `rotate(${camera.roll}deg)` };
  });
  runner.hidden = false;
  runner.animate(frames, (shot.duration / rate) * 1000).onfinish = () => { runner.hidden = true; };
}

function outline(key, n, count, { view, change, editor, name }) {
  const words = count > 1 ? String(n + 1) : "";
  const element = node("div", { class: "seen", tabindex: 0, role: "button", "aria-roledescription": "keyframe", "data-key": `${name}#frame` },
    node("span", { class: "name" }, words || "1"),
    ["nw", "ne", "sw", "se"].map((corner) => node("span", { class: `handle ${corner}`, "data-zooms": "" })));
  let now = key;
  let timer = null;
  const draw = () => {
    view.place(element, seen(now));
    element.style.transform = `rotate(${now.roll}deg)`;
    element.setAttribute("aria-label",
      `Keyframe ${n + 1}: pan ${now.pan}, tilt ${now.tilt}, zoom ${now.zoom}. Arrow keys pan and tilt, plus and minus zoom.`);
  };
  const become = (parts) => {
    now = keyframe(key.at, { ...now, ...parts });
    draw();
  };
  const commit = () => {
    clearTimeout(timer);
    timer = null;
    editor.holds(-1);
    const wanted = now;
    change((shot) => (shot.camera.length ? shot.camera.map((one, m) => (m === n ? { ...wanted, at: one.at } : one)) : [wanted]));
  };

  element.addEventListener("pointerdown", (down) => {
    if (down.button > 0) return;
    element.focus({ preventScroll: true });
    editor.holds(1);
    const start = now;
    const frame = view.area.getBoundingClientRect();
    const per = { x: view.sight.width / frame.width, y: view.sight.height / frame.height };
    const box = element.getBoundingClientRect();
    const far = ({ clientX, clientY }) => Math.max(4, Math.hypot(clientX - box.left - box.width / 2, clientY - box.top - box.height / 2));
    const zooms = "zooms" in down.target.dataset;
    pull(down, element, {
      move: (event) => {
        if (zooms) become({ zoom: (start.zoom * far(down)) / far(event) });
        else become({ pan: start.pan + (event.clientX - down.clientX) * per.x, tilt: start.tilt + (event.clientY - down.clientY) * per.y });
      },
      end: (pulled) => {
        if (pulled === null) become(start);
        if (pulled) commit();
        else editor.holds(-1);
      },
    });
  });

  element.addEventListener("keydown", (event) => {
    const moves = {
      ArrowLeft: { pan: now.pan - STEP }, ArrowRight: { pan: now.pan + STEP }, ArrowUp: { tilt: now.tilt - STEP }, ArrowDown: { tilt: now.tilt + STEP },
      "+": { zoom: now.zoom * ZOOM }, "=": { zoom: now.zoom * ZOOM }, "-": { zoom: now.zoom / ZOOM },
    };
    if (event.ctrlKey || event.metaKey || !(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!timer) editor.holds(1);
    become(moves[event.key]);
    clearTimeout(timer);
    timer = setTimeout(commit, PAUSE);
  });
  element.addEventListener("blur", () => timer && commit());

  draw();
  return { element, size: 1 / key.zoom };
}
