// The boxes of a panel over its picture: moved and resized by hand, by pointer or by keys.

import { button, node } from "./dom.js";
import { placeBoxes, removePlacement } from "./changes.js";
import { pull } from "./pull.js";

const STEP = 0.01; // of the frame, by an arrow key
const LEAST = 0.01; // width and height of a box
const SEEN = 0.02; // of a box that is moved, stays in the frame
const PAUSE = 400; // milliseconds without a key, after which the change is made
const SIDES = { nw: [0, 1], ne: [2, 1], sw: [0, 3], se: [2, 3] };

// `where()` finds the panel in the present board: {panel, at}. `edit(make)` sends a change.
export function boxesOf({ board, panel, where, edit, holds, tabbable, name }) {
  const numbered = panel.placements.map((placement, n) => ({ placement, n }));
  const area = ({ box }) => (box[2] - box[0]) * (box[3] - box[1]);
  numbered.sort((a, b) => a.placement.depth - b.placement.depth || area(b.placement) - area(a.placement));
  return numbered.map(({ placement, n }) => {
    const entity = board.cast.find((one) => one.id === placement.entity);
    const element = node("div", {
      class: "box", tabindex: tabbable ? 0 : -1, role: "button", "aria-roledescription": "box",
      "data-key": `${name}/placements/${n}/box`,
    }, node("span", { class: "name" }, entity?.name ?? placement.entity));
    element.style.setProperty("--hue", hueOf(board, placement.entity));
    show(element, placement.box, entity?.name ?? placement.entity);
    movable({ element, n, placement, panel, where, edit, holds, label: entity?.name ?? placement.entity });
    return element;
  });
}

export function hueOf(board, entity) {
  return Math.round(Math.max(0, board.cast.findIndex((one) => one.id === entity)) * 137.5) % 360;
}

function show(element, box, name) {
  const per = (part) => `${part * 100}%`;
  Object.assign(element.style, {
    left: per(box[0]), top: per(box[1]), width: per(box[2] - box[0]), height: per(box[3] - box[1]),
  });
  element.classList.toggle("high", box[1] < 0.1); // there is no room for its name above it
  const [x, y, w, h] = [box[0], box[1], box[2] - box[0], box[3] - box[1]].map((part) => Math.round(part * 100));
  element.setAttribute(
    "aria-label",
    `${name}: ${x}% from the left, ${y}% from the top, ${w}% wide, ${h}% high. Arrow keys move, with Shift they resize, Delete removes.`,
  );
}

function movable({ element, n, placement, panel, where, edit, holds, label }) {
  let box = placement.box;
  let timer = null;
  const riders = carriedBy(panel, placement.entity);

  const draw = () => show(element, box, label);
  const commit = (moved) => {
    clearTimeout(timer);
    timer = null;
    const by = [box[0] - placement.box[0], box[1] - placement.box[1]];
    const wanted = box;
    holds(-1);
    edit((board) => {
      const { panel: now, at } = where(board);
      const along = moved ? riders.map((m) => [m, shifted(now.placements[m].box, ...by)]) : [];
      return placeBoxes(now, at, [[n, wanted], ...along]);
    });
  };

  const grip = (sides) => (down) => {
    if (down.button > 0) return;
    element.focus({ preventScroll: true });
    const frame = element.parentElement.getBoundingClientRect();
    const start = box;
    holds(1);
    pull(down, down.currentTarget, {
      move: (event) => {
        const [dx, dy] = [(event.clientX - down.clientX) / frame.width, (event.clientY - down.clientY) / frame.height];
        box = sides ? resized(start, sides, dx, dy) : shifted(start, dx, dy);
        draw();
      },
      end: (pulled) => {
        if (pulled === null) box = start;
        draw();
        if (pulled) commit(!sides);
        else holds(-1);
      },
    });
  };

  element.addEventListener("pointerdown", grip(null));
  const handles = () => {
    if (element.querySelector(".handle")) return;
    element.append(...Object.entries(SIDES).map(([side, sides]) => node("span", { class: `handle ${side}`, onpointerdown: grip(sides) })));
  };
  element.addEventListener("pointerenter", handles);
  element.addEventListener("focus", handles);
  element.addEventListener("blur", () => timer && commit(moving));

  let moving = true;
  element.addEventListener("keydown", (event) => {
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      event.stopPropagation();
      edit((board) => {
        const { panel: now, at } = where(board);
        return removePlacement(now, at, n);
      });
      return;
    }
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    if (timer && moving === event.shiftKey) commit(moving);
    if (!timer) holds(1);
    moving = !event.shiftKey;
    const [dx, dy] = arrow.map((part) => part * (event.altKey ? STEP / 5 : STEP));
    box = event.shiftKey ? resized(box, [2, 3], dx, dy) : shifted(box, dx, dy);
    draw();
    clearTimeout(timer);
    timer = setTimeout(() => commit(moving), PAUSE);
  });
}

function carriedBy(panel, entity, seen = new Set([entity])) {
  return panel.placements.flatMap((placement, m) => {
    if (placement.parent !== entity || seen.has(placement.entity)) return [];
    seen.add(placement.entity);
    return [m, ...carriedBy(panel, placement.entity, seen)];
  });
}

const between = (value, least, most) => Math.max(least, Math.min(most, value));
const rounded = (box) => box.map((side) => Math.round(side * 10000) / 10000);

function shifted([x0, y0, x1, y1], dx, dy) {
  const along = (low, high, by) => {
    const most = Math.min(1 - SEEN - low, 2 - high);
    return between(by, Math.min(Math.max(SEEN - high, -1 - low), 0), Math.max(most, 0));
  };
  const [x, y] = [along(x0, x1, dx), along(y0, y1, dy)];
  return rounded([x0 + x, y0 + y, x1 + x, y1 + y]);
}

function resized(box, [i, j], dx, dy) {
  const sides = [...box];
  const pull = (k, by) => {
    const other = box[(k + 2) % 4];
    sides[k] = k < 2 ? between(box[k] + by, -1, Math.min(other - LEAST, 1 - SEEN)) : between(box[k] + by, Math.max(other + LEAST, SEEN), 2);
  };
  pull(i, dx);
  pull(j, dy);
  return rounded(sides);
}

export function removeButton(label, onclick, key) {
  return button("×", onclick, { class: "small", "aria-label": label, title: label, "data-key": key });
}
