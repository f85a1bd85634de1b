import { shifted } from "@troad/content-law";
import { LawError } from "@troad/law";

/** A last day of payment, moved where offices are closed; as it is in years whose office calendar was not announced yet. */
export function lastDayOf(day: string): string {
  try {
    return shifted(day);
  } catch (error) {
    if (error instanceof LawError && error.code === "law.out-of-range") return day;
    throw error;
  }
}
