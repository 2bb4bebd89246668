// The editor's side of the session: the state as it was told last, and changes, sent one after the other.

export class Link {
  constructor(channel, { changed, happened, tell }) {
    Object.assign(this, { channel, changed, happened, tell });
    this.state = null;
    this.drafts = new Map(); // of fields whose value was refused: what was typed, and what is wrong with it
    this.remarks = new Map(); // of other fields: what is wrong with them since the last change was refused
    this.queue = Promise.resolve();
    this.unlisten = channel.listen((event) => {
      if (event.event === "state") this.accept(event.state);
      else happened(event);
    });
  }

  async start() {
    await this.send({ ask: "state" });
  }

  // `make` is given the board when its turn comes, as an earlier change may have moved what it speaks of.
  change(make, field = null) {
    return this.next(() => {
      let changes;
      try {
        changes = make(this.state.board);
      } catch {
        return this.tell("What this was about is no longer there.", true); // somebody else took it out
      }
      if (field) this.drafts.delete(field.key);
      this.remarks.clear();
      if (!changes.length) return this.changed();
      return this.send({ ask: "change", version: this.state.version, changes }, field);
    });
  }

  act(what, more = {}) {
    return this.next(() => this.send({ ask: what, ...more }));
  }

  // A picture for a panel; it goes beside the request.
  supply(shot, panel, file, field) {
    return this.next(() => {
      this.drafts.delete(field.key);
      return this.send({ ask: "supply", shot, panel, version: this.state.version }, field, file);
    });
  }

  // One after the other; what failed holds up nothing.
  next(step) {
    const done = this.queue.then(step);
    this.queue = done.catch(() => {});
    return done;
  }

  async send(request, field = null, file = null) {
    if (request.ask === "change") this.tell("");
    let reply;
    try {
      reply = await this.channel.ask(request, file);
    } catch {
      reply = { error: "The storyboard's session does not answer. Is it still running?" };
    }
    const faults = reply.faults ?? (reply.error ? [{ at: [], says: reply.error }] : []);
    if (field && faults.length) this.refuse(field, faults);
    if (reply.state) this.accept(reply.state);
    else if (faults.length) this.changed();
    if (faults.length && (!field || reply.state || reply.error)) this.tell(faults.map(words).join("\n"), true);
    return reply;
  }

  refuse({ key, typed }, faults) {
    const says = [];
    for (const fault of faults) {
      const of = keyOf(this.state.board, fault.at);
      const own = of === key.split("#")[0];
      says.push(own ? fault.says : words(fault));
      if (!own) this.remarks.set(of, fault.says);
    }
    this.drafts.set(key, { typed, says: says.join("\n") });
  }

  accept(state) {
    if (this.state && state.version < this.state.version) return; // told late
    const known = state.version === this.state?.version; // only whether it is saved may be another
    this.state = known ? { ...state, board: this.state.board } : state;
    this.changed();
  }

  stop() {
    this.unlisten();
  }
}

// The name of a field: by ids, so that it stays when shots move.
export function keyOf(board, at) {
  const scene = at[0] === "scenes" ? board.scenes[at[1]] : null;
  const shot = at[2] === "shots" ? scene?.shots[at[3]] : null;
  if (shot) return [`shot ${shot.id}`, ...at.slice(4)].join("/");
  if (scene) return [`scene ${scene.id}`, ...at.slice(2)].join("/");
  const named = { cast: "entity", places: "place" }[at[0]];
  const item = named && board[at[0]][at[1]];
  return item ? [`${named} ${item.id}`, ...at.slice(2)].join("/") : ["film", ...at].join("/");
}

const words = (fault) => (fault.where ? `${fault.where}: ${fault.says}` : fault.says);
