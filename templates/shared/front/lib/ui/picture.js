// A picture of a row: its bytes come from the store, so the address is filled in once it is known.
import { h } from "./dom.js";

export function picture(app, value, words) {
  const image = h("img", { alt: words, loading: "lazy" });
  app.store.fileUrl(value).then((url) => url && (image.src = url));
  return image;
}
