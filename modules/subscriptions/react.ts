import type { BenefitsApi } from "@troad/benefits/api";
import type { CardsApi } from "@troad/cards/api";
import type { EidApi } from "@troad/eid/api";
import { defineJob, instant, type ModuleContext } from "@troad/kernel";
import type { RegistersApi } from "@troad/registers/api";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import Type, { type Static } from "typebox";
import { applies, type Subscription, type SubscriptionStep, valuesFor } from "./domain/subscription.ts";
import { insertReaction, placeOf, putPlace, stepsDone } from "./store/places.ts";

const payload = Type.Object({
  agency: Type.String({ maxLength: 100 }),
  received: Type.Integer(),
  subscription: Type.String({ maxLength: 100 }),
  key: Type.String({ maxLength: 40 }),
  kind: Type.String({ maxLength: 60 }),
  version: Type.Integer(),
});
/** What follows from one change; a try of each step is repeated for about a day. */
export const reactJob = defineJob("subscriptions.react", { payload, retry: { attempts: 300 }, concurrency: 4 });
export type Received = Static<typeof payload>;

type Parts = {
  ctx: Pick<ModuleContext, "agencyDb" | "clock" | "log">;
  registers: Pick<RegistersApi, "receivedAfter">;
  road: Pick<RoadApi, "consumerUrl">;
  eid: Pick<EidApi, "revokeCardsOf" | "suspendCardsOf">;
  benefits: Pick<BenefitsApi, "died">;
  cards: CardsApi;
};

const atOnce = 200;

/** Turns what an agency was told into jobs; the place moves in the same transaction. */
export async function takeIn({ ctx, registers }: Parts, agency: string): Promise<void> {
  const db = ctx.agencyDb(agency);
  for (;;) {
    const place = await placeOf(db, "received");
    const received = await registers.receivedAfter({ agency, after: place?.seq ?? 0, limit: atOnce });
    const last = received.at(-1);
    if (!last) return;
    await db.tx(async (tx) => {
      for (const { seq, ...one } of received) await tx.enqueue(reactJob, { agency, received: seq, ...one });
      await putPlace(tx, "received", { seq: last.seq, failures: 0, nextAt: null });
    });
  }
}

/** Does what follows from one change, step by step; a step that was done is not done again. */
export async function react(parts: Parts, subscription: Subscription, job: Received): Promise<void> {
  const db = parts.ctx.agencyDb(job.agency);
  const done = new Set(await stepsDone(db, job.received));
  const { record, asOf } = subscription.reads ? await readRecord(parts, subscription, job) : {};
  for (const [index, step] of subscription.steps.entries()) {
    if (done.has(index) || !applies(step, job.kind, record)) continue;
    const outcome = step.write
      ? await writeFor(parts, subscription, { job, index, write: step.write, record })
      : step.notice
        ? await giveNotice(parts, subscription, { job, index, notice: step.notice, record })
        : step.do === "end-benefits"
          ? await endBenefits(parts.benefits, subscription, { key: job.key, on: String(record?.[step.on!] ?? "") })
          : step.do === "order-card"
            ? await orderCard(parts.cards, job, record)
            : await changeCards(parts, { nationalId: job.key, before: subscription.reads?.version && asOf }, step.do!);
    const at = instant(parts.ctx.clock);
    await db.tx(async (tx) => {
      await insertReaction(tx, { received: job.received, step: index, at, ...outcome });
      const detail = { subscription: subscription.id, kind: job.kind, step: index, outcome: outcome.outcome };
      await tx.audit({ actor: subscription.client, action: "subscription.react", target: subscription.id, detail });
    });
  }
}

/** The subscription, and the number of the event. */
const matterOf = (id: string, received: number): string => `${id} ${received}`;

type Message = { name: string; received: number; target: string; body: object };

/** Asks over the road as the subscriber, for the event of this subscription that it was told of; each try is an exchange of its own. */
async function exchange(road: Parts["road"], subscription: Subscription, { name, received, target, body }: Message) {
  const { id, instance, agency, client } = subscription;
  const exchangeId = `change-${id}-${name}-${crypto.randomUUID().slice(0, 8)}`;
  const question = {
    target: `/r1/${instance}/${target}`,
    client,
    exchangeId,
    consent: null,
    issue: matterOf(id, received),
    body,
  };
  return { exchangeId, reply: await askRegister(await road.consumerUrl(agency.member), question) };
}

/** A national id or the number of a foreign resident. */
const personal = /^[A-Z][1289]\d{8}$/;

type Read = { record?: Record<string, unknown>; asOf?: string };

