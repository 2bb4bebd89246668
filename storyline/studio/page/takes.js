// The takes of a shot: taken, compared side by side, one of them used.

import { button, node, options } from "./dom.js";
import { asked, fold } from "./fields.js";
import { together } from "./together.js";
import * as doing from "./changes.js";

export function takesForm(found, { editor, of }) {
  const { shot } = found;
  const list = node("div", { class: "takes", "data-takes": shot.id });
  const count = editor.takes.get(shot.id)?.length;
  fillTakes(list, shot.id, editor);
  return node("div", { class: "wide" }, fold(editor, `${of.name}/takes#fold`, ["Takes ", node("small", {}, count === undefined ? "" : count || "none yet")],
    newTake(shot, editor), list));
}

// What is said of a shot that is locked, above its fields.
export function lockedNote(shot, editor) {
  const take = editor.takes.get(shot.id)?.find((one) => one.digest === shot.locked_take);
  const why = take?.misfit ? `does not fit it any more: ${take.misfit}` : editor.takes.has(shot.id) && !take && "is not beside the storyboard any more";
  const wrong = why && `Its locked take ${why}. The film cannot be rendered until the shot is unlocked, or has what it had when it was taken.`;
  return node("div", { class: "locked wide" },
    node("p", {}, "Locked to a take: the film shows that, whatever happens here to panels, camera, action and how it is rendered. Words, edits and the transition still count.",
      take && !take.misfit && take.current === false ? node("b", {}, " The shot has been changed since.") : null),
    wrong ? node("p", { class: "fault" }, wrong) : null,
    button("Unlock", () => lock(editor, shot.id, null), { "data-key": `shot ${shot.id}#unlock` }));
}

const lock = (editor, shot, digest) => editor.link.change((board) => [doing.set([...doing.findShot(board, shot).at, "locked_take"], digest)]);

function newTake(shot, editor) {
  const wish = editor.wishes.get(shot.id) ?? {};
  const own = shot.overrides;
  const input = (name, value, more = {}) => node("input", {
    type: "text", autocomplete: "off", value: wish[name] ?? value, ...more,
    oninput: ({ target }) => editor.wishes.set(shot.id, { ...editor.wishes.get(shot.id), [name]: target.value }),
  });
  const key = `shot ${shot.id}/takes`;
  const seeds = input("seeds", nextSeed(shot, editor), { inputmode: "numeric", "data-key": `${key}#seeds` });
  const steps = input("steps", own.steps ?? "", { inputmode: "numeric", "data-key": `${key}#steps` });
  const generator = node("select", { "data-key": `${key}#generator` }, options(["", ...editor.choices.generators], wish.generator ?? own.generator ?? "", { "": "the film's" }));
  generator.addEventListener("change", () => editor.wishes.set(shot.id, { ...editor.wishes.get(shot.id), generator: generator.value }));
  const wrong = editor.failures.get(`takes ${shot.id}`);
  const form = node("form", { class: "form new", "aria-label": "New take" },
    asked("Seeds, as 1, 2, 3", seeds), asked("Steps", steps), asked("Generator", generator),
    node("button", { type: "submit", "data-key": `${key}#new` }, "New take"),
    wrong ? node("p", { class: "fault wide", role: "alert" }, wrong) : null);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const whole = (typed) => (/^\d{1,18}$/.test(typed.trim()) ? Number(typed) : typed.trim());
    const wanted = seeds.value.split(",").map(whole).filter((seed) => seed !== "");
    const overrides = { steps: steps.value.trim() ? whole(steps.value) : null, generator: generator.value || null };
    editor.wishes.delete(shot.id);
    editor.begin("takes", shot.id, { ask: "shoot", shot: shot.id, seeds: wanted.length ? wanted : [own.seed ?? editor.board.seed], overrides });
  });
  return form;
}

// A seed that none of its takes has.
function nextSeed(shot, editor) {
  const taken = new Set((editor.takes.get(shot.id) ?? []).map((take) => take.seed));
  let seed = shot.overrides.seed ?? editor.board.seed;
  while (taken.has(seed)) seed += 1;
  return String(seed);
}

