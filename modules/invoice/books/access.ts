import type { Content } from "@troad/kernel";
import type { MandateInForce, PeopleApi } from "@troad/people/api";
import Type from "typebox";
import { booksFailure } from "./errors.ts";

/** Services whose mandates let someone keep the books of a business (`content/invoice/<id>/books.json`). */
const schema = Type.Object({ mandates: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 20 }) });
export const readBooksMandates = (content: Content): string[] =>
  content.read("invoice", "books.json", schema).flatMap(({ value }) => value.mandates);

/** A business whose books someone keeps: as its representative, or as the agent of it or of who represents it; until when, if that ends. */
export type Client = { ban: string; name: string; as: "representative" | "agent"; until: string | null };

const isBusiness = ({ principal }: MandateInForce): boolean => /^\d{8}$/.test(principal.number);
const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);

/**
 * Whose books a person keeps, asked anew at each request, so that a mandate that ended is none in the next one, with a page that was open
 * too. An agent of a person keeps the books of the businesses that this person represents, as long as both mandates are in force.
 */
export function openBooksAccess(people: Pick<PeopleApi, "inForce">, services: readonly string[]) {
  const held = async (holder: string): Promise<MandateInForce[]> => {
    const all = await Promise.all(services.map((service) => people.inForce({ holder, service })));
    return [...new Map(all.flat().map((one) => [one.id, one])).values()];
  };
  const clientsOf = async (subject: string): Promise<Client[]> => {
    const found = new Map<string, Client>();
    const keep = ({ principal, until }: MandateInForce, as: Client["as"], most: string | null): void => {
      const { number: ban, name } = principal;
      const before = found.get(ban);
      if (!before || (before.as === "agent" && as === "representative"))
        found.set(ban, { ban, name, as, until: earlier(until, most) });
    };
    for (const mandate of await held(subject)) {
      if (isBusiness(mandate)) keep(mandate, mandate.kind === "representative" ? "representative" : "agent", null);
      else if (mandate.kind === "agent")
        for (const one of await held(mandate.principal.subject))
          if (one.kind === "representative" && isBusiness(one)) keep(one, "agent", mandate.until);
    }
    return [...found.values()].toSorted((a, b) => (a.ban < b.ban ? -1 : 1));
  };
  return {
    clientsOf,
    /** The business, if the person keeps its books; one that is not there is answered as another's. */
    need: async (subject: string, ban: string): Promise<Client> => {
      const client = (await clientsOf(subject)).find((one) => one.ban === ban);
      if (!client) throw booksFailure("books.not-yours");
      return client;
    },
  };
}
export type BooksAccess = ReturnType<typeof openBooksAccess>;
