/** The day that a bound means: itself, or so many days, months or years from today. The 29th of February becomes the 28th where a year has none. */
export function boundOn(bound: string | undefined, today: string | undefined): string | undefined {
  const match = bound === undefined ? null : /^today(?:([+-]\d{1,4})([dmy]))?$/.exec(bound);
  if (!match) return bound;
  if (!today) throw new TypeError(`a date field has the bound ${bound}: pass options.today`);
  const [, count, unit] = match;
  if (count === undefined) return today;
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  if (unit === "d") return dayOf(new Date(Date.UTC(year, month - 1, day + Number(count))));
  const months = year * 12 + (month - 1) + Number(count) * (unit === "y" ? 12 : 1);
  const last = new Date(Date.UTC(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 0));
  return dayOf(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(day, last.getUTCDate()))));
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
