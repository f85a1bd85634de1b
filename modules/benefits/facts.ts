import { setTimeout as sleep } from "node:timers/promises";
import { readRoad } from "@troad/directory";
import { type Database, instant, type ModuleContext } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import { factsOf, type ReadFacts } from "./domain/facts.ts";
import { addMonths } from "./domain/months.ts";
import { fieldsOf, type Scheme } from "./domain/scheme.ts";
import { insertRead, type Unread, unread } from "./store/facts.ts";

export type { Unjudged } from "./store/facts.ts";
/** What a register said, or the code of why it could not be asked. */
export type Answer = ({ read: ReadFacts } | { code: string }) & { exchangeId: string | null };
/** Asks the register that a scheme names about the person of an entitlement, whose number is the matter. */
export type AskFacts = (scheme: Scheme, asked: Unread) => Promise<Answer>;

const atOnce = 500;
const side = 8;
const tries = 2;
const waitMs = 500;
/** A national id or the number of a foreign resident; anything else is a key of another kind. */
const personal = /^[A-Z][1289]\d{8}$/;

/** Over the road, as the scheme's agency and by its agreement: the exchange is signed, logged and shown to the person. */
export function roadFacts({ content }: Pick<ModuleContext, "content">, road: Pick<RoadApi, "consumerUrl">): AskFacts {
  const { instance, agencies } = readRoad(content);
  return async (scheme, { entitlement, person }) => {
    const { provider, subsystem } = scheme.reads!;
    const member = agencies.find(({ id }) => id === scheme.agency)!.member;
    const exchangeId = `benefit-${scheme.id}-${crypto.randomUUID()}`;
    const reply = await askRegister(await road.consumerUrl(member), {
      ...{ target: `/r1/${instance}/${provider}/find`, client: `${instance}/${member}/${subsystem}`, exchangeId, consent: null },
      issue: entitlement,
      body: { [personal.test(person) ? "nationalId" : "key"]: person, fields: fieldsOf(scheme.reads!) },
    });
    if (!reply.ok) return { code: reply.code, exchangeId };
    if (reply.answer.found !== true) return { code: "not-found", exchangeId };
    return { read: factsOf(scheme.reads!, reply.answer.record as Record<string, unknown>), exchangeId };
  };
}

type Parts = {
  db: Database;
  clock: ModuleContext["clock"];
  ask: AskFacts;
  /** The benefit has ended, as a register says. */
  ended: (end: { id: string; on: string; reason: string }) => Promise<void>;
};
type Reading = { run: string; month: string };

/** Reads for a run what its scheme names, once for each entitlement; killed and repeated it goes on with those that are left. */
export async function readFacts(parts: Parts, scheme: Scheme, { run, month }: Reading): Promise<void> {
  if (!scheme.reads) return;
  const asked = { run, scheme: scheme.id, month, since: addMonths(month, -scheme.backMonths) };
  for (;;) {
    const rows = await unread(parts.db, asked, atOnce);
    if (rows.length === 0) return;
    const queue = rows.values();
    await Promise.all(
      Array.from({ length: side }, async () => {
        for (const row of queue) await readOne(parts, scheme, row, { run, month });
      }),
    );
  }
}

async function readOne({ db, clock, ask, ended }: Parts, scheme: Scheme, row: Unread, at: Reading) {
  const { entitlement } = row;
  const answer = await patiently(() => ask(scheme, row));
  const ends = scheme.reads!.ends;
  if ("read" in answer && ends && answer.read.endedOn)
    await ended({ id: entitlement, on: answer.read.endedOn, reason: ends.reason });
  const outcome = "read" in answer ? { facts: answer.read.facts, code: null } : { facts: null, code: answer.code.slice(0, 100) };
  await insertRead(db, { ...at, entitlement, ...outcome, exchangeId: answer.exchangeId, at: instant(clock) });
}

/** A register that does not answer is asked once more; then it is on the list of what could not be judged. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let n = 1; ; n++) {
    const answer = await ask();
    if ("read" in answer || answer.code === "not-found" || n === tries) return answer;
    await sleep(waitMs);
  }
}
