import { nationalIdOf } from "@troad/population";
import type { Draft } from "../draft.ts";
import type { Sex } from "../records.ts";

/** Each number has seven free digits; the office is warned when a series comes near its end. */
const lastSerial = 9_999_999;
const warnFrom = 9_900_000;
/** Numbers that were given before the series began are passed over; each look at one costs a round. */
const mostTries = 120;

const article = "D0030030:3";

/** The next national id of a county and sex that no one has (Regulations on ID cards, Articles 3 and 4); undefined when the series is used up. */
export const nextNationalId = (draft: Draft, letter: string, sex: Sex): string | undefined =>
  nextFree(draft, `national-id ${letter} ${sex}`, { low: "id-space-low", exhausted: "id-space-exhausted" }, (serial) => ({
    register: "person",
    key: nationalIdOf(letter, sex, serial),
  }));

/**
 * The next number of a household. By Article 3 the eighth place is a check digit whose rule is not published, so here it is a seventh digit of the
 * serial.
 */
export const nextHouseholdNo = (draft: Draft, letter: string): string | undefined =>
  nextFree(
    draft,
    `household ${letter}`,
    { low: "household-numbers-low", exhausted: "household-numbers-exhausted" },
    (serial) => ({
      register: "household-unit",
      key: `${letter}${String(serial).padStart(7, "0")}`,
    }),
  );

type Place = { register: string; key: string };

function nextFree(
  draft: Draft,
  series: string,
  codes: { low: string; exhausted: string },
  placeOf: (serial: number) => Place,
): string | undefined {
  for (let tries = 0; tries < mostTries; tries++) {
    const serial = draft.world.next(series);
    if (serial > lastSerial) break;
    const { register, key } = placeOf(serial);
    if (draft.world.read(register, key) !== undefined) continue;
    if (serial >= warnFrom) draft.note(codes.low, article);
    return key;
  }
  draft.refuse(codes.exhausted, article);
  return undefined;
}
