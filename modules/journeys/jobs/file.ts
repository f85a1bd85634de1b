import type { CaseView } from "@troad/cases/api";
import { CodedError, type HandledJob, handleJob, instant, type Tx, taipeiDate } from "@troad/kernel";
import { answersOf } from "../domain/questions.ts";
import { journeyOf, knownOf, type Parts } from "../engine/parts.ts";
import { journeyFailure } from "../errors.ts";
import { emptyWhereDone, findJourney, type JourneyRow, lockJourney } from "../store/journeys.ts";
import { type PartRow, partsOf, setPart } from "../store/parts.ts";
import { completeStanding } from "./complete.ts";
import { discardJob, fileJob, tellJob } from "./definitions.ts";
import { goOn } from "./go-on.ts";

/**
 * Submits one part as an ordinary case, under the id that the part has had from the beginning: after a kill, or twice, it is the same case. What
 * cases refuses for good is kept with the part; the others go on.
 */
export const fileParts = (parts: Parts): HandledJob =>
  handleJob(fileJob, async ({ payload: { journey: id, service } }) => {
    const { db, clock } = parts.ctx;
    const row = await findJourney(db, id);
    const all = await partsOf(db, id);
    const part = all.find((one) => one.service === service);
    if (!row?.answers || part?.state !== "filing") return;
    const to = await submit(parts, row, part, all).catch((error: unknown) => {
      if (error instanceof CodedError && error.status < 500 && error.status !== 429)
        return { state: "failed" as const, code: error.code };
      throw error;
    });
    await db.tx(async (tx) => {
      // all that write parts lock their life event first, so that no two wait for each other
      await lockJourney(tx, id);
      await setPart(tx, { journey: id, service }, { ...to, at: instant(clock) });
      await afterwards(parts, tx, row, part, to);
    });
  });

type Done = Pick<PartRow, "state"> & { code?: string; caseId?: string; ended?: string };

async function submit(parts: Parts, row: JourneyRow, { service, case_id: id }: PartRow, all: readonly PartRow[]): Promise<Done> {
  const { cases } = parts;
  const journey = journeyOf(parts, row);
  const part = journey.parts.find((one) => one.service === service);
  if (!part || !row.answers) throw journeyFailure("journey.incomplete");
  const before = all.filter((one) => part.after.includes(one.service) && one.state !== "left-out");
  const gave: Record<string, Record<string, unknown>> = {};
  for (const one of before) {
    const given = givenBy(await cases.view({ id: one.case_id, subject: row.subject }));
    if (!given) throw journeyFailure("journey.outcome-missing");
    gave[one.service] = given;
  }
  const { subject, name, national_id: nationalId, proof } = row;
  const answers = answersOf(journey, knownOf(parts, row, row.answers, gave), part);
  const done = await cases.submitWhole({
    ...{ id, service, subject, name, nationalId: nationalId ?? "", answers },
    ...(proof === null ? {} : { proof }),
  });
  if (done.outcome === "open") return { state: "failed", code: "journey.incomplete" };
  if (done.outcome === "submitted") return { state: "submitted" };
  const { id: standing, granted } = done.standing;
  if (!granted) await completeStanding(cases, standing, row, answers);
  return { state: "stands", caseId: standing, ...(granted ? { ended: "granted" } : {}) };
}

/** What a granted case gives to others: of the last record that it wrote, with its day, and the codes of its certificates; undefined before. */
export function givenBy({
  ended,
  decision,
  actions,
  certificates,
}: Pick<CaseView, "ended" | "decision" | "actions" | "certificates">) {
  if (ended !== "granted" && !(ended === null && decision?.granted)) return undefined;
  const given: Record<string, unknown> = {};
  for (const { type, data, at } of actions) {
    if (type === "written" || type === "acted") Object.assign(given, data.values, "key" in data ? { key: data.key } : {});
    if (type === "written") given.writtenOn = taipeiDate(new Date(at));
  }
  for (const { id, code, revoked } of certificates) if (!revoked) given[`certificate.${id}`] = code;
  return given;
}

/** What hangs on a part that stands already goes on at once; answers go where nothing needs them any more. */
async function afterwards(parts: Parts, tx: Tx, row: JourneyRow, part: PartRow, done: Done): Promise<void> {
  if (done.state === "stands" || done.state === "failed") {
    const folder = part.case_id;
    await tx.enqueue(discardJob, { folder }, { key: folder });
    await goOn(parts, tx, part, done.state === "failed" ? "closed" : (done.ended ?? null));
  }
  const { journey, service } = part;
  const hasWaited =
    done.state === "submitted" && journeyOf(parts, row).parts.some((one) => one.service === service && one.after.length > 0);
  if (hasWaited && part.at !== row.submitted_at)
    await tx.enqueue(tellJob, { journey, service }, { key: `${journey} ${service}` });
  await emptyWhereDone(tx, journey);
}

/** Nothing was submitted from this folder. */
export const discardDocuments = ({ documents }: Pick<Parts, "documents">): HandledJob =>
  handleJob(discardJob, ({ payload: { folder } }) => documents.discard({ folder }));
