import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";
import { daysBefore } from "./days.ts";

/** Until when a vehicle is inspected: of one in twelve within the next weeks, of the others as it was drawn. */
export function inspectedUntil(draw: Draw, { vehicle }: Person, today: CalendarDate): CalendarDate | null {
  const [isDue, ahead] = [draw.chance(1 / 12), draw.whole(5, 18)];
  if (!vehicle) return null;
  return isDue ? daysBefore(today, -ahead) : vehicle.inspectedUntil;
}
