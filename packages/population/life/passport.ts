import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";

export type Passport = { issuedOn: CalendarDate; validUntil: CalendarDate };

/** Six in ten people have a passport: of ten years, of five for children. */
export function drawPassport(draw: Draw, { age, today }: { age: number; today: Today }): Passport | null {
  const has = draw.unit();
  const [ago, month, day] = [draw.unit(), draw.whole(1, 12), draw.whole(1, 28)];
  const years = age < 14 ? 5 : 10;
  const issued = today.year - Math.floor(ago * Math.min(years, Math.max(1, age)));
  const drawn = `${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  // none is issued on a day to come
  const rest = `${issued}-${drawn}` > today.date ? "01-01" : drawn;
  return age < 1 || has >= 0.6 ? null : { issuedOn: `${issued}-${rest}`, validUntil: `${issued + years}-${rest}` };
}
