// Several videos that play as one: from the same moment, in step.

import { button, node } from "./dom.js";

const APART = 0.06; // seconds that two may be apart before one is set right
const STEPS = 1000; // of the slider

// `chosen()` gives the videos as they are then; `ready(video)` makes sure that one has something to play.
export function together(chosen, ready) {
  let playing = [];
  let timer = null;
  const slider = node("input", { type: "range", min: 0, max: STEPS, value: 0, "aria-label": "Moment of all takes" });
  const toggle = button("▶ Play together", () => (timer ? pause() : play()));

  const show = () => {
    toggle.textContent = timer ? "⏸ Pause" : "▶ Play together";
    const [first] = playing;
    if (first?.duration) slider.value = String(Math.round((first.currentTime / first.duration) * STEPS));
  };
  const pause = () => {
    clearInterval(timer);
    timer = null;
    for (const video of playing) video.pause();
    show();
  };
  const align = () => {
    const [first, ...others] = playing;
    if (!first?.isConnected) return pause();
    if (first.ended) playing.forEach((video) => { video.currentTime = 0; });
    for (const video of others) if (Math.abs(video.currentTime - first.currentTime) > APART) video.currentTime = first.currentTime;
    for (const video of playing) if (video.paused) video.play().catch(() => {});
    show();
  };
  const gather = async () => {
    playing = chosen();
    await Promise.all(playing.map(ready));
  };
  const play = async () => {
    toggle.disabled = true;
    toggle.textContent = "Fetching …";
    await gather().finally(() => { toggle.disabled = false; });
    const at = playing[0]?.ended ? 0 : playing[0]?.currentTime ?? 0;
    for (const video of playing) video.currentTime = at;
    timer = setInterval(align, 200);
    align();
  };
  slider.addEventListener("input", async () => {
    const share = Number(slider.value) / STEPS;
    pause();
    await gather();
    for (const video of playing) video.currentTime = share * video.duration;
    slider.value = String(share * STEPS);
  });
  return node("div", { class: "bar together" }, toggle, slider);
}
