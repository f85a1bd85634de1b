/** A period of two months, named by the ROC year and its even month: 11410 is September and October 2025. */
export const isTerm = (text: string): boolean => /^\d{3}(0[2468]|1[02])$/.test(text);

/** The period of a day YYYY-MM-DD. */
export function termOf(date: string): string {
  const month = Number(date.slice(5, 7));
  return `${rocYear(date)}${String(month + (month % 2)).padStart(2, "0")}`;
}

export const rocYear = (date: string): string => String(Number(date.slice(0, 4)) - 1911).padStart(3, "0");

/** First and last day of a period. */
export function daysOf(term: string): { first: string; last: string } {
  const year = Number(term.slice(0, 3)) + 1911;
  const month = Number(term.slice(3));
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const two = (number: number): string => String(number).padStart(2, "0");
  return { first: `${year}-${two(month - 1)}-01`, last: `${year}-${two(month)}-${two(last)}` };
}

/** The period `count` periods later, or earlier where it is negative. */
export function termPlus(term: string, count: number): string {
  const at = Number(term.slice(0, 3)) * 6 + Number(term.slice(3)) / 2 - 1 + count;
  return `${String(Math.floor(at / 6)).padStart(3, "0")}${String((at % 6) * 2 + 2).padStart(2, "0")}`;
}

/** Whether YYYY-MM-DD is a day of the calendar. */
export function isDay(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const month = Number(date.slice(5, 7));
  const day = Number(date.slice(8));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(Number(date.slice(0, 4)), month);
}

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
