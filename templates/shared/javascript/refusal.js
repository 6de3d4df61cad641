// Why a change is not taken.

/** Mode "block": not at all; mode "warn": only when it is confirmed. */
export class Refusal {
  constructor(rule, say, field = null, mode = "block", entity = "") {
    Object.assign(this, { rule, say, field, mode, entity });
  }
}
