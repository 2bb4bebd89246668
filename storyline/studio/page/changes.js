// What a person does → changes of the document, such that what hangs on it stays in order. Nothing here touches the page.

const clone = (value) => JSON.parse(JSON.stringify(value));
const round = (value) => Math.round(value * 10000) / 10000;

export const set = (at, value) => ({ do: "set", at, value });
export const insert = (at, value) => ({ do: "insert", at, value });
export const remove = (at) => ({ do: "remove", at });
export const move = (at, to) => ({ do: "move", at, to });

export function shotsOf(board) {
  return board.scenes.flatMap((scene, s) =>
    scene.shots.map((shot, t) => ({ scene, shot, s, t, at: ["scenes", s, "shots", t], label: shot.label || `${s + 1}.${t + 1}` })),
  );
}

export function findShot(board, id) {
  return shotsOf(board).find((found) => found.shot.id === id);
}

// A shot of another length: its panels and its camera keep their share of it.
export function lastFor({ shot, at }, duration) {
  const changes = [set([...at, "duration"], duration)];
  if (!Number.isInteger(duration) || duration < 1) return changes; // the session says what is wrong with it
  const retime = (field) => {
    const times = retimed(shot[field].map((item) => item.at), shot.duration, duration);
    times.forEach((time, n) => {
      if (time !== shot[field][n].at) changes.push(set([...at, field, n, "at"], time));
    });
  };
  if (duration === 1) {
    for (let n = shot.panels.length - 1; n > 0; n -= 1) changes.push(remove([...at, "panels", n]));
    for (let n = shot.camera.length - 1; n > 0; n -= 1) changes.push(remove([...at, "camera", n]));
    if (shot.camera.length) changes.push(set([...at, "camera", 0, "at"], 0));
    return changes;
  }
  retime("panels");
  retime("camera");
  if (shot.panels.length === 1) changes.push(insert([...at, "panels", 1], { ...clone(shot.panels[0]), at: duration - 1 }));
  return changes;
}

function retimed(times, before, after) {
  const scale = before > 1 ? (after - 1) / (before - 1) : 0;
  const found = times.map((time) => Math.round(time * scale));
  for (let n = 1; n < found.length; n += 1) found[n] = Math.max(found[n], found[n - 1] + 1);
  for (let n = found.length - 1, most = after - 1; n >= 0; n -= 1, most = found[n + 1] - 1) found[n] = Math.min(found[n], most);
  return found;
}

// A cut overlaps nothing; anything else overlaps something.
export function beginsBy(board, { shot, at }, kind) {
  const all = shotsOf(board);
  const n = all.findIndex((found) => found.shot.id === shot.id);
  const before = n ? all[n - 1].shot.duration - all[n - 1].shot.transition.overlap : board.opening;
  const most = Math.max(1, Math.min(12, Math.floor(Math.min(shot.duration, before) / 2)));
  const overlap = kind === "cut" ? 0 : shot.transition.overlap || most;
  return [set([...at, "transition"], { kind, overlap })];
}

export function addShot({ shot, s, t }, rate) {
  const last = shot.panels.at(-1);
  const duration = Math.max(2, Math.round(2 * rate));
  const camera = shot.camera.length ? [{ ...clone(shot.camera.at(-1)), at: 0 }] : [];
  const panel = { prompt: last.prompt, placements: clone(last.placements) };
  const value = {
    action: "", size: shot.size, angle: shot.angle, camera, duration,
    panels: [{ at: 0, ...panel }, { at: duration - 1, ...clone(panel) }],
  };
  return [insert(["scenes", s, "shots", t + 1], value)];
}

export function removeShot({ s, scene, at }) {
  return [remove(scene.shots.length > 1 ? at : ["scenes", s])];
}

// `to` counts in the scene as it is before the shot is taken out of its place; a scene that is left empty goes.
export function moveShot(board, { s, t, scene, at }, scene2, to) {
  if (s === scene2) return to === t || to === t + 1 ? [] : [move(at, to > t ? to - 1 : to)];
  const changes = [move(at, ["scenes", scene2, "shots", to])];
  if (scene.shots.length === 1) changes.push(remove(["scenes", s]));
  return changes;
}

export function stepShot(board, found, step) {
  const { s, t, scene } = found;
  if (scene.shots[t + step]) return moveShot(board, found, s, step > 0 ? t + 2 : t - 1);
  const next = board.scenes[s + step];
  return next ? moveShot(board, found, s + step, step > 0 ? 0 : next.shots.length) : [];
}

// A panel in the middle of the longest gap beside this one, with everyone half way.
export function addPanel({ shot, at }, n) {
  const { panels } = shot;
  const m = n + 1 < panels.length ? n : n - 1;
  if (m < 0 || panels[m + 1].at - panels[m].at < 2) return [];
  const [before, after] = [panels[m], panels[m + 1]];
  const ends = new Map(after.placements.map((placement) => [placement.entity, placement.box]));
  const placements = clone(before.placements).map((placement) => {
    const end = ends.get(placement.entity) ?? placement.box;
    return { ...placement, box: placement.box.map((side, i) => round((side + end[i]) / 2)) };
  });
  const value = { at: Math.floor((before.at + after.at) / 2), prompt: before.prompt, placements };
  return [insert([...at, "panels", m + 1], value)];
}

