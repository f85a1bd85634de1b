import type { StepOf } from "@troad/flow";
import type { RoadApi } from "@troad/road/api";
import type { Case } from "../domain/actions.ts";
import { exchangeIdOf } from "../domain/collect.ts";
import { isRetryable, maxTries } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";
import { isAt, type Visit } from "../domain/standing.ts";
import { readerOf } from "../domain/values.ts";
import { askRegister, type RegisterReply } from "../engine/ask-register.ts";
import { stopCase } from "../engine/collecting.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";

type Parts = { store: CaseStore; road: RoadApi };
type Values = Record<string, unknown>;
type Write = { create: boolean; key: string | null; values: Values; expect?: Values };

/** What the register itself answers to an entry that cannot be made; the flow may say what happens then. */
const refusals: ReadonlySet<string> = new Set([
  "record.exists",
  "record.unknown",
  "record.changed",
  "value.invalid",
  "key.invalid",
]);

/** The entry that a step makes, from what has come together; undefined where its key is named and is not there. */
function writeOf(service: LoadedService, state: Case, step: StepOf<"write">): Write | undefined {
  const read = readerOf(service, state);
  const take = (from: StepOf<"write">["values"][string]): unknown =>
    typeof from === "string" ? (read(from) ?? null) : from.value;
  const takeAll = (all: StepOf<"write">["values"]): Values =>
    Object.fromEntries(Object.entries(all).map(([name, from]) => [name, take(from)]));
  const values = takeAll(step.values);
  if (step.key === undefined) return { create: true, key: null, values };
  const key = take(step.key);
  const expected = step.expect ? { expect: takeAll(step.expect) } : {};
  return typeof key === "string" && key !== "" ? { create: step.create ?? false, key, values, ...expected } : undefined;
}

/**
 * Makes an entry in a register over the road. The register knows the write by case, step and visit, so a repetition after a kill, a lost answer or a
 * resumed case finds the entry that was made and makes no second one.
 */
export async function writeStep({ store, road }: Parts, at: Visit, step: StepOf<"write">, attempt: number): Promise<void> {
  const { caseId } = at;
  const { state, service } = await readCase(store, caseId);
  if (!isAt(state, at)) return;
  const entry = writeOf(service, state, step);
  const [instance = ""] = service.consumer.split("/");
  const tried = `${at.visit} ${state.round}`;
  const exchangeId = exchangeIdOf(instance, { caseId, source: step.id, consent: `write ${tried}`, attempt });
  const reply: RegisterReply = entry
    ? await askRegister(await road.consumerUrl(service.member), {
        target: `/r1/${instance}/${step.register}/write`,
        ...{ client: service.consumer, exchangeId, consent: null },
        body: { writeKey: `case ${caseId} ${step.id} ${at.visit}`, caseId, ...entry },
      })
    : { ok: false, code: "key.invalid" };
  if (!reply.ok && isRetryable(reply.code) && attempt < maxTries) throw new Error(`the register did not answer: ${reply.code}`);
  await withCase(store, caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    const { register, id } = step;
    const known = { step: id, register, exchangeId };
    const written = reply.ok ? writtenIn(reply.answer) : undefined;
    if (written && entry) {
      await open.append(service.member, { type: "written", data: { ...known, ...written, values: entry.values } });
      return leave(store, open, tx, "written", service.member);
    }
    const code = reply.ok ? "source.unexpected-answer" : reply.code;
    await open.append(service.member, { type: "write-refused", data: { ...known, code } });
    if (refusals.has(code) && step.next.refused !== undefined) return leave(store, open, tx, "refused", service.member);
    await stopCase(open, tx, { source: null, code });
  });
}

function writtenIn({ key, version }: Record<string, unknown>): { key: string; version: number } | undefined {
  return typeof key === "string" && typeof version === "number" ? { key, version } : undefined;
}
