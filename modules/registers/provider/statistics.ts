import { type Counting, countings, type EnteredEntry, type KindRow, type VillageRow } from "@troad/content-entries";
import type { Tx } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import type { Register } from "../domain/register.ts";
import { entriesOfMonth, type StoredEntry } from "../store/entries.ts";
import { changedData, dataWhen } from "../store/versions.ts";
import type { LookupContext, MessageHeaders } from "./find.ts";
import { secretKinds } from "./secret-entries.ts";

/** A month of applications, `2026-11`. */
export const statisticsSchema = Type.Object(
  { month: Type.String({ pattern: "^[12]\\d{3}-(0[1-9]|1[0-2])$" }) },
  { additionalProperties: false },
);
const check = Compile(statisticsSchema);
const entriesAtOnce = 500;

export type StatisticsAnswer = { villages: VillageRow[]; kinds: KindRow[] };

/** What the entries of a book come to in a month; figures only, so nobody is told, but it is audited. */
export function statistics(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<StatisticsAnswer> {
  const { right } = message;
  const { book = "" } = register;
  const counting = Object.hasOwn(countings, book) ? countings[book]!() : undefined;
  if (!counting || !namesEndpoint(right, "/statistics")) throw registerFailure("write.not-allowed");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { month } = body;
  return context.db.tx(async (tx) => {
    const detail = { month, messageId: message.messageId, agreement: message.agreement ?? right.id };
    await tx.audit({ actor: message.consumer, action: "register.statistics", target: book, detail });
    for (let after: number | undefined = 0; after !== undefined; ) {
      const entries = await entriesOfMonth(tx, { book, month, after, limit: entriesAtOnce });
      await countPage(tx, counting, entries);
      after = entries.length < entriesAtOnce ? undefined : entries.at(-1)?.seq;
    }
    const secret = new Set(secretKinds(register));
    const { villages, kinds } = counting.rows();
    // a township has so few of them in a month that the figure would name someone
    return { villages, kinds: kinds.filter(({ kind }) => !secret.has(kind)) };
  });
}

async function countPage(tx: Tx, counting: Counting, entries: readonly StoredEntry[]): Promise<void> {
  const changed = await changedData(
    tx,
    entries.flatMap(({ outcome }) => outcome.changes),
  );
  let place = 0;
  const entered = entries.map(({ kind, application, outcome, at }): { entry: EnteredEntry; at: string } => {
    const changes = outcome.changes.map(({ register, key }) => {
      const made = changed[place++];
      if (!made) throw new Error("an entry changed a version that is not there");
      return { register, key, data: made.data, before: made.before ?? undefined };
    });
    return { entry: { kind, filedOn: application.filedOn, changes }, at };
  });
  const others = entered.flatMap(({ entry, at }, nth) => counting.looksAt(entry).map((ref) => ({ ...ref, at, nth })));
  const found = await dataWhen(tx, others);
  const known = new Map(
    others.map(({ register, key, nth }, index) => [`${nth} ${register} ${key}`, found[index]?.data ?? undefined]),
  );
  for (const [nth, { entry }] of entered.entries())
    counting.count(entry, ({ register, key }) => known.get(`${nth} ${register} ${key}`));
}