/** What the record says now, or said in the version that was told. It is an exchange like every other: signed, logged, and shown to the person. */
async function readRecord({ road }: Parts, subscription: Subscription, { received, key, version }: Received): Promise<Read> {
  const { provider, fields, version: which } = subscription.reads!;
  const body = { [personal.test(key) ? "nationalId" : "key"]: key, fields, ...(which === "told" ? { version } : {}) };
  const { reply } = await exchange(road, subscription, { name: String(received), received, target: `${provider}/find`, body });
  if (!reply.ok) throw new Error(`the changed record could not be read: ${reply.code}`);
  if (reply.answer.found !== true) return {};
  return { record: reply.answer.record as Record<string, unknown>, asOf: String(reply.answer.asOf) };
}

type Outcome = { outcome: string; exchangeId: string | null };
type Writing = {
  job: Received;
  index: number;
  write: NonNullable<SubscriptionStep["write"]>;
  record: Record<string, unknown> | undefined;
};

/** What has come about another way stays as it is. */
const settled: Record<string, string> = { "record.exists": "was-there", "record.unknown": "nothing-to-change" };

async function writeFor({ road }: Parts, subscription: Subscription, { job, index, write, record }: Writing): Promise<Outcome> {
  const { id } = subscription;
  const { reply, exchangeId } = await exchange(road, subscription, {
    ...{ name: `${job.received}-${index}`, received: job.received, target: `${write.register}/write` },
    body: {
      writeKey: `change ${id} ${job.received} ${index}`,
      caseId: matterOf(id, job.received),
      create: write.mode === "create",
      key: job.key,
      values: valuesFor(write.values, job.key, record),
    },
  });
  if (reply.ok) return { outcome: "written", exchangeId };
  const outcome = settled[reply.code];
  if (outcome === undefined) throw new Error(`the entry that follows was not made: ${reply.code}`);
  return { outcome, exchangeId };
}

type Noticing = Omit<Writing, "write"> & { notice: NonNullable<SubscriptionStep["notice"]> };

/** The same notice again finds the case that it opened. */
async function giveNotice(
  { road }: Parts,
  subscription: Subscription,
  { job, index, notice, record }: Noticing,
): Promise<Outcome> {
  const { id } = subscription;
  const { reply, exchangeId } = await exchange(road, subscription, {
    ...{ name: `${job.received}-${index}`, received: job.received, target: `${notice.service}/notice/${notice.step}` },
    body: {
      noticeKey: `change ${id} ${job.key} ${index}`,
      person: valuesFor(notice.person, job.key, record),
      values: valuesFor(notice.values, job.key, record),
    },
  });
  if (!reply.ok) throw new Error(`the notice was not taken: ${reply.code}`);
  return { outcome: "noticed", exchangeId };
}

type Cards = { nationalId: string; before: string | undefined };

/** A card proves who a person is: it ends with the person, and rests once the identity card is lost; one that was issued since then does not. */
async function changeCards(
  { eid, cards }: Pick<Parts, "eid" | "cards">,
  { nationalId, before }: Cards,
  act: "revoke-cards" | "suspend-cards",
): Promise<Outcome> {
  const isEnd = act === "revoke-cards";
  // what is being made for the dead is not finished either
  if (isEnd) await cards.personDied(nationalId);
  const count = isEnd ? await eid.revokeCardsOf(nationalId) : await eid.suspendCardsOf({ nationalId, before: before ?? null });
  return { outcome: count === 0 ? "no-card" : isEnd ? "revoked" : "suspended", exchangeId: null };
}

/** What is paid every month stops with the person to whom, or for whom, it is paid. A record without the day is an error: the job is tried again. */
async function endBenefits(
  benefits: Parts["benefits"],
  { agency, client }: Subscription,
  { key, on }: { key: string; on: string },
): Promise<Outcome> {
  const { ended } = await benefits.died({ nationalId: key, agency: agency.id, on, by: client });
  return { outcome: ended === 0 ? "no-benefit" : "ended", exchangeId: null };
}

const granted = { "id-card-first": "first", "id-card-exchange": "exchange", "id-card-replacement": "replacement" } as const;

/** An identity card was granted: the centre makes the one of the New eID. Anyone who is no longer registered when it is read gets none. */
async function orderCard(
  cards: CardsApi,
  { key, kind, version }: Received,
  record: Record<string, unknown> | undefined,
): Promise<Outcome> {
  const of = granted[kind as keyof typeof granted];
  const village = String(record?.villageCode ?? "");
  if (of === undefined || record === undefined || village === "") return { outcome: "no-card", exchangeId: null };
  const holder = Object.fromEntries(
    ["name", "birthDate", "sex", "address"].flatMap((field) =>
      typeof record[field] === "string" ? [[field, record[field] as string]] : [],
    ),
  );
  await cards.order({ key: `household ${key} ${version}`, nationalId: key, kind: of, office: village.slice(0, 8), holder });
  return { outcome: "ordered", exchangeId: null };
}
