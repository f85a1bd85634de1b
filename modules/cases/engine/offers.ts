import { type Applying, type Registrar, valueAt } from "@troad/flow";
import { type FieldOf, givenFor, type Offer, type Page } from "@troad/forms";
import { type Registrars, registrarOf } from "../steps/act.ts";

type Offered = FieldOf<"offered">;
/** What modules offer for the questions of some pages, by field; one that could not be asked has nothing. */
export type Offers = Record<string, Offer[]>;

const offeredIn = ({ fields }: Page): Offered[] => fields.filter((field): field is Offered => field.type === "offered");

/** Asks modules for what may be chosen on pages, as far as the answers are there that narrow it. */
export async function offersOn(
  registrars: Registrars,
  pages: readonly Page[],
  answers: Record<string, unknown>,
  by: () => Promise<Applying>,
): Promise<Offers> {
  const fields = pages.flatMap(offeredIn).filter((field) => givenFor(field, answers) !== undefined);
  if (fields.length === 0) return {};
  const applying = await by();
  const asked = fields.map(async (field): Promise<[string, Offer[]]> => {
    const query: Parameters<Registrar["offers"]>[0] = { of: field.of, by: applying, given: givenValues(field, answers) };
    return [field.name, await registrarOf(registrars, field.of).offers(query)];
  });
  return Object.fromEntries(await Promise.all(asked));
}

/** The values of the answers that narrow a list. */
const givenValues = ({ given = [] }: Offered, answers: Record<string, unknown>): Record<string, string[]> =>
  Object.fromEntries(
    given.map((name) => {
      const at = (reference: string) => valueAt(reference, { answers: answers as never, sources: {} });
      const value = at(`answers.${name}.value`) ?? at(`answers.${name}`);
      return [name, [value].flat().filter((one) => typeof one === "string")];
    }),
  );
