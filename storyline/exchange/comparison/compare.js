
"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const body = document.querySelector("tbody");
  const rows = [...body.rows];
  // A part lasts as long as it does in the film in which it is longer; the other waits with its last frame.
  const parts = rows.map((row) => {
    const span = (side) => (row.dataset[side] ? row.dataset[side].split(" ").map(Number) : null);
    const [a, b] = [span("a"), span("b")];
    return { row, at: Number(row.dataset.at), lasts: Number(row.dataset.lasts), spans: [a, b] };
  });
  const length = Number(document.body.dataset.length);
  const sides = ["a", "b"].map((name) => ({
    video: one(name),
    none: one(`${name}.none`),
    half: 0.5 / Number(one(name).dataset.rate), // the middle of a frame: its edges are rounded
  }));
  const [play, seek, where] = [one("play"), one("seek"), one("where")];
  let at = 0; // seconds of both films together
  let playing = false;
  let before = 0; // when `at` was last moved on, in milliseconds
  let marked = null;
  let missing = false;

  const clock = (seconds) => {
    const tenths = Math.floor(seconds * 10 + 0.001);
    return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, "0")}.${tenths % 10}`;
  };

  const partAt = (seconds) => parts.findLast((part) => part.at <= seconds) ?? parts[0];

  // Bring both films to where they should be, and have them play if they are not at their part's end.
  const follow = (exactly) => {
    const part = partAt(at);
    sides.forEach(({ video, none, half }, n) => {
      const span = part.spans[n];
      none.hidden = span !== null;
      if (!span) return video.pause();
      const last = span[1] - half;
      const wanted = Math.min(span[0] + half + at - part.at, last);
      const runs = playing && wanted < last;
      if (exactly || Math.abs(video.currentTime - wanted) > (runs ? 0.15 : half)) video.currentTime = wanted;
      if (runs && video.paused) video.play().catch(() => {});
      if (!runs && !video.paused) video.pause();
    });
    seek.value = at;
    seek.setAttribute("aria-valuetext", clock(at));
    one("time").textContent = clock(at);
    if (part.row === marked) return;
    marked?.classList.remove("now");
    part.row.classList.add("now");
    marked = part.row;
    if (!missing) where.textContent = part.row.dataset.told;
  };

  const stop = () => {
    playing = false;
    play.textContent = "Play";
    follow(false);
  };

  const tick = (now) => {
    if (!playing) return;
    const waits = sides.some(({ video, none }) => none.hidden && (video.seeking || video.readyState < 2));
    if (!waits) at = Math.min(length, at + (now - before) / 1000);
    before = now;
    if (at >= length) return stop();
    follow(false);
    requestAnimationFrame(tick);
  };

  const start = () => {
    if (at >= length) at = 0;
    playing = true;
    play.textContent = "Pause";
    before = performance.now();
    requestAnimationFrame(tick);
  };

  const go = (seconds) => {
    at = Math.max(0, Math.min(length, seconds));
    follow(true);
  };

  play.addEventListener("click", () => (playing ? stop() : start()));
  seek.addEventListener("input", () => go(Number(seek.value)));
  one("back").addEventListener("click", () => go(parts.findLast((part) => part.at < at - 0.3)?.at ?? 0));
  one("forth").addEventListener("click", () => go(parts.find((part) => part.at > at)?.at ?? length));
  body.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-go]");
    if (!button) return;
    if (playing) stop();
    go(Number(button.dataset.go));
    one("player").scrollIntoView({ block: "nearest" });
  });
  for (const { video } of sides) {
    const failed = () => {
      missing = true;
      where.textContent = `${video.dataset.name} cannot be played here: it does not lie where the page looks for it.`;
    };
    video.addEventListener("error", failed);
    if (video.error) failed();
    else video.addEventListener("loadedmetadata", () => follow(true), { once: true });
  }
  one("bar").hidden = false;

  // The largest difference first; where PSNR and SSIM are least, films differ most. What is in one film alone comes last.
  const buttons = [...document.querySelectorAll("th button")];
  const sort = (button) => {
    const by = button.dataset.by;
    const falls = by === "mean";
    const head = button.closest("th");
    const turned = head.getAttribute("aria-sort") === (falls ? "descending" : "ascending");
    for (const other of buttons) other.closest("th").removeAttribute("aria-sort");
    const down = falls !== turned;
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => (row.dataset[by] === "" ? null : Number(row.dataset[by]));
    const sorted = [...rows].sort((x, y) => {
      const [p, q] = [value(x), value(y)];
      if (p === null || q === null) return (p === null) - (q === null);
      return (down ? q - p : p - q) || Number(x.dataset.n) - Number(y.dataset.n);
    });
    body.append(...sorted);
  };
  for (const button of buttons) button.addEventListener("click", () => sort(button));

  const filter = () => {
    for (const row of rows) row.hidden = one("only").checked && !row.classList.contains("differs");
  };
  one("only").addEventListener("change", filter);
  filter();
  const first = parts.find((part) => part.row.classList.contains("differs")); // what differs is seen at once
  if (first) at = first.at + first.lasts / 2;
  follow(true);
})();
