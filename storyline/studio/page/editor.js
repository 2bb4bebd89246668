// The editor: a contact sheet of scenes and shots, every part of which can be changed in its place.
//
// `channel` is {ask(request, file) -> Promise<reply>, listen(handler) -> unlisten, saves: whether there is a file}, and has
// the addresses of pictures, or promises of them: thumbnail(shot, panel, width, version, view), and take(digest, show).
// `keys` is where its shortcuts are listened for.

import { arrange, button, keep, node, restore } from "./dom.js";
import { framesASecond } from "./trade.js";
import { Link } from "./link.js";
import { card, fillClip } from "./shots.js";
import { showGoing } from "./takes.js";
import { field } from "./fields.js";
import { findShot, moveShot, shotsOf } from "./changes.js";
import { drags } from "./drags.js";
import { fillPeople } from "./cast.js";
import { fillScene, newScene } from "./scenes.js";

export const FILM = "film";
const THUMBNAIL = 480; // pixels across

export function mount(element, channel, { keys = element } = {}) {
  const editor = new Editor(element, channel, keys);
  editor.link.start();
  return () => editor.stop();
}

class Editor {
  constructor(element, channel, keys) {
    Object.assign(this, { channel, keys, open: new Set(), unfolded: new Set() });
    // By what is done and the shot, as `clip ID`: how far it is, and what went wrong last.
    Object.assign(this, { jobs: new Map(), failures: new Map(), clips: new Map() });
    // Of shots: their takes, and what the next one is to be like; and the takes that are ticked.
    Object.assign(this, { takes: new Map(), wishes: new Map(), compared: new Set(), locks: new Map() });
    this.cards = new Map(); // of shots: {key, element}
    this.sections = new Map(); // of scenes
    this.stays = true; // whether everybody stays where they are when the camera changes
    this.sources = new Map(); // of pictures: the last that was shown
    this.texts = new WeakMap();
    this.looks = 0; // counts how often cast, places or style became others
    this.held = 0;
    this.late = false;
    this.lists = Object.fromEntries(["actions", "kinds", "colours", "settings", "anchors"].map((name) => [name, `sl-${name}-${Math.random().toString(36).slice(2)}`]));
    this.holds = (by) => {
      this.held += by;
      if (!this.held && this.late) this.draw();
    };
    this.watcher = new IntersectionObserver((seen) => {
      for (const entry of seen) if (entry.isIntersecting) this.show(entry.target);
    }, { rootMargin: "600px", scrollMargin: "600px" });
    this.waiting = new WeakMap();
    this.build(element);
    this.link = new Link(channel, {
      changed: () => this.draw(),
      happened: (event) => this.happened(event),
      tell: (words, wrong) => this.tell(words, wrong),
    });
    this.shortcuts = (event) => this.pressed(event);
    keys.addEventListener("keydown", this.shortcuts);
  }

  build(element) {
    this.undo = button("Undo", () => this.act("undo"), { title: "Ctrl+Z", disabled: true });
    this.redo = button("Redo", () => this.act("redo"), { title: "Ctrl+Shift+Z", disabled: true });
    this.save = button("Save", () => this.act("save"), { title: "Ctrl+S", class: "main", disabled: true, hidden: this.channel.saves === false });
    this.film = button("Render film", () => this.render(FILM));
    this.status = node("p", { class: "status", role: "status", "aria-live": "polite" });
    this.alert = node("p", { class: "alert", role: "alert", hidden: true });
    this.heading = node("div", { class: "heading" });
    this.about = node("p", { class: "about" });
    this.main = node("div", { class: "clip", "data-clip": FILM });
    this.people = node("div", { class: "people" });
    this.scenes = node("div", { class: "scenes" }, node("p", { class: "note" }, "Opening the storyboard …"));
    this.root = node("div", { class: "storyline-editor" },
      node("header", { class: "top" },
        this.heading, this.about,
        node("div", { class: "bar", role: "toolbar", "aria-label": "Storyboard" }, this.undo, this.redo, this.save, this.film),
        this.status, this.alert),
      this.main, this.people, this.scenes,
      ...Object.values(this.lists).map((id) => node("datalist", { id })));
    element.append(this.root);
    drags(this.scenes, (id, onto, after) => this.link.change((board) => {
      const [found, target] = [findShot(board, id), findShot(board, onto)];
      return found && target ? moveShot(board, found, target.s, target.t + (after ? 1 : 0)) : [];
    }));
  }

