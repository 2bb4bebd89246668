// The editor in a notebook: what it asks goes to the Python object, which is the truth, and comes back from there.

import { mount } from "./editor.js";

function render({ model, el }) {
  const me = Math.random().toString(36).slice(2); // a widget may be shown several times
  const waiting = new Map();
  const handlers = new Set();
  let count = 0;

  const received = (message) => {
    if ("event" in message) handlers.forEach((handler) => handler(message));
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  };
  const channel = {
    saves: model.get("saves"),
    async ask(request, file = null) {
      const id = `${me}-${(count += 1)}`;
      const beside = file ? [await file.arrayBuffer()] : [];
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        model.send({ id, ...request }, undefined, beside);
      });
    },
    listen(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    async thumbnail(shot, panel, width, version, view) {
      const reply = await channel.ask({ ask: "thumbnail", shot, panel, width, view });
      if (!reply.picture) throw new Error(reply.error);
      return reply.picture;
    },
    async take(take, show) {
      const reply = await channel.ask({ ask: "take", take, show });
      if (!reply[show]) throw new Error(reply.error);
      return reply[show];
    },
  };

  // In a notebook, keys outside of fields are commands (`dd` deletes the cell), unless what has the focus says otherwise.
  const focused = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");

  model.on("msg:custom", received);
  el.addEventListener("focusin", focused);
  const unmount = mount(el, channel);
  return () => {
    unmount();
    el.removeEventListener("focusin", focused);
    model.off("msg:custom", received);
  };
}

export default { render };
