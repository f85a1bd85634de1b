import { defineJob, type HandledJob, handleJob, instant, type ModuleContext, RetryLater, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import { type Carriers, Refused, type Words } from "./channels/ports.ts";
import { quietMs } from "./domain/quiet.ts";
import { setAddressState } from "./store/addresses.ts";
import { type DeliveryRow, endDelivery, findDelivery } from "./store/deliveries.ts";
import { findSent } from "./store/messages.ts";
import type { Templates } from "./templates.ts";

/** 1 s, 2 s, 4 s ... at most 10 min: twenty attempts span almost two hours, so that a mail server may be down for one. */
export const deliverJob = defineJob("notify.deliver", {
  payload: Type.Object({ delivery: uuidSchema() }),
  retry: { attempts: 20, firstMs: 1_000, mostMs: 600_000 },
});

export type DeliverParts = Pick<ModuleContext, "db" | "clock" | "texts" | "log"> & {
  carriers: Carriers;
  templates: Templates;
  origin(): string;
};

/** What is sent, in the recipient's language; undefined if there is nothing to say any more. */
async function wordsFor(
  { db, texts, templates, origin }: DeliverParts,
  row: DeliveryRow,
): Promise<(Words & { urgent: boolean }) | undefined> {
  const found = row.message_id === null ? row.content : await findSent(db, row.message_id);
  if (!found) return undefined;
  const t = texts.translator(row.lang);
  // a message of a person is read on their own page, whose address no other person can open
  const link = row.message_id === null ? null : new URL(`/me/messages/${row.message_id}`, origin()).href;
  const urgent = row.message_id === null || templates.find(found.template).urgent === true;
  const foot = t(row.message_id === null ? "notify.foot-code" : "notify.foot");
  return { ...templates.words(row.lang, found), link, open: t("notify.open"), foot, lang: row.lang, urgent };
}

/** Sends one delivery: not at night, again after a failure, never again once it was taken over or refused. */
export const deliver = (parts: DeliverParts): HandledJob =>
  handleJob(deliverJob, async ({ payload: { delivery: id }, attempt }) => {
    const { db, clock, carriers, log } = parts;
    const row = await findDelivery(db, id);
    if (row?.state !== "queued") return;
    const words = await wordsFor(parts, row);
    const end = (state: "sent" | "refused" | "given-up", reason: string | null) =>
      endDelivery(db, { id, state, reason, at: instant(clock) });
    const carrier = carriers[row.channel];
    if (!words || !carrier) return void (await end("given-up", "no-channel"));
    const wait = words.urgent ? 0 : quietMs(clock.now());
    if (wait > 0) throw new RetryLater(wait, "quiet hours");
    try {
      await carrier.send({ id, to: row.value, keys: row.keys, words, urgent: words.urgent });
      await end("sent", null);
    } catch (error) {
      if (error instanceof Refused) {
        await end("refused", error.message);
        if (error.isGone && row.address_id !== null) await setAddressState(db, row.address_id, "bounced");
        return;
      }
      if (attempt < deliverJob.retry.attempts) throw error;
      log.warn({ err: error, delivery: id, channel: row.channel }, "a message was not delivered, and is not tried again");
      await end("given-up", "unreachable");
    }
  });
