// Photos and files: chosen or dropped, with a preview, the name and the size. The bytes go to the store at once.
import { h, icon } from "../dom.js";
import { texts } from "../../../texts.js";
import { picture } from "../picture.js";
import { say } from "../text.js";

const LARGEST = 10 * 1024 * 1024;

function control(accept) {
  return (setup) => {
    let value = setup.value ?? null;
    let wrong = "";
    const input = h("input", { id: setup.id, type: "file", accept });
    const shown = h("span", { class: "file-shown" });
    const draw = () => shown.replaceChildren(...(value ? [accept && picture(setup.app, value, ""), named(value), remove()].filter(Boolean) : []));
    const remove = () => h("button", { type: "button", class: "bare", "aria-label": say(texts.take_away, { name: fileName(value) }), on: { click: clear } }, icon("cross"));
    const clear = () => {
      value = null;
      draw();
    };
    const keep = async (file) => {
      wrong = file.size > LARGEST ? say(texts.too_large, { name: file.name }) : "";
      if (!wrong) value = await setup.app.store.upload(file);
      draw();
    };
    input.addEventListener("change", () => input.files[0] && keep(input.files[0]));
    const drop = h("span", { class: "drop" }, icon("upload"), h("span", {}, texts.drop_file), input);
    drop.addEventListener("dragover", (event) => event.preventDefault());
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) keep(event.dataTransfer.files[0]);
    });
    draw();
    const node = h("span", { class: "stack" }, drop, shown, h("span", { class: "hint" }, texts.file_limit));
    return { node, input, read: () => (wrong ? { error: wrong } : { value }) };
  };
}

function named(value) {
  return h("span", {}, fileName(value));
}

// A row holds "<id>/<name>".
function fileName(value) {
  return value.slice(33);
}

function download(value, app) {
  if (!value) return "";
  const link = h("a", { download: fileName(value) }, icon("file"), fileName(value));
  app.store.fileUrl(value).then((url) => url && (link.href = url));
  return link;
}

const words = (value) => (value ? fileName(value) : "");

export const photo = {
  name: "photo",
  wide: true,
  show: (value, app) => (value ? h("span", { class: "photo" }, picture(app, value, fileName(value))) : ""),
  words,
  control: control("image/png,image/jpeg,image/webp,image/gif"),
};

export const file = { name: "file", wide: true, show: download, words, control: control(null) };
