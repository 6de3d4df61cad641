// Spans of time in minutes, half-open: touching is free. How many lie over one moment, and open hours.

const DAY = 24 * 60;

/**
 * The largest number of other spans lying over any one moment of this one.
 * The count only rises where a span begins, so only the beginnings inside this span are looked at.
 */
export function mostAtOnce([begin, end], others) {
  const near = others.filter(([start, stop]) => start < end && begin < stop);
  const moments = [begin, ...near.map(([start]) => start).filter((start) => start > begin)];
  return Math.max(...moments.map((at) => near.filter(([start, stop]) => start <= at && at < stop).length));
}

/** Whether the whole span lies within one opening of its day; `hours` is weekday 0 (Monday) to 6 → openings. */
export function insideHours([begin, end], hours) {
  const day = Math.floor(begin / DAY);
  const weekday = (day + 6) % 7;
  return (hours[weekday] ?? []).some(([opens, closes]) => opens <= begin - day * DAY && end - day * DAY <= closes);
}
