import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";

/** A driving licence as its register knows it. */
export type DrivingLicence = {
  kind: "car" | "motorcycle";
  /** The first day of the month in which it was issued, or the 18th birthday if that is later. */
  issuedOn: CalendarDate;
  /** The last day on which it holds: the 75th birthday, or one in the coming year for those who are older. */
  validUntil: CalendarDate;
  state: "valid" | "suspended";
  /** Unpaid fines of the driver, NT$. */
  fines: number;
};

const dues = [300, 600, 900] as const;

/** The birthday in a year; that of 29 February is the 28th, which every year has. */
const birthdayIn = (year: number, birthDate: CalendarDate): CalendarDate =>
  `${year}${birthDate.slice(4).replace("-02-29", "-02-28")}`;

/** Three in four adults have a licence; one in fifty of these an unpaid fine, one in two hundred is suspended. */
export function drawDriving(
  draw: Draw,
  { age, year, birthDate, clean }: { age: number; year: number; birthDate: CalendarDate; clean: boolean },
): DrivingLicence | null {
  const [has, trouble, kind] = [draw.unit(), draw.unit(), draw.unit()];
  const due = draw.pick(dues);
  const ago = draw.whole(1, 30);
  const month = String(draw.whole(1, 12)).padStart(2, "0");
  if (age < 18 || (!clean && has >= 0.75)) return null;
  const held = Math.max(0, Math.min(ago, age - 18));
  const issued = held === 0 ? `${year}-01-01` : `${year - held}-${month}-01`;
  const eighteenth = birthdayIn(Number(birthDate.slice(0, 4)) + 18, birthDate);
  return {
    kind: kind < 0.6 ? "car" : "motorcycle",
    issuedOn: [issued, eighteenth].sort()[1]!,
    validUntil: birthdayIn(age < 75 ? Number(birthDate.slice(0, 4)) + 75 : year + 1, birthDate),
    state: !clean && trouble < 0.005 ? "suspended" : "valid",
    fines: !clean && trouble >= 0.98 ? due : 0,
  };
}
