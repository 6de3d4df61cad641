// The database of the browser, one promise a step: rows, lines of history, files, and what else must be kept.
const TABLES = ["rows", "lines", "files", "kept"];

export function openDevice(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => TABLES.forEach((table) => request.result.createObjectStore(table));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Everything of some tables at once: [[key, value], …] by table.
export function readAll(device, names) {
  return new Promise((resolve, reject) => {
    const transaction = device.transaction(names, "readonly");
    const found = {};
    for (const name of names) {
      const store = transaction.objectStore(name);
      const [keys, values] = [store.getAllKeys(), store.getAll()];
      values.onsuccess = () => (found[name] = keys.result.map((key, at) => [key, values.result[at]]));
    }
    transaction.oncomplete = () => resolve(found);
    transaction.onabort = () => reject(transaction.error);
  });
}

// All or nothing: `write` gets the object stores by name and calls put, delete and clear.
export function writeAll(device, write) {
  return new Promise((resolve, reject) => {
    const transaction = device.transaction(TABLES, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    write(Object.fromEntries(TABLES.map((name) => [name, transaction.objectStore(name)])));
  });
}

// One tab at a time; where the browser has no locks, one change of this tab at a time.
export function turns(name) {
  let last = Promise.resolve();
  const inLine = (work) => {
    last = last.then(work, work);
    return last;
  };
  return async (work) => {
    if (!navigator.locks || location.origin === "null") return inLine(work);
    return navigator.locks.request(name, work);
  };
}

// Tells the other tabs and hears from them.
export function channel(name, heard) {
  const radio = new BroadcastChannel(name);
  radio.onmessage = heard;
  return () => radio.postMessage("written");
}
