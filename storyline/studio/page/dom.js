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
