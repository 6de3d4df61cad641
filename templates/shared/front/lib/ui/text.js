// Texts of the app with words put in: say(texts.days_late, { n: 3 }) takes the form of the language for three.
import { language } from "../../texts.js";

const plurals = new Intl.PluralRules(language);

export function say(text, words = {}) {
  const chosen = typeof text === "string" ? text : (text[plurals.select(Number(words.n))] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(words, name) ? String(words[name]) : whole));
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

// "1 tool", "3 tools"
export function counted(thing, n) {
  return `${n} ${plurals.select(n) === "one" ? thing.one_in : thing.many_in}`;
}
