// Elements out of words. Text goes in as text, never as HTML: a story may hold anything.

export function node(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name !== "value") element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0 || child === ""));
  if (properties.value !== undefined && properties.value !== null) element.value = properties.value;
  return element;
}

export function button(words, onclick, properties = {}) {
  return node("button", { type: "button", onclick, ...properties }, words);
}

export function options(values, chosen, names = {}) {
  const all = values.includes(chosen) ? values : [chosen, ...values];
  return all.map((value) => node("option", { value, selected: value === chosen }, names[value] ?? value));
}

// Puts elements in order with as few moves as may be: what is moved loses its focus and stops playing.
export function arrange(parent, elements) {
  const wanted = new Set(elements);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let next = parent.firstChild;
  for (const element of elements) {
    if (element === next) next = next.nextSibling;
    else parent.insertBefore(element, next);
  }
}

// What a person is at, while everything around is drawn anew.
export function keep(root) {
  const active = root.ownerDocument.activeElement;
  if (!root.contains(active) || !active.dataset.key) return null;
  const typed = "stored" in active.dataset && active.tagName !== "SELECT" && active.value !== active.dataset.stored ? active.value : null;
  const marks = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return { active, key: active.dataset.key, typed, marks };
}

export function restore(root, kept) {
  if (!kept || root.contains(root.ownerDocument.activeElement)) return;
  const found = root.querySelector(`[data-key="${CSS.escape(kept.key)}"]`);
  if (!found) return;
  found.focus({ preventScroll: true });
  if (kept.typed !== null) found.value = kept.typed;
  if (kept.marks && found.setSelectionRange) found.setSelectionRange(...kept.marks);
}
