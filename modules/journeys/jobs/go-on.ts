import { caseEnded } from "@troad/cases/events";
import { type HandledEvent, handleEvent, instant, type Tx } from "@troad/kernel";
import { journeyOf, type Parts } from "../engine/parts.ts";
import { emptyWhereDone, lockJourney } from "../store/journeys.ts";
import { type PartRow, partsOf, partsOfCase, setEnded, setPart } from "../store/parts.ts";
import { fileJob } from "./definitions.ts";

/** A case has ended: the parts that wait for it start by themselves, or are told that they cannot. */
export const endedCases = (parts: Parts): HandledEvent[] => [
  handleEvent(caseEnded, async ({ case: id, end }, tx) => {
    for (const part of await partsOfCase(tx, id)) {
      await lockJourney(tx, part.journey);
      await setEnded(tx, part, end);
      await goOn(parts, tx, part, end);
      await emptyWhereDone(tx, part.journey);
    }
  }),
];

/** Starts what waits for this part alone, or is blocked by it; a grant that comes later, by a remedy, starts it too. */
export async function goOn(
  parts: Parts,
  tx: Tx,
  { journey: id, service }: Pick<PartRow, "journey" | "service">,
  end: string | null,
): Promise<void> {
  const row = await lockJourney(tx, id);
  if (!row?.answers || end === null) return;
  const all = await partsOf(tx, id);
  const at = instant(parts.ctx.clock);
  const endOf = (one: string): string | null | undefined =>
    one === service ? end : all.find((part) => part.service === one)?.ended;
  for (const { service: other, after } of journeyOf(parts, row).parts) {
    const part = all.find((one) => one.service === other);
    if (!part || !after.includes(service) || (part.state !== "waiting" && part.state !== "blocked")) continue;
    const needed = after.filter((one) => all.some((before) => before.service === one && before.state !== "left-out"));
    const to = needed.every((one) => endOf(one) === "granted") ? "filing" : end === "granted" ? part.state : "blocked";
    if (to === part.state) continue;
    await setPart(tx, part, { state: to, at, code: to === "blocked" ? "journey.outcome-missing" : null });
    if (to === "filing") await tx.enqueue(fileJob, { journey: id, service: other }, { key: `${id} ${other}` });
    // what waits for a part that cannot start waits for nothing
    if (to === "blocked") await goOn(parts, tx, { journey: id, service: other }, "closed");
  }
}
