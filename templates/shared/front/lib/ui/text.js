// Texts of the app with words put in: say(texts.rows, { n: 3 }) chooses "1 row" or "3 rows" by the language.
import { language } from "../../texts.js";

const plurals = new Intl.PluralRules(language);

export function say(text, words = {}) {
  const chosen = typeof text === "string" ? text : (text[plurals.select(Number(words.n))] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => (name in words ? String(words[name]) : whole));
}

export function capitalised(text) {
  const [first = ""] = text;
  return first.toLocaleUpperCase(language) + text.slice(first.length);
}

// Folded for searching: without accents and in lower case.
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// All words of the search must be found.
export function found(search, text) {
  const where = folded(text);
  return folded(search).split(/\s+/).every((word) => where.includes(word));
}

export function listed(words) {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(words);
}
