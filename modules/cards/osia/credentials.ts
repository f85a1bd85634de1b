import { type Database, isUuid } from "@troad/kernel";
import type { Static } from "typebox";
import type { Cards } from "../cards.ts";
import { type FoundCard, findCards, setMore } from "../store/cards.ts";
import { Refused } from "./refused.ts";
import { refusing } from "./requests.ts";
import type { credentialChange, Expression } from "./schemas.ts";
import { credentialAttributes, credentialView, meets } from "./views.ts";

export type Credentials = ReturnType<typeof openCredentials>;
/** A search that names no card and no person looks at the newest ones. */
const most = 200;
const changed = { ACTIVE: "active", SUSPENDED: "suspended", REVOKED: "revoked" } as const;
export type Changed = keyof typeof changed;
export const isChanged = (status: string): status is Changed => Object.hasOwn(changed, status);

/** The real cards, in the form of OSIA. */
export function openCredentials(db: Database, { content, holding }: Cards) {
  const find = async (id: string): Promise<FoundCard> => {
    const [card] = isUuid(id) ? await findCards(db, { id, nationalId: null, blank: null, limit: 1 }) : [];
    if (!card) throw new Refused(404);
    return card;
  };
  const view = async (card: FoundCard) => credentialView(card, await holding.standing(card), content);
  return {
    read: async (id: string) => view(await find(id)),
    find: async (wanted: readonly Expression[]) => {
      if (wanted.some(({ attributeName }) => !credentialAttributes.includes(attributeName)))
        throw new Refused(400, "attributeName is no attribute of a credential");
      const equal = (name: string): string | null => {
        const value = wanted.find((one) => one.attributeName === name && one.operator === "=")?.value;
        return value === undefined ? null : String(value);
      };
      const found = await findCards(db, {
        ...{ id: equal("credentialId"), nationalId: equal("personId"), blank: equal("credentialNumber"), limit: most },
      });
      const views = await Promise.all(found.map(view));
      const met = views.filter((one) => wanted.every((expression) => meets(one, expression)));
      if (met.length === 0) throw new Refused(404);
      return met;
    },
    /** Place of issue and fields of others are kept; the day of expiry and the authority are in the certificates and stay. */
    update: async (id: string, body: Static<typeof credentialChange>): Promise<void> => {
      const card = await find(id);
      const { expiryDate, issuingAuthority, issuingPlace, others } = body;
      if (expiryDate !== undefined && Date.parse(expiryDate) !== Date.parse(card.not_after ?? "")) throw new Refused(403);
      if (issuingAuthority !== undefined && issuingAuthority !== content.agency) throw new Refused(403);
      const more = {
        ...card.more,
        ...(issuingPlace === undefined ? {} : { issuingPlace }),
        ...(others === undefined ? {} : { others }),
      };
      await setMore(db, card.id, more);
    },
    change: async (id: string, to: Changed, reason: string, client: string): Promise<void> => {
      const card = await find(id);
      await refusing(() => holding.change(card.id, changed[to], reason, client));
    },
  };
}
