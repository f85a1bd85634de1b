import { failures, handleJob, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { WebhooksApi } from "@troad/webhooks/api";
import { businessOf, type Companies, subjectOfBusiness } from "../companies/companies.ts";
import { type Recipients, recipientOf } from "../recipients/recipients.ts";
import { purgeAssertions } from "../store/deliveries.ts";
import {
  consentOfRequest,
  consentsFor,
  dataConsentsOf,
  dataConsentsOfBusiness,
  endingConsents,
  insertEnd,
  insertErased,
  insertReminder,
  lockConsent,
  type StandingRow,
} from "../store/requests.ts";
import type { Withdrawals } from "../withdrawals/withdrawals.ts";
import type { Client } from "./assertion.ts";
import { type CapacityParts, principalsOf } from "./capacity.ts";
import { stopRecipient, tellApplicant, tellPerson, tellRecipient } from "./jobs.ts";
import type { Sending } from "./sending.ts";

const fail = failures({ "mydata.consent-unknown": 404, "mydata.consent-ended": 409, "mydata.erasure-unasked": 409 });
const dayMs = 86_400_000;
/** For erasing, and saying so. */
const eraseDays = 30;
const remindDays = 14;
const atOnce = 200;

export type { StandingRow } from "../store/requests.ts";
export const webhookOf = (client: string): string => `client-${client}`;
export type Standing = ReturnType<typeof openStanding>;
type Parts = {
  recipients: Recipients;
  notify: Pick<NotifyApi, "send">;
  webhooks: Pick<WebhooksApi, "send">;
  people: CapacityParts["people"];
  /** Answers that are on their way under a consent that ends are broken off. */
  sending: Pick<Sending, "stop">;
  companies: Pick<Companies, "representBy" | "subjectsOf">;
  withdrawals: Pick<Withdrawals, "endUnder">;
};

/** Whether a consent to a recipient counts, or something given under it may still be with the recipient. */
export function stateOf(
  { end_reason, until, kind, delivered }: Pick<StandingRow, "end_reason" | "until" | "kind" | "delivered">,
  now: Date,
): "active" | "delivered" | "withdrawn" | "recipient-ended" | "ran-out" {
  if (end_reason !== null) return end_reason;
  if (kind === "once" && delivered > 0) return "delivered";
  return Date.parse(until) > now.getTime() ? "active" : "ran-out";
}

/** Consents to recipients: listed, withdrawn, ended with the recipient; whom that concerns is told. */
export function openStanding(
  ctx: ModuleContext,
  { recipients, notify, webhooks, people, companies, sending, withdrawals }: Parts,
) {
  const eraseBy = (at: string): string => new Date(Date.parse(at) + eraseDays * dayMs).toISOString();
  const own = async (subject: string, id: string): Promise<StandingRow> => {
    const row = isUuid(id) ? await consentOfRequest(ctx.db, id) : undefined;
    if (!row?.sets) throw fail("mydata.consent-unknown");
    if (row.subject === subject) return row;
    const business = businessOf(row.subject);
    if (business !== undefined) {
      // any one who represents it now suffices, no matter who signed
      const represents = await companies.representBy(business, subject, id).catch(() => undefined);
      if (!represents) throw fail("mydata.consent-unknown");
      return row;
    }
    // who agreed for someone else withdraws for them too, as long as the mandate holds
    const acts = row.actor === subject && (await principalsOf({ people }, subject)).some((one) => one.id === row.mandate);
    if (!acts) throw fail("mydata.consent-unknown");
    return row;
  };

  /** Who is told: the person whose data it is, and who agreed for them while that mandate holds. */
  const concerned = async ({ id: consent, subject, actor, mandate }: StandingRow): Promise<string[]> => {
    if (actor === subject) return [subject];
    const business = businessOf(subject);
    if (business !== undefined) return companies.subjectsOf(business, consent);
    const acts = (await principalsOf({ people }, actor)).some(({ id }) => id === mandate);
    return acts ? [subject, actor] : [subject];
  };

  const toldRecipient = handleJob(tellRecipient, async ({ payload: { consent } }) => {
    const row = await consentOfRequest(ctx.db, consent);
    const address = row && (await recipients.approved(row.client))?.terms.webhook;
    if (!row?.ended_at || !row.erase_by || !address) return;
    const data = { request: row.id, reason: row.end_reason!, eraseBy: row.erase_by };
    const endpoint = webhookOf(row.client);
    await webhooks.send({
      key: `mydata.consent-ended ${row.id}`,
      endpoint,
      address,
      type: "mydata.consent-ended",
      at: row.ended_at,
      data,
    });
  });
  const toldPerson = handleJob(tellPerson, async ({ payload: { consent, about, at } }) => {
    const row = await consentOfRequest(ctx.db, consent);
    if (!row) return;
    const name = recipients.nameOf(recipientOf(row.client))?.name;
    const recipient = (row.lang === "zh-Hant" ? name?.["zh-Hant"] : name?.en) ?? row.client;
    for (const to of await concerned(row))
      await notify.send({
        ...{ key: `mydata.${about} ${consent} ${at} ${to}`, to, channel: "message", template: `data-recipient-${about}` },
        ...{ params: { recipient, day: row.until.slice(0, 10) }, link: `${ctx.origin("mydata")}/my-data/consents` },
      });
  });
  const toldApplicant = handleJob(tellApplicant, async ({ payload: { client, version, at, to, name } }) => {
    await notify.send({
      ...{
        key: `mydata.decided ${client} ${version} ${at}`,
        to,
        channel: "message",
        template: "data-application-decided",
      },
      ...{
        params: { recipient: name },
        link: `${ctx.origin("mydata")}/my-data/applications/${client}/${version}`,
      },
    });
  });
  const stopped = handleJob(stopRecipient, async ({ payload }) => {
    const { client, decision, by, at, after } = payload;
    const found = await consentsFor(ctx.db, client, { now: instant(ctx.clock), givenBy: at, after, limit: atOnce });
    await ctx.db.tx(async (tx) => {
      for (const { id } of found) {
        if (decision === "ended") {
          await lockConsent(tx, id);
          const isNew = await insertEnd(tx, { id, reason: "recipient-ended", actor: by, at, erase_by: eraseBy(at) });
          if (isNew) {
            await withdrawals.endUnder(tx, id, at);
            await tx.enqueue(tellRecipient, { consent: id });
          }
        }
        await tx.enqueue(tellPerson, { consent: id, about: decision, at }, { key: `${decision} ${id} ${at}` });
      }
      const last = found.at(-1);
      if (last && found.length === atOnce) await tx.enqueue(stopRecipient, { ...payload, after: last.id });
    });
    if (decision === "ended") for (const { id } of found) sending.stop(id);
  });

  return {
    jobs: [toldRecipient, toldPerson, toldApplicant, stopped],
    /** One's own, and those given for others by a mandate that holds. */
    list: async (subject: string, page: { before?: string; limit: number }): Promise<StandingRow[]> => {
      const mandates = (await principalsOf({ people }, subject)).map(({ id }) => id);
      return dataConsentsOf(ctx.db, { subject, mandates, before: page.before ?? null, limit: page.limit });
    },
    /** What a business lets others have, for one who represents it now. Throws `mydata.not-representative`. */
    ofBusiness: async (business: string, subject: string, page: { before?: string; limit: number }) => {
      const company = await companies.representBy(business, subject, `consents of ${business}`);
      const own = { subject: subjectOfBusiness(business), before: page.before ?? null, limit: page.limit };
      return { company, rows: await dataConsentsOfBusiness(ctx.db, own) };
    },
    withdraw: async (subject: string, id: string): Promise<void> => {
      const row = await own(subject, id);
      const at = instant(ctx.clock);
      const state = stateOf(row, ctx.clock.now());
      // what was given can be asked back as long as the recipient may have it
      if (state !== "active" && row.delivered === 0) throw fail("mydata.consent-ended");
      await ctx.db.tx(async (tx) => {
        await lockConsent(tx, id);
        if (!(await insertEnd(tx, { id, reason: "withdrawn", actor: subject, at, erase_by: eraseBy(at) }))) return;
        await tx.audit({ actor: subject, action: "mydata.data-consent-withdrawn", target: id });
        await withdrawals.endUnder(tx, id, at);
        await tx.enqueue(tellRecipient, { consent: id });
      });
      sending.stop(id);
    },
    /** The recipient says that it has erased what it got under a consent that ended. */
    erased: async ({ client }: Pick<Client, "client">, id: string): Promise<void> => {
      const row = isUuid(id) ? await consentOfRequest(ctx.db, id) : undefined;
      if (row?.client !== client) throw fail("mydata.consent-unknown");
      if (row.end_reason === null) throw fail("mydata.erasure-unasked");
      await ctx.db.tx(async (tx) => {
        if (await insertErased(tx, id, instant(ctx.clock)))
          await tx.audit({ actor: recipientOf(client), action: "mydata.data-erased", target: id });
      });
    },
    /** Tells people two weeks before a standing consent ends. */
    remind: async (): Promise<void> => {
      const now = ctx.clock.now();
      const at = now.toISOString();
      const soon = new Date(now.getTime() + remindDays * dayMs).toISOString();
      // each that was reminded is not found again
      for (let found = await endingConsents(ctx.db, at, soon, atOnce); found.length > 0; ) {
        for (const { id, until } of found)
          await ctx.db.tx(async (tx) => {
            if (await insertReminder(tx, id, at)) await tx.enqueue(tellPerson, { consent: id, about: "ends", at: until });
          });
        found = await endingConsents(ctx.db, at, soon, atOnce);
      }
    },
    purge: () => purgeAssertions(ctx.db, instant(ctx.clock)),
  };
}