  get state() { return this.link.state; }
  get board() { return this.state.board; }
  get choices() { return this.state.choices; }

  act(what) {
    this.settle();
    return this.link.act(what).then((reply) => {
      if (reply?.saved) this.tell(`Saved as ${reply.saved}${reply.kept === false ? ", written anew: its comments are gone" : ""}`);
      return reply;
    });
  }

  // What is being typed counts before anything else is done.
  settle() {
    const active = this.root.ownerDocument.activeElement;
    if (this.root.contains(active) && "value" in active) active.dispatchEvent(new Event("change", { bubbles: true }));
  }

  render(id) {
    this.begin("clip", id, { ask: "render", shot: id });
  }

  // Something that takes long: what becomes of it is told.
  async begin(job, id, { ask, ...request }) {
    this.settle();
    const key = `${job} ${id}`;
    const count = (by) => {
      const left = (this.jobs.get(key)?.left ?? 0) + by;
      if (left > 0) this.jobs.set(key, { stage: "waiting", ...this.jobs.get(key), left });
      else this.jobs.delete(key);
    };
    const wanted = request.seeds?.length ?? 1;
    count(wanted);
    this.failures.delete(key);
    this.news(job, id);
    const reply = await this.link.act(ask, request);
    count((reply?.started ?? 0) - wanted); // what waits already is not done twice
    if (!reply?.started) this.failures.set(key, reply?.faults?.map((fault) => `${fault.where}: ${fault.says}`).join("\n") ?? reply?.error ?? "");
    this.news(job, id);
  }

  happened(event) {
    const { job, shot: id = FILM } = event;
    const key = `${job} ${id}`;
    if (event.event === "discarded") return this.loadTakes(id);
    if (event.event === "progress") {
      const before = this.jobs.get(key) ?? { left: 1 };
      const counted = event.stage === "scenes"; // they are told beside the frames that they consist of
      if (counted && !findShot(this.board, id)) this.jobs.set(key, { ...before, scenes: `scenes: ${event.done} of ${event.total}` });
      if (!counted) this.jobs.set(key, { ...before, stage: event.stage, done: event.done, total: event.total });
      return this.news(job, id);
    }
    const left = (this.jobs.get(key)?.left ?? 1) - 1;
    if (left > 0) this.jobs.set(key, { stage: "waiting", left });
    else this.jobs.delete(key);
    if (event.event === "failed") {
      this.failures.set(job === "keyframe" ? `${key}/${event.panel}` : key, event.says);
      this.tell(event.says, true);
    } else this.done(event, id);
    this.news(job, id);
  }

  done(event, id) {
    const label = this.found.get(id)?.label;
    this.failures.delete(`${event.job} ${id}`);
    if (event.event === "rendered") {
      const video = node("video", { controls: true, autoplay: true, playsinline: true, src: event.clip, "aria-label": label ? `Clip of shot ${label}` : "The film" });
      video.muted = true; // only what is silent starts by itself
      this.clips.set(id, { video, of: this.keyOfShot(id) });
      this.tell(label ? `Shot ${label} is rendered` : "The film is rendered");
    } else if (event.event === "taken") {
      this.tell(`Shot ${label} is taken, with seed ${event.seed}`);
      this.loadTakes(id);
    } else if (event.event === "kept") {
      this.failures.delete(`${event.job} ${id}/${event.panel}`);
      this.tell(`Panel ${event.panel + 1} of shot ${label} is locked as it is`);
    }
  }

