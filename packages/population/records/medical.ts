import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";

/** A certificate of medical personnel, and where its holder practises. */
export type MedicalLicence = {
  profession: "nurse" | "pharmacist" | "technologist";
  certificateNo: string;
  issuedOn: CalendarDate;
  practicePlace: string;
  practiceUntil: CalendarDate;
  credits: number;
};

const professions = [
  ["nurse", "RN"],
  ["nurse", "RN"],
  ["pharmacist", "PH"],
  ["technologist", "MT"],
] as const;

/** One adult in twenty-five between 25 and 64 who studies no more; a practice licence is for six years (Medical Care laws), and ends in a later year. */
export function medicalOf(draw: Draw, { age, schooling, birthDate }: Person, { year }: Today): MedicalLicence | null {
  const has = draw.chance(0.04);
  const [[profession, letters], serial, left] = [draw.pick(professions), draw.whole(1, 999_999), draw.whole(1, 5)];
  if (age < 25 || age > 64 || schooling !== null || !has) return null;
  return {
    ...{ profession, certificateNo: `${letters}-${String(serial).padStart(6, "0")}` },
    issuedOn: `${Number(birthDate.slice(0, 4)) + 23}-07-01`,
    ...{ practicePlace: "示範醫院（合成）", practiceUntil: `${year + left}-06-30`, credits: 20 * (6 - left) },
  };
}
