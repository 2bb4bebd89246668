
"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const number = (element, name) => Number(element.dataset[name]);
  const [frames, seconds] = document.body.dataset.rate.split("/").map(Number);
  const rate = frames / (seconds || 1);
  const base = Math.ceil(rate);
  const length = number(document.body, "length");
  const end = number(document.body, "end");
  const panels = [...document.querySelectorAll("figure[data-from]")].map((figure) => ({
    from: number(figure, "from"),
    picture: figure.querySelector("img"),
    boxes: figure.querySelector("svg"),
    shot: figure.closest(".shot"),
  }));
  const lines = [...document.querySelectorAll("li[data-start]")].map((line) => ({
    start: number(line, "start"),
    end: number(line, "end"),
    text: (line.querySelector(".cue")?.textContent ?? "") + line.querySelector("q").textContent,
  }));
  const title = document.querySelector("h1").textContent;
  const video = one("video");
  const [stage, still, card, said, play, seek] = ["stage", "still", "card", "said", "play", "seek"].map(one);
  let filmed = false; // whether the film is shown, or its panels
  let frame = 0;
  let shown; // the panel in the stage
  let marked = null; // the shot that is outlined
  let started = null; // when frame 0 would have been shown, if the panels are playing; in milliseconds

  const timecode = (at) => {
    const whole = Math.floor(at / base);
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60, at % base];
    return parts.map((part) => String(part).padStart(2, "0")).join(":");
  };

  // Shots that overlap: the later one is shown.
  const panelAt = (at) => (at < end ? panels.findLast((panel) => panel.from <= at) : undefined);

  const mark = (at) => {
    const shot = panelAt(at)?.shot ?? null;
    if (shot === marked) return;
    marked?.classList.remove("now");
    shot?.classList.add("now");
    one("where").textContent = shot ? `Shot ${shot.dataset.label}` : "";
    marked = shot;
  };

  const show = (at) => {
    frame = Math.max(0, Math.min(length - 1, at));
    const panel = panelAt(frame);
    if (panel !== shown || !panel) {
      still.hidden = !panel;
      if (panel) still.src = panel.picture.src;
      still.alt = panel ? panel.picture.alt : "";
      stage.querySelector("svg")?.remove();
      if (panel?.boxes) stage.append(panel.boxes.cloneNode(true));
      card.textContent = !panel && frame < end ? title : "";
      shown = panel;
    }
    said.textContent = lines.filter((line) => line.start <= frame && frame < line.end).map((l) => l.text).join("\n");
    seek.value = frame;
    seek.setAttribute("aria-valuetext", timecode(frame));
    one("time").textContent = timecode(frame);
    mark(frame);
  };

  const stop = () => {
    started = null;
    play.textContent = "Play";
  };

  const tick = (now) => {
    if (started === null) return;
    const at = Math.floor(((now - started) * rate) / 1000);
    show(at);
    if (at >= length) stop();
    else requestAnimationFrame(tick);
  };

  const go = (at) => {
    if (filmed) {
      video.currentTime = (at + 0.5) / rate; // the middle of a frame: its edges are rounded
      return;
    }
    show(at);
    if (started !== null) started = performance.now() - (frame * 1000) / rate;
  };

  const choose = (film) => {
    stop();
    filmed = film;
    if (video) video.hidden = !film;
    if (video && !film) video.pause();
    for (const id of ["stage", "said", "bar"]) one(id).hidden = film;
    one("which").textContent = film ? "Panels instead of the film" : "The film instead of panels";
    if (!film) show(frame);
  };

  const step = (by) => {
    const starts = [...new Set(panels.map((panel) => panel.shot))].map((shot) => number(shot, "frame"));
    const next = by > 0 ? starts.find((at) => at > frame) : starts.findLast((at) => at < frame);
    go(next ?? (by > 0 ? length - 1 : 0));
  };

  play.addEventListener("click", () => {
    if (started !== null) return stop();
    started = performance.now() - ((frame >= length - 1 ? 0 : frame) * 1000) / rate;
    play.textContent = "Pause";
    requestAnimationFrame(tick);
  });
  seek.addEventListener("input", () => go(Number(seek.value)));
  one("back").addEventListener("click", () => step(-1));
  one("forth").addEventListener("click", () => step(1));
  one("which").addEventListener("click", () => choose(!filmed));
  one("print").addEventListener("click", () => window.print());
  one("print").hidden = false;
  one("board").addEventListener("click", (event) => {
    const time = event.target.closest("a[data-frame]");
    if (time) go(number(time, "frame"));
  });

  if (video) {
    const missing = () => {
      choose(false);
      one("which").hidden = true;
    };
    const measured = () => {
      const wanted = length / rate;
      if (Math.abs(video.duration - wanted) > 0.5) {
        one("where").textContent =
          `The film lasts ${video.duration.toFixed(1)} s, the storyboard ${wanted.toFixed(1)} s: of another version?`;
      }
    };
    video.addEventListener("error", missing);
    video.addEventListener("loadedmetadata", measured);
    video.addEventListener("timeupdate", () => {
      frame = Math.floor(video.currentTime * rate);
      if (filmed && (frame || !video.paused)) mark(frame);
    });
    one("which").hidden = false;
    choose(true);
    if (video.error) missing();
    else if (video.readyState > 0) measured();
  } else {
    one("player").hidden = false;
    choose(false);
  }
})();
