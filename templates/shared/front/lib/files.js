// The bytes of photos and files on this device. A row holds "<id>/<name>"; what a file is, its first bytes say.
import { readAll, writeAll } from "./device.js";

const SIGNS = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46]],
];

/** The type by the first bytes; anything else is only ever downloaded. */
function typeOf(bytes) {
  const sign = SIGNS.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (sign) return sign[0];
  const text = String.fromCharCode(...bytes.slice(0, 12));
  return text.startsWith("RIFF") && text.endsWith("WEBP") ? "image/webp" : "application/octet-stream";
}

export async function keepFile(device, file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const id = crypto.randomUUID().replaceAll("-", "");
  const blob = new Blob([bytes], { type: typeOf(bytes) });
  await writeAll(device, ({ files }) => files.put(blob, id));
  return `${id}/${file.name.slice(-120)}`;
}

/** Gives a function from the text in a row to an address, or null when the bytes are gone. */
export function openFiles(device) {
  const urls = new Map();
  return async (value) => {
    const id = value.slice(0, 32);
    if (!urls.has(id)) {
      const { files } = await readAll(device, ["files"]);
      const blob = new Map(files).get(id);
      urls.set(id, blob ? URL.createObjectURL(blob) : null);
    }
    return urls.get(id);
  };
}
