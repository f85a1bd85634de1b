import type { Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";

/** A fishing boat, what it landed, and what its operator has learned and done at sea. */
export type Fishing = {
  /** `CT`, the class by tonnage, six digits. */
  vessel: string;
  vesselName: string;
  tonnage: number;
  permitUntil: string;
  landing: string;
  landedOn: string;
  /** Verified weight in kilograms. */
  landed: number;
  trainedOn: string;
  bookUntil: string;
  seaDays: number;
  trips: number;
  hours: number;
  leftOn: string;
};

/** Gross tonnage in the middle of each class, from CT0 on. */
const tonnages = [3, 7, 15, 35, 75, 150, 350, 700, 1_200, 1_800] as const;

/** One adult in eight has a boat, so that a small population has some; every person's has a number of its own. */
export function fishingOf(draw: Draw, { age, nationalId }: Person, { year }: Today): Fishing | null {
  const has = draw.chance(0.125);
  const [landed, trips] = [draw.whole(5, 40) * 1_000, draw.whole(12, 90)];
  if (age < 20 || !has) return null;
  const serial = nationalId.slice(2, 9);
  return {
    vessel: `CT${serial[0]}-${serial.slice(1)}`,
    vesselName: `示範${serial.slice(-3)}號（合成）`,
    tonnage: tonnages[Number(serial[0])]!,
    permitUntil: `${year + 1}-12-31`,
    landing: `LN-${year - 1}-${serial}`,
    landedOn: `${year - 1}-11-15`,
    landed,
    trainedOn: `${year - 2}-06-15`,
    bookUntil: `${year + 2}-06-30`,
    seaDays: trips * 4,
    trips,
    hours: trips * 20,
    leftOn: `${year - 1}-12-20`,
  };
}

/** One adult in eight has passed the examination of bookkeepers, and has not yet asked for the certificate. */
export const hasPassedBookkeeping = (draw: Draw, { age }: Person): true | null => (draw.chance(0.125) && age >= 20 ? true : null);
