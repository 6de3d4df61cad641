// Reads and changes the data on the server. Without a connection it keeps showing the last state and says so.
import { NUMBERS } from "./fields.js";
import { decimal, numberFrom } from "./values.js";

// entities: ENTITIES of the model, which say what is a number.
export function openStore({ entities }) {
  return new ServerStore(entities);
}

class ServerStore {
  view = null;
  offlineSince = null;
  signedOut = false;
  #numbers;
  #tag = null;
  #listeners = new Set();

  constructor(entities) {
    this.#numbers = Object.fromEntries(Object.values(entities).map((entity) => [entity.name, numbersOf(entity)]));
    addEventListener("focus", () => this.load());
    addEventListener("online", () => this.load());
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async load() {
    const answer = await reach("/api/view", { headers: this.#tag ? { "If-None-Match": this.#tag } : {} });
    const wasOffline = this.offlineSince;
    this.offlineSince = answer ? null : (wasOffline ?? this.view?.now ?? null);
    this.signedOut = answer?.status === 401;
    if (answer?.status === 200) {
      this.#tag = answer.headers.get("ETag");
      this.view = this.#decoded(await answer.json());
    }
    if (answer?.status !== 304 || wasOffline) this.#listeners.forEach((listener) => listener());
  }

  async commit(change, { confirm = null } = {}) {
    const outcome = await this.#post("/api/commit", { change, confirm });
    if (outcome.conflict?.row) outcome.conflict.row = this.#row(outcome.conflict.entity, outcome.conflict.row);
    return outcome;
  }

  async undo(token) {
    return this.#post("/api/undo", { token });
  }

  async startEmpty() {
    return this.#post("/api/start-empty", {});
  }

  async history(entity, id) {
    const answer = await reach(`/api/history/${encodeURIComponent(entity)}/${id}`);
    return answer?.ok ? answer.json() : [];
  }

  async upload(file) {
    const headers = { "x-app": "1", "x-file-name": encodeURIComponent(file.name.slice(-120)), "Content-Type": "application/octet-stream" };
    const answer = await reach("/api/files", { method: "POST", headers, body: file });
    return answer?.ok ? (await answer.json()).value : null;
  }

  async fileUrl(value) {
    return `/api/files/${value.slice(0, 32)}`;
  }

  /** Anything about signing in: null when there is no connection, else { ok, status, … }. */
  async session(method, path = "", body = undefined) {
    const answer = await reach(`/api/session${path}`, request(method, body));
    return answer && { ok: answer.ok, status: answer.status, ...(await bodyOf(answer)) };
  }

  // -- what every change has in common

  async #post(path, body) {
    const answer = await reach(path, request("POST", body));
    if (!answer) {
      this.offlineSince ??= this.view.now;
      this.#listeners.forEach((listener) => listener());
      return { ok: false, offline: true };
    }
    const found = await bodyOf(answer);
    if (answer.ok) {
      await this.load();
      return { ok: true, ...found };
    }
    if (answer.status === 401 || found.conflict) await this.load();
    if (found.warnings || found.conflict || found.refusals) return { ok: false, ...found };
    return { ok: false, refusals: [{ rule: "server", field: null, say: found.title ?? answer.statusText }] };
  }

  #decoded(view) {
    const rows = Object.entries(view.rows).map(([entity, found]) => [entity, found.map((row) => this.#row(entity, row))]);
    return { ...view, rows: Object.fromEntries(rows) };
  }

  #row(entity, row) {
    for (const name of this.#numbers[entity]) if (typeof row[name] === "string") row[name] = numberFrom(row[name]);
    return row;
  }
}

function numbersOf(entity) {
  return Object.values(entity.fields).filter((field) => NUMBERS.includes(field.kind)).map((field) => field.name);
}

function request(method, body) {
  const headers = method === "GET" ? {} : { "x-app": "1", "Content-Type": "application/json" };
  return { method, headers, body: body === undefined ? undefined : JSON.stringify(body, sent) };
}

/** Numbers travel as decimal texts. */
function sent(_, value) {
  return typeof value === "bigint" ? decimal(value) : value;
}

async function bodyOf(answer) {
  return (answer.headers.get("Content-Type") ?? "").includes("json") ? answer.json() : {};
}

/** The answer of the server, or null when there is none. */
async function reach(path, options = {}) {
  try {
    return await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
