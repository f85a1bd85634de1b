import { failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { AgreedReading } from "../api.ts";
import { businessOf } from "../companies/companies.ts";
import { recipientOf } from "../recipients/recipients.ts";
import { closeDelivery, isDelivery } from "../store/deliveries.ts";
import { lockConsent } from "../store/requests.ts";
import type { Client } from "./assertion.ts";
import type { Deliveries } from "./deliveries.ts";
import { tellPerson } from "./jobs.ts";

const fail = failures({ "mydata.reading-over": 410, "mydata.request-wider": 403 });
/** How long an answer may be read page by page. */
const readingMs = 3_600_000;

type Asked = { client: string; consent: string; set: string; reading: string | null };
export type PagedReads = (asked: Asked) => Promise<AgreedReading>;
type Parts = Pick<Deliveries, "begin" | "furtherOf" | "mustStand">;

/** Answers that another module gives page by page: each counts once, however many pages it has, and its person is told once. */
export function openPagedReads(ctx: Pick<ModuleContext, "db" | "clock" | "ids">, deliveries: Parts): PagedReads {
  return async ({ client, consent: id, set, reading: former }) => {
    const consent = await deliveries.furtherOf({ client } as Client, id);
    const agreed = consent.sets?.find((one) => one.set === set);
    if (!agreed || businessOf(consent.subject) !== undefined) throw fail("mydata.request-wider");
    await deliveries.mustStand(consent);
    const told = { subject: consent.subject, fields: agreed.fields, until: consent.until };
    if (former !== null) {
      const since = new Date(ctx.clock.now().getTime() - readingMs).toISOString();
      if (!isUuid(former) || !(await isDelivery(ctx.db, { id: former, consent: id, since }))) throw fail("mydata.reading-over");
      return { reading: former, ...told };
    }
    const reading = ctx.ids.uuid();
    await deliveries.begin(consent, reading, false);
    await ctx.db.tx(async (tx) => {
      await lockConsent(tx, id);
      await closeDelivery(tx, {
        id: reading,
        outcome: "delivered",
        sets: [{ id: set, code: 200, asOf: instant(ctx.clock), reason: null }],
      });
      await tx.enqueue(tellPerson, { consent: id, about: "taken", at: instant(ctx.clock) });
      await tx.audit({
        actor: recipientOf(client),
        action: "mydata.delivery-delivered",
        target: reading,
        detail: { consent: id, sets: [`${set} 200`] },
      });
    });
    return { reading, ...told };
  };
}
