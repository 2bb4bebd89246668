// The picture of a panel: drawn from its boxes, kept as it is, or supplied by somebody.

import { button, node } from "./dom.js";
import * as doing from "./changes.js";

const MOST = 9_000_000; // bytes, as `storyline.studio.pictures` has it: more would break a notebook's channel
const KINDS = "image/png, image/jpeg, image/webp";

// `key` is that of the panel's fields.
export function pictureForm(found, panel, n, { editor, key }) {
  const { shot, label } = found;
  const field = { key: `${key}#picture`, typed: "" };
  const wrong = editor.link.drafts.get(field.key)?.says ?? editor.failures.get(`keyframe ${shot.id}/${n}`);
  const busy = editor.jobs.has(`keyframe ${shot.id}`);
  const chosen = node("input", {
    type: "file", accept: KINDS, hidden: true, "aria-label": `Picture for panel ${n + 1} of shot ${label}`,
    onchange: () => {
      const [file] = chosen.files;
      chosen.value = "";
      if (!file) return;
      if (file.size > MOST) {
        const says = `expected a picture of at most ${MOST / 1e6} MB; got ${(file.size / 1e6).toFixed(1)} MB. Make it smaller.`;
        editor.link.refuse(field, [{ at: [], says }]);
        editor.draw();
      } else editor.link.supply(shot.id, n, file, field);
    },
  });
  return node("div", { class: "bar wide picture" },
    node("span", { class: "note" }, panel.image ? `Picture: ${panel.image.path}` : "Picture: as it is drawn"),
    panel.image
      ? button("Clear", () => editor.link.change((board) => [doing.set([...doing.findShot(board, shot.id).at, "panels", n, "image"], null)], field), { "aria-label": `Clear the picture of panel ${n + 1}`, "data-key": `${key}#clear` })
      : button(busy ? "Drawing …" : "Lock as it is", () => editor.begin("keyframe", shot.id, { ask: "keep", shot: shot.id, panel: n }), { disabled: busy, "aria-label": `Lock panel ${n + 1} as it is`, "data-key": `${key}#keep` }),
    button("Use a picture …", () => chosen.click(), { "aria-label": `Use a picture for panel ${n + 1}`, "data-key": `${key}#use` }), chosen,
    wrong ? node("p", { class: "fault wide", role: "alert" }, wrong) : null);
}
