import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Draw } from "@troad/invoice-formats";
import type pg from "pg";
import type { InvoiceModel } from "./model.ts";

/** Winning numbers of which most were issued, and some may be issued yet. */
export function drawOf(term: string, models: readonly InvoiceModel[], random: () => number): Draw {
  const numbers = new Set<string>();
  const issued = models.filter(({ versions }) => versions.length > 0);
  while (numbers.size < 5) {
    const from = random() < 0.7 && issued.length > 5 ? issued : models;
    numbers.add(from[Math.floor(random() * from.length)]!.number.slice(2));
  }
  const [top, special, ...first] = [...numbers] as [string, string, string, string, string];
  return { term, super: [top], special: [special], first, additional: [] };
}

/** Whether a number has winning digits. */
export const wins = ({ super: top, special, first }: Draw, number: string): boolean =>
  top.includes(number.slice(2)) || special.includes(number.slice(2)) || first.some((one) => one.slice(-3) === number.slice(-3));

/** Compares lines that begin with a number; tells what is different with the history of the first such number. */
function assertSame(there: readonly string[], wanted: readonly string[], what: string, models: readonly InvoiceModel[]): void {
  const different = [...new Set(there).symmetricDifference(new Set(wanted))].sort();
  const [first] = different;
  if (first === undefined) {
    assert.equal(there.length, wanted.length, what);
    return;
  }
  const history = models.find(({ number }) => first.startsWith(number))?.history.map((one) => JSON.stringify(one));
  assert.fail(`${what}: ${different.join("; ")}\nthere: ${there.includes(first)}\n${history?.join("\n")}`);
}

/** What was received so short before the draw may be written after the search for winners has begun. */
const momentMs = 3_000;

/** Compares a whole period with what the model says of it. */
export async function compare(
  client: pg.Client,
  term: string,
  models: readonly InvoiceModel[],
): Promise<{ winners: number; cases: number }> {
  await searchEnded(client);
  const rows = async <T extends object>(text: string): Promise<T[]> => (await client.query<T>(text, [term])).rows;
  const versions = await rows<{ key: string }>(`
    select i.number || ' ' || i.version || ' ' || i.total || ' ' || coalesce((select string_agg(a.kind, ',') from invoice_action a
      where a.term = i.term and a.number = i.number and a.version = i.version), '') as key from invoice i where term = $1 order by 1`);
  const wanted = models.flatMap((model) =>
    model.versions.map(({ total, ended }, at) => `${model.number} ${at + 1} ${total} ${ended?.kind ?? ""}`),
  );
  assertSame(
    versions.map(({ key }) => key),
    wanted,
    "invoices and what ended them",
    models,
  );
  const allowances = await rows<{ key: string }>(`
    select a.number || ' ' || s.amount::int || ' ' || exists (select 1 from allowance_action c
      where c.term = a.term and c.seller = a.seller and c.number = a.number and c.kind = 'cancel') as key
    from allowance a join allowance_share s on s.allowance_term = a.term and s.allowance = a.number where a.term = $1`);
  const given = models.flatMap(({ allowances: own }) => [...own].map(([id, one]) => `${id} ${one.amount} ${one.isCancelled}`));
  assertSame(
    allowances.map(({ key }) => key),
    given,
    "allowances",
    models,
  );
  const waiting = await rows<{ key: string }>(
    "select message ->> 'content' as key from waiting_message where term = $1 and outcome is null",
  );
  assert.equal(
    waiting.length,
    models.reduce((sum, one) => sum + one.waiting.length, 0),
    "what still waits",
  );
  return compareDraw(rows, models);
}

type Rows = <T extends object>(text: string) => Promise<T[]>;

async function compareDraw(rows: Rows, models: readonly InvoiceModel[]): Promise<{ winners: number; cases: number }> {
  const [published] = await rows<{ list: Draw; at: string }>("select list, at from draw_publication where term = $1");
  const moment = Date.parse(published!.at);
  const drawnAt = new Date(moment).toISOString();
  const atTheMoment = models.filter(({ history }) =>
    history.some(({ at }) => at < drawnAt && Date.parse(at) > moment - momentMs),
  );
  const unclear = new Set(atTheMoment.map(({ number }) => number));
  const clear = ({ number }: { number: string }): boolean => !unclear.has(number);
  const won = models.filter((one) => clear(one) && wins(published!.list, one.number) && one.inDraw(drawnAt));
  const winners = (await rows<{ number: string }>("select distinct number from winning where term = $1")).filter(clear);
  assertSame(
    winners.map(({ number }) => number),
    won.map(({ number }) => number),
    "winners",
    models,
  );
  const cases = (await rows<{ number: string; cause: string }>("select number, cause from prize_case where term = $1")).filter(
    clear,
  );
  const due = won.flatMap((one) => {
    const ended = one.inDraw(drawnAt)?.ended;
    return ended ? [`${one.number} ${ended.kind}`] : [];
  });
  assertSame(
    cases.map(({ number, cause }) => `${number} ${cause}`),
    due,
    "prizes that an officer has to decide on",
    models,
  );
  return { winners: won.length, cases: due.length };
}

/** The search for winners is over, also if it was killed and begun again. */
async function searchEnded(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { rows } = await client.query("select 1 from kernel_job where kind = 'invoice.match' and done_at is null");
    if (rows.length === 0) return;
    await wait(50);
  }
  throw new Error("winners were not searched to the end");
}
