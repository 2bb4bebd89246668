// How the trade writes times and moves. The same as in `storyline.schema.timing` and `storyline.exchange.trade`.

export const SIZES = {
  EWS: "extreme wide shot", WS: "wide shot", FS: "full shot", MWS: "medium wide shot",
  MS: "medium shot", MCU: "medium close-up", CU: "close-up", ECU: "extreme close-up",
};
export const ANGLES = {
  eye: "eye level", low: "low angle", high: "high angle", overhead: "from overhead", dutch: "Dutch angle",
};

export function framesASecond(board) {
  const [above, below] = String(board.rate).split("/").map(Number);
  return above / (below || 1);
}

export function timecode(frame, rate) {
  const base = Math.ceil(rate);
  const seconds = Math.floor(frame / base);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60, frame % base];
  return parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

export const about = (seconds) => `${seconds.toFixed(1)} s`;

export function inSeconds(frames, rate) {
  return String(Math.round((frames / rate) * 1000) / 1000);
}

export function moves(shot) {
  const last = shot.duration - 1;
  const turns = [...new Set([0, last, ...shot.camera.map((key) => key.at).filter((at) => at < last)])];
  turns.sort((a, b) => a - b);
  const whole = moved(cameraAt(shot.camera, 0), cameraAt(shot.camera, last));
  const meanwhile = turns.slice(1).flatMap((end, n) => moved(cameraAt(shot.camera, turns[n]), cameraAt(shot.camera, end)));
  const found = whole.length ? whole : [...new Set(meanwhile)];
  return found.length ? found : ["static"];
}

// The camera at a frame, as `storyline.schema.camera.camera_at` has it.
export function cameraAt(keys, frame) {
  if (!keys.length) return { pan: 0, tilt: 0, zoom: 1, roll: 0 };
  const before = keys.filter((key) => key.at <= frame).at(-1) ?? keys[0];
  const after = keys.find((key) => key.at > frame) ?? before;
  const share = after.at > before.at ? (frame - before.at) / (after.at - before.at) : 0;
  const between = (field) => before[field] + (after[field] - before[field]) * share;
  return { pan: between("pan"), tilt: between("tilt"), zoom: between("zoom"), roll: between("roll") };
}

function moved(start, end) {
  const zoom = end.zoom / start.zoom;
  return [
    [zoom > 1.02, "push in"],
    [zoom < 0.98, "pull out"],
    [end.pan - start.pan > 0.01, "pan right"],
    [start.pan - end.pan > 0.01, "pan left"],
    [end.tilt - start.tilt > 0.01, "tilt down"],
    [start.tilt - end.tilt > 0.01, "tilt up"],
    [Math.abs(end.roll - start.roll) > 0.5, "roll"],
  ].filter(([so]) => so).map(([, term]) => term);
}
