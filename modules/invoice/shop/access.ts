import { instant, type ModuleContext } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import { shopFailure, shopField } from "./errors.ts";
import { endMember, insertMember, lockMembers, membershipsOf, membersOf, type Named } from "./member-store.ts";

export type { Member } from "./member-store.ts";
/** `owner`: represents the business; `clerk`: issues and reports; `reader`: looks. */
export type Rights = "owner" | "clerk" | "reader";
export type Shop = { ban: string; name: string; rights: Rights };

const ladder: Record<Rights, number> = { reader: 0, clerk: 1, owner: 2 };
const service = "invoice-shop";
const mostMembers = 200;

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; people: Pick<PeopleApi, "inForce" | "personNamed"> };

/**
 * For which businesses a person works, asked anew at each request: by the mandate of a representative or agent, or as someone whom a
 * representative named. What has ended counts from the same moment on.
 */
export function openShopAccess({ ctx: { db, clock }, people }: Parts) {
  const shopsOf = async (subject: string): Promise<Shop[]> => {
    const found = new Map<string, Shop>();
    const keep = (shop: Shop): void => {
      const before = found.get(shop.ban);
      if (!before || ladder[shop.rights] > ladder[before.rights]) found.set(shop.ban, shop);
    };
    for (const { kind, principal } of await people.inForce({ holder: subject, service }))
      if (/^\d{8}$/.test(principal.number))
        keep({ ban: principal.number, name: principal.name, rights: kind === "representative" ? "owner" : "clerk" });
    for (const { ban, shopName, rights } of await membershipsOf(db, subject)) keep({ ban, name: shopName, rights });
    return [...found.values()].toSorted((a, b) => (a.ban < b.ban ? -1 : 1));
  };
  return {
    shopsOf,
    /** The business, if the person may do that much for it. One that is not there is answered as another's. */
    need: async (subject: string, ban: string, rights: Rights): Promise<Shop> => {
      const shop = (await shopsOf(subject)).find((one) => one.ban === ban);
      if (!shop) throw shopFailure("shop.not-yours");
      if (ladder[shop.rights] < ladder[rights]) throw shopFailure("shop.not-allowed");
      return shop;
    },
    members: (ban: string) => membersOf(db, ban),
    /** Names someone by number and name, so that a mistyped number meets nobody. */
    name: async (asked: { shop: Shop; nationalId: string; name: string; rights: string; by: string }): Promise<void> => {
      const { shop, nationalId, name, rights, by } = asked;
      if (rights !== "clerk" && rights !== "reader") throw shopField("shop.field-missing", "rights");
      const person = await people.personNamed({ nationalId, name });
      if (!person) throw shopField("shop.person-unknown", "nationalId");
      await db.tx(async (tx) => {
        await lockMembers(tx, shop.ban);
        const members = await membersOf(tx, shop.ban);
        if (members.length >= mostMembers || members.some((one) => one.subject === person.subject))
          throw shopField("shop.already-named", "nationalId");
        const { subject, name: known } = person;
        const member = { ban: shop.ban, shopName: shop.name, subject, name: known, rights: rights as Named };
        await insertMember(tx, { ...member, by, at: instant(clock) });
        await tx.audit({
          actor: by,
          action: "invoice.shop-member-named",
          target: `${shop.ban} ${person.subject}`,
          detail: { rights },
        });
      });
    },
    end: ({ shop, no, by }: { shop: Shop; no: number; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        if ((await endMember(tx, { no, ban: shop.ban, by, at: instant(clock) })) === 0) throw shopFailure("shop.unknown");
        await tx.audit({ actor: by, action: "invoice.shop-member-ended", target: shop.ban, detail: { no } });
      }),
  };
}
export type ShopAccess = ReturnType<typeof openShopAccess>;