export function fillTakes(list, id, editor) {
  const takes = editor.takes.get(id);
  const parts = [node("div", { class: "going" })];
  if (takes?.length) {
    const tiles = new Map(takes.map((take) => [take.digest, tile(take, id, editor)]));
    const chosen = () => {
      const ticked = takes.filter((take) => editor.compared.has(take.digest));
      return (ticked.length ? ticked : takes).map((take) => tiles.get(take.digest).querySelector("video"));
    };
    parts.push(node("div", { class: "tiles" }, [...tiles.values()]), together(chosen, (video) => load(video, editor)));
  } else if (takes) parts.push(node("p", { class: "note" }, "Each take is kept beside the storyboard; the shot changes only when one is used."));
  list.replaceChildren(...parts);
  showGoing(list, id, editor);
}

// How far the takes are that are being made.
export function showGoing(list, id, editor) {
  const job = editor.jobs.get(`takes ${id}`);
  const left = job?.left > 1 ? `, ${job.left} to go` : "";
  const words = job?.total ? `${job.stage}: ${job.done} of ${job.total}${left}` : `${job?.stage} …${left}`;
  list.firstChild.replaceChildren(...(job
    ? [node("label", { class: "job" }, node("progress", job.total ? { max: job.total, value: job.done } : {}), node("span", {}, words))]
    : []));
}

function tile(take, id, editor) {
  const { shot, label } = editor.found.get(id);
  const used = shot.locked_take === take.digest;
  const { mark, words } = standing(take);
  const settings = [`seed ${take.seed}`, take.generator, take.overrides.steps && `${take.overrides.steps} steps`, take.overrides.negative_prompt && `without ${take.overrides.negative_prompt}`];
  const video = node("video", { playsinline: true, preload: "none", tabindex: 0, "data-take": take.digest, "aria-label": `Take of shot ${label} with seed ${take.seed}` });
  video.muted = true;
  video.style.aspectRatio = `${take.size[0]} / ${take.size[1]}`;
  video.addEventListener("click", async () => {
    await load(video, editor);
    if (video.paused) video.play();
    else video.pause();
  });
  editor.watch(video, async () => {
    video.poster = await Promise.resolve(editor.channel.take(take.digest, "picture")).catch(() => "");
  });
  const key = `take ${take.digest}`;
  return node("figure", { class: used ? "take used" : "take", "data-take": take.digest },
    video,
    node("figcaption", {},
      node("b", {}, settings.filter(Boolean).join(" · ")), " ",
      node("time", { datetime: take.when }, new Date(take.when).toLocaleString()),
      node("span", { class: `mark ${mark}` }, words)),
    node("div", { class: "bar" },
      used
        ? button("Unlock", () => lock(editor, id, null), { "data-key": `${key}#use`, "aria-label": `Unlock the shot from the take with seed ${take.seed}` })
        : button("Use this take", () => lock(editor, id, take.digest), { disabled: Boolean(take.misfit), title: take.misfit ?? "", "data-key": `${key}#use`, "aria-label": `Use the take with seed ${take.seed}` }),
      node("label", { class: "check" },
        node("input", { type: "checkbox", checked: editor.compared.has(take.digest), onchange: ({ target }) => editor.compared[target.checked ? "add" : "delete"](take.digest) }), "compare"),
      node("span", { class: "gap" }),
      discarder(() => editor.link.act("discard", { take: take.digest }), { disabled: used, title: used ? "The shot is locked to it" : "Remove it for good", "data-key": `${key}#discard`, "aria-label": `Discard the take with seed ${take.seed}` })));
}

// No undo brings a take back: it is asked twice.
function discarder(discard, properties) {
  const element = button("Discard", () => {
    if (element.dataset.sure) return discard();
    element.dataset.sure = "true";
    element.textContent = "Discard for good?";
  }, { class: "danger", ...properties });
  element.addEventListener("blur", () => {
    delete element.dataset.sure;
    element.textContent = "Discard";
  });
  return element;
}

function standing(take) {
  if (take.misfit) return { mark: "misfit", words: `does not fit: ${take.misfit}` };
  if (take.current === null) return { mark: "older", words: "of a generator that is not here" };
  return take.current ? { mark: "current", words: "as the shot is now" } : { mark: "older", words: "older than the shot" };
}

async function load(video, editor) {
  if (video.getAttribute("src")) return;
  const ready = new Promise((resolve) => {
    video.addEventListener("loadeddata", resolve, { once: true });
    video.addEventListener("error", resolve, { once: true });
  });
  video.preload = "auto";
  video.src = await editor.channel.take(video.dataset.take, "clip");
  await ready;
}
