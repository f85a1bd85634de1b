/** A month as its first day, `YYYY-MM-01`. */
export type Month = string;

export const isMonth = (text: string): text is Month => /^(19|20)\d{2}-(0[1-9]|1[0-2])-01$/.test(text);
export const monthOf = (day: string): Month => `${day.slice(0, 7)}-01`;
const count = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

export function addMonths(month: Month, more: number): Month {
  const all = count(month) + more;
  return `${String(Math.floor(all / 12)).padStart(4, "0")}-${String((all % 12) + 1).padStart(2, "0")}-01`;
}
/** From the month of one day to another, in calendar months. */
export const monthsFrom = (day: string, month: Month): number => count(month) - count(monthOf(day));
/** The last day of a month. */
export const lastDay = (month: Month): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
