// The editor in a page of its own, served by the studio on this machine.

import { mount } from "./editor.js";

let count = 0;

const channel = {
  async ask(request, file = null) {
    const { shot, panel, version } = request;
    const reply = await (file
      ? fetch(`/picture?${new URLSearchParams({ shot, panel, version })}`, { method: "POST", headers: { "content-type": file.type }, body: file })
      : fetch("/ask", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id: (count += 1), ...request }),
      }));
    const answer = await reply.json();
    return reply.ok || answer.faults || answer.error ? answer : { error: `The studio refused: ${reply.status}` };
  },

  listen(handler) {
    const events = new EventSource("/events");
    let lost = false;
    events.onmessage = (message) => handler(JSON.parse(message.data));
    events.onerror = () => { lost = true; };
    events.onopen = async () => {
      if (!lost) return;
      lost = false;
      const reply = await channel.ask({ ask: "state" });
      if (reply.state) handler({ event: "state", state: reply.state });
    };
    return () => events.close();
  },

  thumbnail(shot, panel, width, version, view) {
    return `/thumbnail/${encodeURIComponent(shot)}/${panel}?width=${width}&view=${view}&version=${version}`;
  },

  take(digest, show) {
    return show === "clip" ? `/take/${digest}` : `/take/${digest}/picture`;
  },
};

const place = document.querySelector("main");
mount(place, channel, { keys: document });

window.addEventListener("beforeunload", (event) => {
  if (place.firstElementChild?.dataset.dirty === "true") event.preventDefault();
});
