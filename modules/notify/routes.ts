import { createHash, timingSafeEqual } from "node:crypto";
import { type Database, instant, type ModuleContext } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import { isLost, readBounce } from "./domain/bounce.ts";
import { notifyFailure } from "./domain/errors.ts";
import { deliveryOf } from "./domain/return-path.ts";
import { setAddressState } from "./store/addresses.ts";
import { endDelivery, findDelivery } from "./store/deliveries.ts";

type Parts = { db: Database; clock: ModuleContext["clock"]; secret: string; token: string | undefined };

/** A report with the head of the mail that came back; those with the whole mail are cut by mail servers. */
const bodyLimit = 262_144;
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Where the mail server posts what came back to our return addresses, one mail (message/rfc822) a request. */
export function bounceRoutes(app: FastifyInstance, parts: Parts): void {
  const { token } = parts;
  if (token === undefined) return;
  app.register(async (own) => {
    own.addContentTypeParser("message/rfc822", { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));
    own.post("/notify/bounces", { schema: { hide: true }, bodyLimit, config: { dataOnly: true } }, async (request, reply) => {
      const { authorization = "" } = request.headers;
      if (!timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))) throw notifyFailure("notify.report-unauthorized");
      if (!Buffer.isBuffer(request.body)) throw notifyFailure("notify.report-malformed");
      await hearBounce(parts, request.body);
      return reply.code(204).send();
    });
  });
}

/** Notes a returned mail; the same report again changes nothing. Throws `notify.report-malformed` if it is no report about a mail of ours. */
export async function hearBounce({ db, clock, secret }: Omit<Parts, "token">, mail: Uint8Array): Promise<void> {
  const bounce = await readBounce(mail).catch(() => undefined);
  const id = bounce?.to.map((address) => deliveryOf(address, secret)).find((found) => found !== undefined);
  const delivery = id === undefined ? undefined : await findDelivery(db, id);
  if (!bounce || !delivery) throw notifyFailure("notify.report-malformed");
  if (!isLost(bounce, delivery.value)) return;
  await db.tx(async (tx) => {
    const reason = bounce.recipients.find(({ action }) => action === "failed")!.status.slice(0, 20);
    const isNew = await endDelivery(tx, { id: delivery.id, state: "bounced", reason, at: instant(clock) });
    if (isNew && delivery.address_id !== null) await setAddressState(tx, delivery.address_id, "bounced");
  });
}
