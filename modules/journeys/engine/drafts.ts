import { answersBefore, holds, type Page, parsePage, prune, type Surroundings } from "@troad/forms";
import { instant, isUuid, type Queryable, type Tx } from "@troad/kernel";
import { cardProof } from "@troad/web";
import type { JourneysApi } from "../api.ts";
import type { Journey } from "../domain/journey.ts";
import { applying, askedPages, chosenParts, formOfPage } from "../domain/questions.ts";
import { waitsFor } from "../domain/values.ts";
import { journeyFailure } from "../errors.ts";
import { discardJob, fileJob } from "../jobs/definitions.ts";
import {
  type Answered,
  deleteJourney,
  draftOf,
  findJourney,
  insertJourney,
  type JourneyRow,
  journeysOf,
  lockJourney,
  markSubmitted,
  nothing,
  updateAnswers,
} from "../store/journeys.ts";
import { insertPart, partsOf, setPart } from "../store/parts.ts";
import { journeyOf, knownOf, type Parts, todayOf } from "./parts.ts";
import { openOf, seenKey, summaryOf, viewOf } from "./view.ts";

/** A life event until it is submitted, and how it is seen afterwards. */
export function openDrafts(parts: Parts): JourneysApi {
  const { ctx, documents, districts } = parts;
  const { db } = ctx;
  const ofSubject = async (q: Queryable, { id, subject }: { id: string; subject: string }, find = findJourney) => {
    const row = isUuid(id) ? await find(q, id) : undefined;
    if (row?.subject !== subject) throw journeyFailure("journey.not-found");
    return row;
  };
  /** Runs `work` on a draft under its lock, with the parts that the event has now. */
  const withDraft = <T>(
    asked: { id: string; subject: string },
    work: (row: JourneyRow, answered: Answered, tx: Tx) => Promise<T>,
  ) =>
    db.tx(async (tx) => {
      const row = await ofSubject(tx, asked, lockJourney);
      if (row.state !== "draft") throw journeyFailure("journey.not-open");
      await addParts(parts, tx, row);
      return work(row, row.answers ?? nothing, tx);
    });
  const store = (tx: Tx, { id }: JourneyRow, answered: Answered): Promise<void> =>
    updateAnswers(tx, id, answered, instant(ctx.clock));
  const folderOf = async (journey: string, service: string): Promise<string> => {
    const part = (await partsOf(db, journey)).find((one) => one.service === service);
    if (!part) throw journeyFailure("journey.page-unknown");
    return part.case_id;
  };
  const view: JourneysApi["view"] = async (asked) => {
    const row = await ofSubject(db, asked);
    return viewOf(parts, row, await partsOf(db, row.id));
  };

  return {
    open: async ({ event, subject, nationalId, name }) => {
      journeyOf(parts, { event });
      const row = { id: ctx.ids.uuid(), event, subject, name, national_id: nationalId, created_at: instant(ctx.clock) };
      return db.tx(async (tx) => {
        const inserted = await insertJourney(tx, row);
        const id = inserted ? row.id : (await draftOf(tx, subject, event))!.id;
        if (inserted) await tx.audit({ actor: subject, action: "journey.draft", target: id, detail: { event } });
        await addParts(parts, tx, { id, event });
        return { id };
      });
    },
    view,
    listOf: async (subject, { before, limit }) => (await journeysOf(db, subject, before ?? null, limit)).map(summaryOf),
    answer: async ({ service, page, values, ...asked }) => {
      const found = await ofSubject(db, asked);
      // other modules are asked before the draft is locked
      const takes = service !== null && takesFiles(journeyOf(parts, found), service, page);
      const files = takes ? await documents.list({ folder: await folderOf(found.id, service) }) : [];
      const around = { today: todayOf(parts), districts, signer: found.name, files: new Map(files.map((one) => [one.id, one])) };
      return withDraft(asked, async (row, answered, tx) => {
        const sent = { page, values, around };
        const done =
          service === null ? ofSituation(parts, row, answered, sent) : ofService(parts, row, answered, { ...sent, service });
        if ("errors" in done) return { errors: done.errors };
        await store(tx, row, done);
        return { errors: [] };
      });
    },
    choose: ({ services, ...asked }) =>
      withDraft(asked, async (row, answered, tx) => {
        const applies = applying(journeyOf(parts, row), knownOf(parts, row, answered));
        const leftOut = applies.flatMap(({ service, besides }) => (besides || services.includes(service) ? [] : [service]));
        if (chosenParts(journeyOf(parts, row), { ...answered, leftOut }).length === 0)
          throw journeyFailure("journey.nothing-chosen");
        await store(tx, row, { ...answered, leftOut, seen: withSeen(answered, "choice") });
      }),
    files: async ({ service, ...asked }) => {
      const { id } = await ofSubject(db, asked);
      return documents.list({ folder: await folderOf(id, service) });
    },
    submit: async ({ proof, agreed, ...asked }) => {
      // what was submitted before is the same answer
      if ((await ofSubject(db, asked)).state === "submitted") return;
      await withDraft(asked, (row, answered, tx) => submitDraft(parts, tx, { row, answered, proof, agreed })).catch(
        async (error: unknown) => {
          if ((await ofSubject(db, asked)).state !== "submitted") throw error;
        },
      );
    },
    discard: (asked) =>
      withDraft(asked, async ({ id, subject, event }, _answered, tx) => {
        for (const { case_id: folder } of await partsOf(tx, id)) await tx.enqueue(discardJob, { folder }, { key: folder });
        await deleteJourney(tx, id);
        await tx.audit({ actor: subject, action: "journey.deleted", target: id, detail: { event } });
      }),
  };
}

