// Fields of a form, each of one path of the document: what is typed goes to the session, and what is wrong stands beside.

import { node, options } from "./dom.js";
import { set } from "./changes.js";

// `of` is what a field belongs to: {link, name, where(board) -> path, edit(make, field)}; `path` is below that.
export function field(of, path, words, value, more = {}) {
  const key = `${of.name}/${path.join("/")}${more.part ? `#${more.part}` : ""}`;
  const draft = of.link.drafts.get(key);
  const fault = draft?.says ?? of.link.remarks.get(key.split("#")[0]);
  const { kind = "text", parse = (typed) => typed, change } = more;
  const shown = draft ? draft.typed : String(value);
  const id = `sl-${(count += 1)}`;
  const input = make(kind, { id, key, shown, value, more });
  input.dataset.stored = String(value);
  if (fault) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${id}-fault`);
  }
  let sent = null; // a field that is left says both that it changed and that it lost the focus
  const commit = () => {
    if (!input.isConnected || of.link.drawing) return;
    const typed = input.value;
    const refused = of.link.drafts.get(key);
    if (typed === input.dataset.stored) {
      if (refused) of.edit(() => [], { key });
      return;
    }
    if (typed === sent || (refused?.typed === typed && !refused.again)) return;
    sent = typed;
    const parsed = parse(typed);
    of.edit((board) => (change ? change(board, parsed) : [set([...of.where(board), ...path], parsed)]), { key, typed });
  };
  input.addEventListener("change", commit);
  input.addEventListener("focusout", commit);
  input.addEventListener("keydown", (event) => {
    const enters = event.key === "Enter" && (kind !== "long" || event.ctrlKey || event.metaKey);
    if (enters) {
      event.preventDefault();
      const refused = of.link.drafts.get(key);
      if (refused) refused.again = true;
      sent = null;
      commit();
    }
    if (event.key === "Escape" && input.value !== input.dataset.stored) {
      event.stopPropagation();
      input.value = input.dataset.stored;
      sent = null;
      commit();
    }
  });
  return node("div", { class: `field ${more.class ?? ""}` },
    node("label", { for: id }, words),
    input,
    fault ? node("p", { class: "fault", id: `${id}-fault`, role: "alert" }, fault) : null,
  );
}

// An input of a form that is sent as a whole, with its words above it.
export function asked(words, input) {
  input.id = `sl-${(count += 1)}`;
  return node("div", { class: "field" }, node("label", { for: input.id }, words), input);
}

// Something that is folded until it is asked for, or something in it is wrong.
export function fold(editor, key, words, ...children) {
  const shown = node("details", { open: editor.unfolded.has(key) }, node("summary", { "data-key": key }, words), ...children);
  if (shown.querySelector("[aria-invalid]")) shown.open = true;
  shown.addEventListener("toggle", () => editor.unfolded[shown.open ? "add" : "delete"](key));
  return shown;
}

let count = 0;

function make(kind, { id, key, shown, value, more }) {
  const common = { id, "data-key": key, spellcheck: kind === "long" ? "true" : "false" };
  if (kind === "choice") {
    return node("select", common, options(more.values, shown, more.names));
  }
  if (kind === "long") {
    const rows = Math.min(6, Math.max(2, Math.ceil(shown.length / 44)));
    return node("textarea", { ...common, rows, value: shown });
  }
  const numeric = kind === "number" ? { inputmode: "decimal", class: "number" } : {};
  return node("input", { ...common, type: "text", autocomplete: "off", list: more.list, ...numeric, value: shown });
}

// A number, or what was typed: then the session says what it expected.
export const number = (typed) => (/^\s*-?\d+(\.\d+)?\s*$/.test(typed) ? Number(typed) : typed);
