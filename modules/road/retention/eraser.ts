import { instant, type Schedule } from "@troad/kernel";
import type { Retention } from "../domain/retention.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { type Body, digestOfBody, sizeOf } from "../gateway/log/body.ts";
import { type About, sealMessage } from "../gateway/log/kept-message.ts";
import { readOutcome, readRequest } from "../gateway/log/message-log.ts";
import { insertErasure, lockErasure, orderedBodies, overdueBodies, replaceMessages } from "../store/erasure.ts";
import type { LogKey } from "../store/messages.ts";
import { readProgress } from "../store/seals.ts";

type Due = LogKey & { consumer: string; cause?: number };

const dayMs = 86_400_000;
const perRound = 200;

/** Erases bodies whose time is over or whose erasure was ordered, some at a time; what is held waits until the hold ends. */
export const eraseBodies = (gateway: Gateway, retention: Retention, everySeconds: number): Schedule => ({
  name: "road.erasure",
  everyMs: everySeconds * 1000,
  run: async (signal) => {
    while (!signal.aborted && (await eraseOnce(gateway, retention)) > 0);
  },
});

/** One round; gives how many exchanges lost their bodies. Only what is in the public log and stamped is touched. */
export async function eraseOnce(gateway: Gateway, retention: Retention): Promise<number> {
  const { db, ctx, instance } = gateway;
  const upto = Math.min(await readProgress(db, "told"), await readProgress(db, "stamped"));
  const due: Due[] = await orderedBodies(db, upto, perRound);
  for (const { service, days } of retention) {
    if (due.length >= perRound) break;
    const before = new Date(ctx.clock.now().getTime() - days * dayMs).toISOString();
    due.push(...(await overdueBodies(db, { provider: `${instance}/${service}`, before, upto, limit: perRound })));
  }
  let erased = 0;
  for (const one of due.slice(0, perRound)) if (await eraseBody(gateway, one)) erased += 1;
  return erased;
}

/** Takes the bodies out of both messages of an exchange. Head, signature, time stamp and the digest of each body stay: all that proves it. */
async function eraseBody(gateway: Gateway, { consumer, cause, ...key }: Due): Promise<boolean> {
  const { db, ctx } = gateway;
  const { exchange_id: id, side, namespace } = key;
  const [request, outcome] = await Promise.all([readRequest(gateway, { id, side, consumer }), readOutcome(gateway, key)]);
  const at = instant(ctx.clock);
  const done = await db.tx(async (tx) => {
    await lockErasure(tx);
    if (!(await insertErasure(tx, key, at, cause ?? null))) return false;
    await replaceMessages(tx, key, {
      request: request && bodiless(gateway, { id, side, namespace, part: "request" }, request),
      response: outcome ? bodiless(gateway, { id, side, namespace, part: "response" }, outcome) : undefined,
    });
    await tx.audit({
      actor: cause === undefined ? "retention" : "order",
      action: "road.body-erased",
      target: id,
      detail: { side, consumer, order: cause ?? null },
    });
    return true;
  });
  // the files of large bodies go when nothing refers to them any more; one that a kill leaves cannot be read: its key went with the message
  if (done) for (const one of [request, outcome]) if (one?.body?.in === "file") await gateway.messages.spool.drop(one.body.file);
  return done;
}

/** The message with nothing of its body but size and SHA-512; undefined where there is no body, or none any more. */
function bodiless(gateway: Gateway, about: About, message: { head: Buffer | null; body: Body | null }): Buffer | undefined {
  const { head, body } = message;
  if (!head || !body || body.in === "nowhere" || sizeOf(body) === 0) return undefined;
  const gone: Body = { in: "nowhere", size: sizeOf(body), digest: digestOfBody(body) };
  return sealMessage(gateway.identity.logKey, about, { head, body: gone });
}