  // What is told of a shot beside its fields, shown where it stands.
  news(job, id) {
    const card = this.cards.get(id)?.element;
    if (job === "clip") {
      const holder = id === FILM ? this.main : card?.querySelector(".clip");
      if (holder) fillClip(holder, id, this);
      const start = id === FILM ? this.film : card?.querySelector(`[data-key="${CSS.escape(`shot ${id}#render`)}"]`);
      if (start) start.disabled = this.jobs.has(`clip ${id}`);
    } else if (job === "takes" && card && !this.failures.has(`takes ${id}`)) {
      const holder = card.querySelector("[data-takes]");
      if (holder) showGoing(holder, id, this);
    } else this.draw();
  }

  async loadTakes(id) {
    if (!this.open.has(id)) return;
    const { takes } = await this.channel.ask({ ask: "takes", shot: id }).catch(() => ({}));
    if (!takes || JSON.stringify(takes) === JSON.stringify(this.takes.get(id))) return;
    this.takes.set(id, takes);
    this.draw();
  }

  tell(words, wrong = false) {
    this.alert.hidden = !(wrong && words);
    this.alert.textContent = wrong ? words : "";
    if (!wrong) this.status.textContent = words;
  }

  toggle(id) {
    this.open[this.open.has(id) ? "delete" : "add"](id);
    this.draw();
    if (this.open.has(id)) this.cards.get(id).element.scrollIntoView({ block: "start" });
  }

  span(id) {
    return this.spans.get(id) ?? { start: 0, end: 0 };
  }

  place({ s, t, scene }) {
    const scenes = this.board.scenes;
    const [first, last] = [s === 0 && t === 0, s === scenes.length - 1 && t === scene.shots.length - 1];
    return { first, last, only: first && last };
  }

  keyOfShot(id) {
    if (id === FILM) return this.state.version;
    const found = this.found.get(id);
    return found && [this.looks, this.text(found.scene, ["shots"]), this.text(found.shot)].join("\n");
  }

  // The text of a part of the document: written once, as all cards are looked through whenever something changes.
  text(part, without = []) {
    if (!this.texts.has(part)) this.texts.set(part, JSON.stringify(part, (name, value) => (without.includes(name) ? undefined : value)));
    return this.texts.get(part);
  }

  // Pictures and boxes are made when they come into sight: a long film opens at once.
  watch(frame, show) {
    this.waiting.set(frame, show);
    this.watcher.observe(frame);
  }

  show(frame) {
    const show = this.waiting.get(frame);
    this.watcher.unobserve(frame);
    this.waiting.delete(frame);
    show?.();
  }

  // What the camera sees at a panel; for the view `place`, all of the place.
  async picture(image, shot, n, view = "frame") {
    const place = `${shot}/${n}/${view}`;
    const before = this.sources.get(place);
    if (before) image.src = before;
    try {
      const source = await this.channel.thumbnail(shot, n, THUMBNAIL, this.state.version, view);
      const next = node("img", { alt: image.alt, draggable: "false", fetchpriority: this.open.has(shot) ? "high" : null, src: source });
      await next.decode();
      image.replaceWith(next);
      this.sources.set(place, source);
    } catch {
      image.closest(".frame")?.classList.add("blank"); // its description is shown instead
    }
  }

  draw() {
    if (!this.state) return;
    if (this.held) {
      this.late = true;
      return;
    }
    this.late = false;
    const kept = keep(this.root);
    this.link.drawing = true;
    try {
      this.drawAll();
    } finally {
      this.link.drawing = false;
    }
    restore(this.root, kept);
  }

  drawAll() {
    const { board, choices } = this.state;
    this.rate = framesASecond(board);
    this.spans = new Map(this.state.timeline.map((span) => [span.shot, span]));
    const looks = JSON.stringify([board.cast, board.places, board.size, board.style]);
    if (looks !== this.looked) [this.looked, this.looks] = [looks, this.looks + 1];
    this.undo.disabled = !this.state.undo;
    this.redo.disabled = !this.state.redo;
    this.save.disabled = !this.state.dirty;
    this.root.dataset.dirty = String(this.state.dirty);
    for (const [name, id] of Object.entries(this.lists)) {
      const list = this.root.querySelector(`#${id}`);
      if (!list.childElementCount) list.append(...(choices[name] ?? []).map((value) => node("option", { value })));
    }
    const shots = shotsOf(board);
    this.found = new Map(shots.map((found) => [found.shot.id, found]));
    const end = Math.max(0, ...this.state.timeline.map((span) => span.end));
    this.heading.replaceChildren(field(this.of("film", () => []), ["title"], "Title", board.title));
    this.about.textContent = `${board.scenes.length} scenes · ${shots.length} shots · ${((end + board.closing) / this.rate).toFixed(1)} s${this.state.dirty && !this.save.hidden ? " · not saved" : ""}`;

    const ids = new Set(shots.map(({ shot }) => shot.id));
    for (const [id, { element }] of this.cards) {
      if (!ids.has(id)) {
        element.remove();
        this.cards.delete(id);
      }
    }
    for (const found of shots) this.locked(found);
    const faults = [...this.link.drafts, ...this.link.remarks];
    const drawn = new Map(board.scenes.map((scene) => [scene, []]));
    for (const found of shots) drawn.get(found.scene).push(this.cardOf(found, faults));
    const sections = board.scenes.map((scene, s) => this.section(scene, s, drawn.get(scene), faults));
    arrange(this.scenes, sections);
    fillClip(this.main, FILM, this);
    fillPeople(this.people, this, faults);
  }

  // A shot that is locked to a take does not show what becomes of it.
  locked({ shot, label }) {
    const before = this.locks.get(shot.id);
    if (!shot.locked_take) return this.locks.delete(shot.id);
    const text = JSON.stringify({ ...shot, lines: [], transition: null, label: "" });
    this.locks.set(shot.id, text);
    if (before && before !== text && JSON.parse(before).locked_take === shot.locked_take) {
      this.tell(`Shot ${label} is locked to a take: this shows in the film once it is unlocked`);
    }
  }

  of(name, where) {
    return { link: this.link, name, where, edit: (make, field) => this.link.change(make, field) };
  }

  section(scene, s, cards, faults) {
    const name = `scene ${scene.id}`;
    const section = this.sections.get(scene.id)
      ?? node("section", {}, node("div", { class: "scene" }), node("div", { class: "shots" }), newScene(scene.id, this));
    this.sections.set(scene.id, section);
    section.setAttribute("aria-label", `Scene ${s + 1}`);
    const ends = [s === 0, s === this.board.scenes.length - 1];
    const key = JSON.stringify([s, ends, this.text(scene, ["shots"]), this.looks, faults.filter(([one]) => one.startsWith(`${name}/`))]);
    if (section.key !== key) {
      section.key = key;
      fillScene(section.firstChild, scene, s, this);
    }
    arrange(section.children[1], cards);
    return section;
  }

  cardOf(found, all) {
    const { shot, label } = found;
    const name = `shot ${shot.id}`;
    const span = this.span(shot.id);
    const faults = all.filter(([key]) => key === name || key.startsWith(`${name}/`));
    const { first, last, only } = this.place(found);
    const open = this.open.has(shot.id);
    const beside = open ? JSON.stringify([this.takes.get(shot.id), [...this.failures], this.jobs.has(`keyframe ${shot.id}`)]) : "";
    const key = [label, span.start, first, last, only, open, JSON.stringify(faults), this.keyOfShot(shot.id), beside].join("\n");
    const before = this.cards.get(shot.id);
    if (before?.key === key) return before.element;
    const element = card(found, this);
    if (open) this.loadTakes(shot.id);
    if (before) {
      before.element.replaceWith(element);
      if (before.element.querySelector(".box, .frame [src]")) element.querySelectorAll(".frame").forEach((frame) => this.show(frame));
    }
    this.cards.set(shot.id, { key, element });
    return element;
  }

  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !this.state) return;
    const key = event.key.toLowerCase();
    const target = event.target;
    const typing = "value" in target && "stored" in (target.dataset ?? {}) && target.value !== target.dataset.stored;
    if (key === "s" && this.channel.saves !== false) this.act("save");
    else if (key === "z" && !typing) this.act(event.shiftKey ? "redo" : "undo");
    else if (key === "y" && !typing) this.act("redo");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  stop() {
    this.link.stop();
    this.watcher.disconnect();
    this.keys.removeEventListener("keydown", this.shortcuts);
    this.root.remove();
  }
}
