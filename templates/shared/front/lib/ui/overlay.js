// What lies above the page: dialogs, menus, and the one message at the bottom.
import { button, h, icon, iconButton, uniqueId } from "./dom.js";
import { texts } from "../../texts.js";
import { say } from "./text.js";

// -- dialogs ---------------------------------------------------------------------------------------------------------

// Opens a dialog and gives { node, close, closed }. `mayClose` is asked before Esc or the cross closes it.
export function openDialog({ title, body, small = false, mayClose = async () => true }) {
  const titleId = uniqueId("title");
  const before = document.activeElement;
  const node = h("dialog", { class: small ? "dialog small" : "dialog", "aria-labelledby": titleId });
  const leave = async () => (await mayClose()) && close(null);
  const head = h("header", {}, h("h2", { id: titleId }, title), iconButton("cross", texts.close, { on: { click: leave } }));
  let finish;
  const closed = new Promise((resolve) => (finish = resolve));
  const close = (result) => {
    node.close();
    node.remove();
    before?.isConnected && before.focus();
    finish(result);
  };
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  node.append(head, body);
  document.body.append(node);
  node.showModal();
  return { node, close, closed };
}

// A small dialog with a text and named answers: [{ label, value, look }]. Gives the value, or null when it is closed.
export function ask({ title, lines, answers }) {
  const body = h("div", { class: "dialog-body" }, lines.map((line) => h("p", {}, line)));
  const foot = h("footer", {});
  const { node, close, closed } = openDialog({ title, body, small: true });
  for (const { label, value, look } of answers) foot.append(button(look, { on: { click: () => close(value) } }, label));
  node.append(foot);
  foot.lastElementChild.focus();
  return closed;
}

// -- menus -----------------------------------------------------------------------------------------------------------

let openMenuClose = null;

// A button's menu: entries are { label, icon, run, chosen, href }; null parts them by a line.
export function openMenu(anchor, entries, { label, stays = false } = {}) {
  openMenuClose?.();
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label });
  const close = (focus = true) => {
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    openMenuClose = null;
    if (focus && anchor.isConnected) anchor.focus();
  };
  const outside = (event) => !menu.contains(event.target) && !anchor.contains(event.target) && close(false);
  const draw = () => menu.replaceChildren(...entries.map((entry) => (entry ? menuEntry(entry, pick) : h("hr"))));
  const pick = (entry, node) => {
    if (!stays) close();
    entry.run?.();
    if (stays && entry.chosen !== undefined) {
      entry.chosen = !entry.chosen;
      node.setAttribute("aria-checked", String(entry.chosen));
    }
  };
  menu.addEventListener("keydown", (event) => menuKey(event, menu, close));
  draw();
  (anchor.closest("dialog") ?? document.body).append(menu);
  placeMenu(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  openMenuClose = close;
  menu.querySelector("[role^=menuitem]")?.focus();
  return close;
}

function menuEntry(entry, pick) {
  const role = entry.chosen === undefined ? "menuitem" : "menuitemcheckbox";
  const checked = entry.chosen === undefined ? null : String(entry.chosen);
  const mark = entry.chosen === undefined ? entry.icon && icon(entry.icon) : icon("check");
  const properties = { role, tabindex: "-1", class: entry.look, "aria-checked": checked, disabled: entry.disabled };
  if (entry.href) return h("a", { ...properties, href: entry.href, on: { click: () => openMenuClose?.() } }, mark, entry.label);
  const node = h("button", { ...properties, type: "button", on: { click: () => pick(entry, node) } }, mark, entry.label);
  return node;
}

function menuKey(event, menu, close) {
  const all = [...menu.querySelectorAll("[role^=menuitem]:not(:disabled)")];
  const at = all.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  if (event.key in moves) all[(moves[event.key] + all.length) % all.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else if (event.key.length === 1) all.find((entry) => entry.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function placeMenu(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + 6 + height < innerHeight || at.top < height;
  const wanted = document.dir === "rtl" ? at.left : at.right - width;
  menu.style.top = `${below ? Math.min(at.bottom + 6, Math.max(8, innerHeight - height - 8)) : at.top - height - 6}px`;
  menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - width - 8))}px`;
}

// -- the message at the bottom -----------------------------------------------------------------------------------------

const STAYS = 10;
let toast = null;

// Says what happened; with `undo` a button takes it back for ten seconds. Waits while it is pointed at or focused.
export function showToast(text, undo) {
  toast?.remove();
  let left = STAYS;
  const take = () => {
    close();
    undo();
  };
  const back = undo && h("button", { type: "button", on: { click: take } }, say(texts.undo_in, { n: left }));
  const node = h("div", { class: "toast", role: "status" }, h("span", {}, text), back);
  const close = () => {
    clearInterval(timer);
    node.remove();
  };
  const timer = setInterval(() => {
    if (node.matches(":hover, :focus-within")) return;
    left -= 1;
    if (left <= 0) close();
    else if (back) back.textContent = say(texts.undo_in, { n: left });
  }, 1000);
  toast = { remove: close };
  document.body.append(node);
}