export function removePanel({ shot, at }, n) {
  const { panels } = shot;
  if (panels.length < 3) return []; // two bound the shot
  const changes = [remove([...at, "panels", n])];
  if (n === 0) changes.push(set([...at, "panels", 0, "at"], 0));
  if (n === panels.length - 1) changes.push(set([...at, "panels", n - 1, "at"], shot.duration - 1));
  return changes;
}

// Boxes that took new places, `[[index of the placement, box], …]`. Whose depth came of their feet, keeps it so.
export function placeBoxes(panel, at, boxes) {
  return boxes.flatMap(([n, box]) => {
    const placement = panel.placements[n];
    if (!placement || String(placement.box) === String(box)) return [];
    const where = [...at, "placements", n];
    const changes = [set([...where, "box"], box)];
    if (placement.depth === feet(placement.box)) changes.push(set([...where, "depth"], feet(box)));
    return changes;
  });
}

const feet = (box) => Math.max(-1000, Math.min(1000, Math.floor(box[3] * 100)));

export function addPlacement(shot, panel, at, entity) {
  const elsewhere = shot.panels.flatMap((other) => other.placements).find((placement) => placement.entity === entity);
  const box = [0.4, 0.45, 0.6, 0.85];
  const { parent, anchor, ...alone } = clone(elsewhere ?? { entity, box, depth: feet(box) });
  return [insert([...at, "placements", panel.placements.length], alone)];
}

export function removePlacement(panel, at, n) {
  const carried = panel.placements.flatMap((placement, m) =>
    placement.parent === panel.placements[n].entity ? [remove([...at, "placements", m, "parent"])] : [],
  );
  return [...carried, remove([...at, "placements", n])];
}

// Somebody new in the cast, and in this panel.
export function addEntity(board, shot, panel, at, { name, kind, colour }) {
  const id = unused(slug(name || kind), new Set([...board.cast, ...board.groups].map((one) => one.id)));
  const looks = [{ description: name || kind, colours: colour ? [colour] : [] }];
  const entity = { id, kind, name: name || kind, looks };
  return [insert(["cast", board.cast.length], entity), ...addPlacement(shot, panel, at, id)];
}

export function addLine({ shot, at }, rate) {
  const duration = Math.max(1, Math.min(shot.duration, Math.round(2 * rate)));
  const value = { text: "…", kind: "caption", start: 0, duration };
  return [insert([...at, "lines", shot.lines.length], value)];
}

// A scene after another one, with one shot in which nothing is seen yet. `words` are {heading, place, time_of_day,
// weather}; for a place that is not there yet, {named, setting} of it.
export function addScene(board, s, words, rate) {
  const changes = [];
  let { place } = words;
  if (!place) {
    place = unused(slug(words.named), new Set(board.places.map((one) => one.id)));
    changes.push(insert(["places", board.places.length], { id: place, name: words.named, setting: words.setting }));
  }
  const heading = words.heading || board.places.find((one) => one.id === place)?.name || words.named;
  const id = unused(slug(heading), new Set(shotsOf(board).map(({ shot }) => shot.id)));
  const duration = Math.max(2, Math.round(2 * rate));
  const panels = [0, duration - 1].map((at) => ({ at, prompt: "", placements: [] }));
  const scene = {
    heading, place, time_of_day: words.time_of_day, weather: words.weather,
    shots: [{ id, action: "", size: "WS", duration, panels }],
  };
  return [...changes, insert(["scenes", s + 1], scene)];
}

export function moveScene(board, s, step) {
  return board.scenes[s + step] ? [move(["scenes", s], s + step)] : [];
}

// An anchor belongs to a parent.
export function carriedBy(at, placement, parent) {
  if (!parent) return [set([...at, "parent"], null), set([...at, "anchor"], null)];
  return [set([...at, "parent"], parent), ...(placement.anchor ? [] : [set([...at, "anchor"], "seat")])];
}

export function addLook(entity, at) {
  const name = unused("look", new Set(entity.looks.map((look) => look.name)));
  return [insert([...at, "looks", entity.looks.length], { ...clone(entity.looks.at(-1)), name })];
}

// A look of another name: whoever wears it, goes on wearing it.
export function renameLook(board, entity, at, m, name) {
  const before = entity.looks[m].name;
  const worn = shotsOf(board).flatMap(({ shot, at: where }) => shot.panels.flatMap((panel, n) => panel.placements.flatMap((placement, k) =>
    placement.entity === entity.id && placement.look === before ? [set([...where, "panels", n, "placements", k, "look"], name)] : [])));
  return [set([...at, "looks", m, "name"], name), ...worn];
}

// In how many shots an entity is seen or heard.
export function countOf(board, entity) {
  return shotsOf(board).filter(({ shot }) => shot.lines.some((line) => line.speaker === entity)
    || shot.panels.some((panel) => panel.placements.some((placement) => placement.entity === entity))).length;
}

function slug(words) {
  const parts = words.normalize("NFC").toLowerCase().match(/[\p{L}\p{Nd}]+/gu) ?? ["x"];
  return parts.join("-").slice(0, 48);
}

function unused(stem, taken) {
  if (!taken.has(stem)) return stem;
  let n = 2;
  while (taken.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}
