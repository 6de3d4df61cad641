// Builds and updates the page. What a person typed only ever enters as text, so it can never become markup.
import { icons } from "../../icons.js";

const LISTENERS = Symbol("listeners");
const SVG = "http://www.w3.org/2000/svg";

// h("button", { class: "main", on: { click } }, "Save"): properties that are null, undefined or false are left out.
export function h(tag, properties, ...children) {
  return build(document.createElement(tag), properties, children);
}

export function svg(tag, properties, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

export function icon(name, className = "icon") {
  const path = svg("path", { d: icons[name] });
  return svg("svg", { class: className, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, path);
}

function build(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") listen(node, value);
    else if (name === "value" || name === "checked" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

// One listener per node and event looks the function up, so that `update` can exchange functions.
function listen(node, functions) {
  node[LISTENERS] ??= {};
  for (const [event, run] of Object.entries(functions)) {
    node[LISTENERS][event] = run;
    node.addEventListener(event, dispatch); // adding the same function twice is one listener
  }
}

function dispatch(event) {
  return event.currentTarget[LISTENERS][event.type]?.(event);
}

// Makes `old` look like `fresh` with as few changes as possible: focus, scrolling and open menus stay.
// A node with data-keep is left as it is while the same data-keep comes again.
export function update(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return fresh;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return old;
  }
  if (fresh.dataset.keep !== undefined && old.dataset.keep === fresh.dataset.keep) return old;
  updateAttributes(old, fresh);
  if (old[LISTENERS]) old[LISTENERS] = {};
  listen(old, fresh[LISTENERS] ?? {});
  updateChildren(old, fresh);
  if (old !== document.activeElement && "value" in fresh && old.value !== fresh.value) old.value = fresh.value;
  if ("checked" in fresh && old.checked !== fresh.checked) old.checked = fresh.checked;
  return old;
}

function updateAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

function updateChildren(old, fresh) {
  const keyed = new Map([...old.childNodes].filter((n) => n.dataset?.key).map((n) => [n.dataset.key, n]));
  let place = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const match = child.dataset?.key ? keyed.get(child.dataset.key) : place;
    if (!match || (match.dataset?.key ?? "") !== (child.dataset?.key ?? "")) {
      old.insertBefore(child, place);
      continue;
    }
    if (match !== place) old.insertBefore(match, place);
    place = update(match, child).nextSibling;
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

export function button(look, properties, ...children) {
  return h("button", { type: "button", ...properties, class: `button ${look}` }, ...children);
}

// A button that shows only an icon: the label is its name and its tip.
export function iconButton(name, label, properties) {
  return h("button", { type: "button", title: label, "aria-label": label, ...properties, class: `bare ${properties?.class ?? ""}` }, icon(name));
}

export function uniqueId(prefix) {
  uniqueId.last = (uniqueId.last ?? 0) + 1;
  return `${prefix}-${uniqueId.last}`;
}
