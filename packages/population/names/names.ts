import type { Draw } from "../draw/random.ts";
import { weighted } from "../draw/weighted.ts";
import { givenNames } from "./given.ts";
import { surnames } from "./surnames.ts";

export type Surname = { name: string; latin: string };
export type FullName = { name: string /** As in a passport: surname, then the given name with a hyphen. */; latin: string };

export const drawSurname: (draw: Draw) => Surname = weighted(
  surnames.map(([name, perMille, latin]) => [{ name, latin }, perMille] as const),
);

/** Two characters for most, one for some; of the generation of the person. */
export function drawName(draw: Draw, surname: Surname, sex: "male" | "female", bornIn: number): FullName {
  const { first, last } = givenNames(sex, bornIn);
  const [head, headLatin] = draw.pick(first);
  const [tail, tailLatin] = draw.pick(last);
  // The same character twice is rare as a name; one of them is left then, and for one in twenty-five anyway.
  if (head === tail || draw.chance(0.04)) return { name: `${surname.name}${tail}`, latin: `${surname.latin}, ${tailLatin}` };
  return { name: `${surname.name}${head}${tail}`, latin: `${surname.latin}, ${headLatin}-${tailLatin.toLowerCase()}` };
}
