import { backoffMs, type ModuleContext } from "@troad/kernel";
import type { RegistersApi } from "@troad/registers/api";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { Subscription } from "./domain/subscription.ts";
import { placeOf, putPlace } from "./store/places.ts";

/** How many changes one message tells. */
const atOnce = 200;
/** Messages to one subscriber in one run, so that one that was away does not keep the others waiting. */
const messagesAtOnce = 20;
const retry = { attempts: Number.POSITIVE_INFINITY, firstMs: 1_000, mostMs: 60_000 };

type Parts = {
  ctx: Pick<ModuleContext, "agencyDb" | "clock" | "log">;
  registers: Pick<RegistersApi, "changesAfter">;
  road: Pick<RoadApi, "consumerUrl">;
};

/**
 * Tells a subscriber of the changes since the last that it confirmed, in the order in which they were written. One that does not answer is asked
 * again, at most a minute later, for as long as it takes: its place stands still meanwhile, so it catches up.
 */
export async function tellSubscriber({ ctx, registers, road }: Parts, subscription: Subscription): Promise<void> {
  const { id, teller, kinds, register } = subscription;
  const db = ctx.agencyDb(teller.agency.id);
  const name = `tell ${id}`;
  for (let messages = 0; messages < messagesAtOnce; messages++) {
    const place = await placeOf(db, name);
    if (place?.nextAt && Date.parse(place.nextAt) > ctx.clock.now().getTime()) return;
    if (!place) return;
    const asked = { agency: teller.agency.id, registers: [register], after: place.seq, limit: atOnce };
    const { changes, last } = await registers.changesAfter(asked);
    const end = changes.length < atOnce ? Math.max(last, place.seq) : changes.at(-1)!.seq;
    const told = changes
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ seq, key, kind, version }) => ({ seq, key, kind, version }));
    const code = told.length === 0 ? undefined : await send(road, subscription, told);
    if (code !== undefined) {
      const failures = place.failures + 1;
      const nextAt = new Date(ctx.clock.now().getTime() + backoffMs(retry, failures)).toISOString();
      ctx.log.warn({ subscription: id, code, failures }, "a subscriber could not be told of changes");
      return putPlace(db, name, { seq: place.seq, failures, nextAt });
    }
    if (end !== place.seq || place.failures > 0) await putPlace(db, name, { seq: end, failures: 0, nextAt: null });
    if (changes.length < atOnce) return;
  }
}

/** A new subscription begins with what changes from now on. */
export async function beginTelling({ ctx, registers }: Parts, { id, teller, register }: Subscription): Promise<void> {
  const db = ctx.agencyDb(teller.agency.id);
  if (await placeOf(db, `tell ${id}`)) return;
  const { last } = await registers.changesAfter({ agency: teller.agency.id, registers: [register], after: 0, limit: 1 });
  await putPlace(db, `tell ${id}`, { seq: last, failures: 0, nextAt: null });
}

type Told = { seq: number; key: string; kind: string; version: number };

/** The code of a failure, or undefined. The id of the exchange follows from what is told, so telling it again is the same exchange. */
async function send(
  road: Pick<RoadApi, "consumerUrl">,
  subscription: Subscription,
  changes: Told[],
): Promise<string | undefined> {
  const { id, instance, teller, toldAt } = subscription;
  try {
    const reply = await askRegister(await road.consumerUrl(teller.agency.member), {
      target: `/r1/${instance}/${toldAt}/changed`,
      client: teller.client,
      exchangeId: `changes-${id}-${changes[0]!.seq}-${changes.at(-1)!.seq}`,
      consent: null,
      issue: `${id} ${changes[0]!.seq}-${changes.at(-1)!.seq}`,
      body: { event: "registers.record-changed.v1", subscription: id, changes },
    });
    return reply.ok ? undefined : reply.code;
  } catch (error) {
    return error instanceof Error ? error.name : "unknown";
  }
}
