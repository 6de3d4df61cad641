// A place: an address, or a point as "latitude, longitude" that is drawn on a plane. No map tiles, no look-ups.
import { h, svg } from "../dom.js";
import { texts } from "../../../texts.js";

function point(value) {
  const [, latitude, longitude] = (value ?? "").match(/^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/) ?? [];
  return latitude === undefined ? null : { latitude: Number(latitude), longitude: Number(longitude) };
}

function plane(value) {
  const at = point(value);
  const marks = at && [svg("circle", { cx: at.longitude + 180, cy: 90 - at.latitude, r: 5 })];
  const lines = [60, 120, 180, 240, 300].map((x) => svg("path", { d: `M${x} 0v180` }));
  const across = [45, 90, 135].map((y) => svg("path", { d: `M0 ${y}h360` }));
  return svg("svg", { class: "plane", viewBox: "0 0 360 180", "aria-hidden": "true" }, lines, across, marks);
}

function control(setup) {
  const input = h("input", { id: setup.id, type: "text", maxlength: 200, value: setup.value ?? "" });
  const drawn = h("span", { hidden: !point(setup.value) }, plane(setup.value));
  input.addEventListener("input", () => {
    drawn.hidden = !point(input.value);
    drawn.replaceChildren(plane(input.value));
  });
  const node = h("span", { class: "stack" }, input, h("span", { class: "hint" }, texts.place_hint), drawn);
  return { node, input, read: () => ({ value: input.value.trim() || null }) };
}

export const place = { name: "place", show: (value) => value ?? "", words: (value) => value ?? "", control };