/** Whether a page of a service asks for documents. */
function takesFiles({ parts }: Journey, service: string, page: string): boolean {
  const fields = parts.find((part) => part.service === service)?.form.page(page)?.fields ?? [];
  return fields.some(
    (field) => field.type === "file" || (field.type === "group" && field.fields.some(({ type }) => type === "file")),
  );
}

const withSeen = ({ seen }: Answered, key: string): string[] => [...new Set([...seen, key])];

async function addParts(parts: Parts, tx: Tx, row: Pick<JourneyRow, "id" | "event">): Promise<void> {
  const known = new Set((await partsOf(tx, row.id)).map(({ service }) => service));
  for (const { service } of journeyOf(parts, row).parts)
    if (!known.has(service))
      await insertPart(tx, { journey: row.id, service, case_id: parts.ctx.ids.uuid(), at: instant(parts.ctx.clock) });
}

type Sent = { page: string; values: Record<string, unknown>; around: Omit<Surroundings, "stored"> & { today: string } };
type Errors = { errors: Extract<ReturnType<typeof parsePage>, { errors: unknown }>["errors"] };

function ofSituation(parts: Parts, row: JourneyRow, answered: Answered, { page, values, around }: Sent): Answered | Errors {
  const { questions } = journeyOf(parts, row);
  const definition = questions.page(page);
  if (!definition) throw journeyFailure("journey.page-unknown");
  const parsed = parsePage(questions, page, values, { ...around, answers: answersBefore(questions, page, answered.situation) });
  if ("errors" in parsed) return parsed;
  const situation = prune(questions, { ...without(answered.situation, definition), ...parsed.values });
  // other services may apply now: the person looks at them again
  const changed = JSON.stringify(situation) !== JSON.stringify(answered.situation);
  const seen = withSeen(answered, page).filter((one) => !(changed && one === "choice"));
  return { ...answered, situation, seen, leftOut: changed ? [] : answered.leftOut };
}

function ofService(
  parts: Parts,
  row: JourneyRow,
  answered: Answered,
  { service, page, values, around }: Sent & { service: string },
): Answered | Errors {
  const asked = askedPages(journeyOf(parts, row), knownOf(parts, row, answered)).find(
    (one) => one.service === service && one.page === page,
  );
  if (!asked) throw journeyFailure("journey.page-unknown");
  const parsed = parsePage(formOfPage(asked.definition), page, values, around);
  if ("errors" in parsed) return parsed;
  const facts = { ...answered.facts };
  const own = without(answered.own[service] ?? {}, asked.definition);
  for (const { name, showWhen } of asked.definition.fields) {
    const fact = asked.facts[name];
    const value = parsed.values[name];
    if (fact === undefined && value !== undefined) own[name] = value;
    else if (fact !== undefined && value !== undefined) facts[fact] = value;
    else if (fact !== undefined && holds(showWhen, parsed.values)) delete facts[fact];
  }
  return { ...answered, facts, own: { ...answered.own, [service]: own }, seen: withSeen(answered, seenKey(service, page)) };
}

const without = (answers: Record<string, unknown>, { fields }: Page): Record<string, unknown> =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => !fields.some((field) => field.name === name)));

/** Every part that waits for no other is filed by a job of its own; the jobs are part of this transaction, so that a kill between them loses nothing. */
async function submitDraft(
  parts: Parts,
  tx: Tx,
  { row, answered, proof, agreed }: { row: JourneyRow; answered: Answered; proof: number | undefined; agreed: boolean },
): Promise<void> {
  const journey = journeyOf(parts, row);
  if (openOf(parts, row, answered).at !== "check") throw journeyFailure("journey.incomplete");
  const chosen = chosenParts(journey, knownOf(parts, row, answered));
  const services = new Set(chosen.map(({ service }) => service));
  if (!agreed && chosen.some(({ definition }) => definition.sources.some(({ byLaw }) => byLaw === undefined)))
    throw journeyFailure("journey.not-agreed");
  if (chosen.some(({ definition }) => definition.proof === "card") && (proof ?? 0) < cardProof)
    throw journeyFailure("journey.proof-too-weak");
  const at = instant(parts.ctx.clock);
  for (const { service, case_id: folder } of await partsOf(tx, row.id)) {
    const part = chosen.find((one) => one.service === service);
    const state = !part ? "left-out" : waitsFor(part, services).length > 0 ? "waiting" : "filing";
    await setPart(tx, { journey: row.id, service }, { state, at });
    if (state === "filing") await tx.enqueue(fileJob, { journey: row.id, service }, { key: `${row.id} ${service}` });
    if (state === "left-out") await tx.enqueue(discardJob, { folder }, { key: folder });
  }
  await markSubmitted(tx, row.id, { proof: proof ?? null, at });
  await tx.audit({ actor: row.subject, action: "journey.submitted", target: row.id, detail: { event: row.event } });
}
