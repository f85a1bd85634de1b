import type { ClientRecord, EidApi } from "@troad/eid/api";
import { bearerOf, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { Shop } from "../shop/access.ts";
import { shopFailure, shopField } from "../shop/errors.ts";
import { programFailure } from "./errors.ts";
import { endProgram, insertProgram, lockPrograms, programsOf } from "./programs-store.ts";

export const base = "/invoice/v2";
const mostPrograms = 50;

type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "origin">; eid: Pick<EidApi, "provenClient" | "clientInForce"> };

/** Which programs work for a business; asked anew at each request, so what has ended counts from the same moment on. */
export function openPrograms({ ctx: { db, clock, origin }, eid }: Parts) {
  return {
    /** The client that calls, by an assertion that is good for one call. */
    clientOf: async (request: FastifyRequest): Promise<ClientRecord> => {
      const assertion = bearerOf(request);
      const client =
        assertion === undefined ? null : await eid.provenClient({ assertion, audience: `${origin("invoice")}${base}` });
      if (!client) throw programFailure("program.client-unknown");
      return client;
    },
    /** The business, if it lets this client do that much. One that is not there is answered as another's. */
    need: async (client: string, ban: string, rights: "reader" | "clerk"): Promise<Shop> => {
      const found = await programsOf(db, { client, ban });
      const [program] = found.toSorted((a, b) => (a.rights < b.rights ? -1 : 1));
      if (!program) throw shopFailure("shop.not-yours");
      if (rights === "clerk" && program.rights !== "clerk") throw shopFailure("shop.not-allowed");
      return { ban, name: program.shopName, rights: program.rights };
    },
    list: (ban: string) => programsOf(db, { ban }),
    one: async (no: number) => (await programsOf(db, { no }))[0],
    name: async (asked: { shop: Shop; client: string; rights: string; webhook: string; by: string }): Promise<void> => {
      const { shop, client, rights, webhook, by } = asked;
      if (rights !== "clerk" && rights !== "reader") throw shopField("shop.field-missing", "rights");
      const known = isUuid(client) ? await eid.clientInForce(client) : null;
      if (!known || known.registration.auth !== "private_key_jwt") throw shopField("shop.client-unknown", "client");
      if (webhook !== "" && !/^https:\/\/[^\s/@]+(\/\S*)?$/.test(webhook)) throw shopField("shop.field-form", "webhook");
      await db.tx(async (tx) => {
        await lockPrograms(tx, shop.ban);
        const there = await programsOf(tx, { ban: shop.ban });
        if (there.length >= mostPrograms || there.some((one) => one.client === client))
          throw shopField("shop.already-named", "client");
        const name = known.registration.name["zh-Hant"];
        const row = { ban: shop.ban, shopName: shop.name, client, name, rights, webhook: webhook || null } as const;
        await insertProgram(tx, { ...row, by, at: instant(clock) });
        await tx.audit({ actor: by, action: "invoice.program-named", target: `${shop.ban} ${client}`, detail: { rights } });
      });
    },
    end: ({ shop, no, by }: { shop: Shop; no: number; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        if ((await endProgram(tx, { no, ban: shop.ban, by, at: instant(clock) })) === 0) throw shopFailure("shop.unknown");
        await tx.audit({ actor: by, action: "invoice.program-ended", target: shop.ban, detail: { no } });
      }),
  };
}
export type Programs = ReturnType<typeof openPrograms>;
