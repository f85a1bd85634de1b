import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";

export type MilitaryService = {
  state: "not-yet" | "deferred" | "serving" | "discharged" | "exempt";
  kind: "military" | "substitute" | null;
  branch: "army" | "navy" | "air-force" | null;
  from: CalendarDate | null;
  until: CalendarDate | null;
  certificateNo: string | null;
};

const volunteersFrom = 50;

/** Men from 19 on (Act of Military Service System articles 3 and 4): students wait, severe disabilities exempt, the others served in their twenties. */
export function militaryOf(
  draw: Draw,
  { sex, age, birthDate, schooling, disability, insurance }: Person,
  { year }: Today,
): MilitaryService | null {
  const [late, kind, branch, number] = [
    draw.whole(0, 2),
    draw.unit(),
    draw.pick(["army", "navy", "air-force"] as const),
    draw.whole(1_000_000, 9_999_999),
  ];
  const [volunteers, years] = [draw.chance(0.12), draw.pick([5, 11, 14, 21] as const)];
  if (sex !== "male" || age < 18) return null;
  const none = { kind: null, branch: null, from: null, until: null, certificateNo: null };
  if (disability === "severe" || disability === "profound") return { state: "exempt", ...none };
  if (schooling !== null) return { state: "deferred", ...none };
  const began = Number(birthDate.slice(0, 4)) + 22 + late;
  if (began >= year || (insurance !== null && age < 23)) return { state: "not-yet", ...none };
  const served = kind < 0.1 ? ("substitute" as const) : ("military" as const);
  // of the older ones some stayed as volunteers
  const stayed = served === "military" && volunteers && age >= volunteersFrom ? years : 0;
  return {
    state: "discharged",
    kind: served,
    branch: served === "military" ? branch : null,
    from: `${began}-02-01`,
    until: `${began + stayed}-06-30`,
    certificateNo: `SYN${number}`,
  };
}
