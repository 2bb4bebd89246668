// Moves of the camera, as keyframes. A keyframe is {at, pan, tilt, zoom, roll}: see `storyline.schema.camera`.

import { cameraAt } from "./trade.js";

const NEARER = 1.3; // how many times larger things are at the near end of a push in
const ROOM = 1.4; // the least zoom of a pan: without it there is nothing beside the frame
const ASIDE = 0.2; // of the frame: how far either way a pan goes
const BOUNDS = { pan: [-10, 10], tilt: [-10, 10], zoom: [0.25, 16], roll: [-180, 180] };

export const MASTER = { pan: 0, tilt: 0, zoom: 1, roll: 0 };

export const PRESETS = {
  "push in": (base) => [base, nearer(base)],
  "pull out": (base) => [nearer(base), base],
  "pan left": (base) => aside(base, "pan", -1),
  "pan right": (base) => aside(base, "pan", 1),
  "tilt up": (base) => aside(base, "tilt", -1),
  "tilt down": (base) => aside(base, "tilt", 1),
  static: (base) => [base],
  "whole place": () => [],
};

// The keyframes of a move, around what the shot shows now. One move after another starts from the same: none adds up.
export function preset(shot, name) {
  const last = shot.duration - 1;
  const [start, end] = [cameraAt(shot.camera, 0), cameraAt(shot.camera, last)];
  const base = inside({
    pan: (start.pan + end.pan) / 2, tilt: (start.tilt + end.tilt) / 2,
    zoom: Math.min(start.zoom, end.zoom), roll: (start.roll + end.roll) / 2,
  });
  const ends = PRESETS[name](base).slice(0, shot.duration);
  const stands = ends.length === 1 && Object.keys(MASTER).every((part) => ends[0][part] === MASTER[part]);
  return stands ? [] : ends.map((camera, n) => keyframe(n ? last : 0, camera));
}

// A keyframe more: at the end if there is none, else in the middle of the longest time without one.
export function withKeyframe(shot) {
  const last = shot.duration - 1;
  const times = shot.camera.map((key) => key.at);
  let at = times.length ? last : 0;
  if (times.includes(at)) {
    const ends = [0, ...times, last];
    const gaps = ends.slice(1).map((end, n) => [end - ends[n], Math.floor((end + ends[n]) / 2)]);
    at = gaps.reduce((most, gap) => (gap[0] > most[0] ? gap : most))[1];
    if (times.includes(at)) return shot.camera;
  }
  return [...shot.camera, keyframe(at, cameraAt(shot.camera, at))].sort((a, b) => a.at - b.at);
}

export const keyframe = (at, camera) => ({
  at, ...Object.fromEntries(Object.keys(MASTER).map((part) => [part, within(part, camera[part])])),
});

// What a camera sees of the place: a rectangle around (x, y), in frame widths and heights of the master view.
export const seen = ({ pan, tilt, zoom }) => ({ x: 0.5 + pan, y: 0.5 + tilt, width: 1 / zoom, height: 1 / zoom });

function within(part, value) {
  const [least, most] = BOUNDS[part];
  return Math.round(Math.max(least, Math.min(most, value)) * 10000) / 10000 || 0;
}

// The nearest camera that sees nothing beyond the master view, unless it is wider than that.
function inside(camera) {
  const slack = Math.max(0, 0.5 - 0.5 / camera.zoom);
  const kept = (value) => Math.max(-slack, Math.min(slack, value));
  return { ...camera, pan: kept(camera.pan), tilt: kept(camera.tilt) };
}

const nearer = (base) => inside({ ...base, zoom: base.zoom * NEARER });

function aside(base, part, sign) {
  const zoom = Math.max(ROOM, base.zoom);
  const slack = 0.5 - 0.5 / zoom;
  const far = Math.min(slack, ASIDE / zoom);
  const middle = Math.max(far - slack, Math.min(slack - far, base[part]));
  return [-1, 1].map((side) => inside({ ...base, zoom, [part]: middle + side * sign * far }));
}
