import type { Tx } from "@troad/kernel";
import { noticeDelivered } from "./events.ts";
import { findNotice, keyOfNotice } from "./store/notices.ts";

/** Tells who sent a notice that it was delivered: at the first of opening and receipt. */
export async function publishDelivered(tx: Tx, id: string): Promise<void> {
  const key = await keyOfNotice(tx, id);
  const steps = (await findNotice(tx, id))?.steps ?? [];
  const done = steps.flatMap(({ step, at }) =>
    step === "opened" || step === "delivered" ? [{ by: step, at: new Date(at) }] : [],
  );
  const first = done.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
  if (key !== undefined && first) await tx.publish(noticeDelivered, { key, by: first.by, at: first.at.toISOString() });
}
