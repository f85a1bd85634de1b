import type { EidApi } from "@troad/eid/api";
import { type StepOf, writtenValue } from "@troad/flow";
import type { RoadApi } from "@troad/road/api";
import { askRegister, type RegisterReply } from "@troad/road/ask";
import type { Case } from "../domain/actions.ts";
import { exchangeIdOf } from "../domain/collect.ts";
import { isRetryable, maxTries } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";
import { isAt, type Visit } from "../domain/standing.ts";
import { readerOf } from "../domain/values.ts";
import { stopCase } from "../engine/collecting.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { enteredIn, entryOf, findingsIn } from "./entry.ts";

type Parts = { store: CaseStore; road: RoadApi; eid: Pick<EidApi, "person"> };
type Values = Record<string, unknown>;
type Write = { create: boolean; key: string | null; values: Values; add?: Values; expect?: Values };

/** What the register itself answers to an entry that cannot be made; the flow may say what happens then. */
const refusals: ReadonlySet<string> = new Set([
  "record.exists",
  "record.unknown",
  "record.changed",
  "record.exceeded",
  "value.invalid",
  "key.invalid",
  "facts.invalid",
  "entry.not-allowed",
]);

/** The entry that a step makes, from what has come together; undefined where its key is named and is not there. */
function writeOf(service: LoadedService, state: Case, step: StepOf<"write">): Write | undefined {
  const read = readerOf(service, state);
  const take = (from: StepOf<"write">["values"][string]): unknown => writtenValue(from, read) ?? null;
  const takeAll = (all: StepOf<"write">["values"]): Values =>
    Object.fromEntries(Object.entries(all).map(([name, from]) => [name, take(from)]));
  const values = takeAll(step.values);
  if (step.key === undefined) return { create: true, key: null, values };
  const key = take(step.key);
  const added = step.add ? { add: takeAll(step.add) } : {};
  const expected = step.expect ? { expect: takeAll(step.expect) } : {};
  return typeof key === "string" && key !== "" ? { create: step.create ?? false, key, values, ...added, ...expected } : undefined;
}

/** What is sent: to the door for plain records, or to that of a kind of entry. */
async function messageOf(
  parts: Parts,
  at: Visit,
  step: StepOf<"write">,
  known: { state: Case; service: LoadedService },
): Promise<Message | undefined> {
  const writeKey = `case ${at.caseId} ${step.id} ${at.visit}`;
  if (step.entry) {
    const body = await entryOf(parts.eid, step.entry, step.values, { ...known, today: known.state.place!.since });
    return { door: `enter/${step.entry.kind}`, values: body.facts, body: { writeKey, caseId: at.caseId, ...body } };
  }
  const write = writeOf(known.service, known.state, step);
  return write && { door: "write", values: write.values, body: { writeKey, caseId: at.caseId, ...write } };
}
type Message = { door: string; values: Values; body: object };

/**
 * Makes an entry in a register over the road. The register knows the write by case, step and visit, so a repetition after a kill, a lost answer or a
 * resumed case finds the entry that was made and makes no second one.
 */
export async function writeStep(parts: Parts, at: Visit, step: StepOf<"write">, attempt: number): Promise<void> {
  const { store, road } = parts;
  const { caseId } = at;
  const { state, service } = await readCase(store, caseId);
  if (!isAt(state, at)) return;
  const message = await messageOf(parts, at, step, { state, service });
  const [instance = ""] = service.consumer.split("/");
  const tried = `${at.visit} ${state.round}`;
  const exchangeId = exchangeIdOf(instance, { caseId, source: step.id, consent: `write ${tried}`, attempt });
  const reply: RegisterReply = message
    ? await askRegister(await road.consumerUrl(service.member), {
        target: `/r1/${instance}/${step.register}/${message.door}`,
        ...{ client: service.consumer, exchangeId, consent: null, issue: caseId, body: message.body },
      })
    : { ok: false, code: "key.invalid" };
  if (!reply.ok && isRetryable(reply.code) && attempt < maxTries) throw new Error(`the register did not answer: ${reply.code}`);
  await withCase(store, caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    const { register, id } = step;
    const known = { step: id, register, exchangeId };
    const written = reply.ok ? (step.entry ? enteredIn(reply.answer) : writtenIn(reply.answer)) : undefined;
    if (written && message) {
      const { given, ...made } = written;
      await open.append(service.member, {
        type: "written",
        data: { ...known, ...made, values: { ...message.values, ...given } },
      });
      return leave(store, open, tx, "written", service.member);
    }
    const findings = reply.ok ? findingsIn(reply.answer) : undefined;
    const code = !reply.ok ? reply.code : findings ? "entry.not-allowed" : "source.unexpected-answer";
    await open.append(service.member, { type: "write-refused", data: { ...known, code, ...(findings ? { findings } : {}) } });
    if (refusals.has(code) && step.next.refused !== undefined) return leave(store, open, tx, "refused", service.member);
    await stopCase(open, tx, { source: null, code });
  });
}

type Written = { key: string; version: number; given?: Record<string, unknown> };

function writtenIn({ key, version }: Record<string, unknown>): Written | undefined {
  return typeof key === "string" && typeof version === "number" ? { key, version } : undefined;
}
