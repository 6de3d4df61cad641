// The one row of settings, opened from the band.
import { texts } from "../../texts.js";
import { editRow } from "./change.js";

export function settingsEntry(app) {
  const row = app.db.settings;
  return row?.$can?.edit ? [{ label: texts.settings, icon: "settings", run: () => editRow(app, app.things.settings, row) }] : [];
}
