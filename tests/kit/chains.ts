import assert from "node:assert/strict";
import { casesApi } from "@troad/cases/api";
import { checkSchema, type Process, sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { auditLog, httpTileSource, LogReader, parseVerifierKey } from "@troad/tlog";
import { modules } from "../../apps/troad/modules.ts";
import { ledgersOf } from "../../kernel/process/ledgers.ts";
import { type Citizen, until, useOf } from "./exchange.ts";

/** Every chain of every schema of the process holds; gives how many entries they have. */
export async function assertAuditChains(running: Process): Promise<number> {
  let entries = 0;
  for (const { module, db } of running.schemas.all()) {
    const ledgers = ledgersOf(
      modules.find(({ name }) => name === module),
      db.schema,
    );
    const report = await checkSchema({ q: db, schema: db.schema, ledgers }, () => new Date().toISOString());
    assert.deepEqual(report.faults, [], db.schema);
    entries += report.entries;
  }
  return entries;
}

/** No exchange was answered twice, none was left without an end, and each answer was given to exactly the log. */
export async function assertExchangesOnce(running: Process, agencies: string[]): Promise<void> {
  for (const agency of agencies) {
    const db = running.schemas.ofAgency("road", agency);
    const open = await db.rows(sql`
      select r.exchange_id from message_request r where not exists (
        select 1 from message_outcome o where o.exchange_id = r.exchange_id and o.side = r.side)`);
    assert.deepEqual(open, [], `${agency}: requests without an outcome`);
  }
  const twice = await running.schemas.of("road").rows(sql`
    select record ->> 'consent' as consent, provider from transfer where side = 'provider' and record ->> 'outcome' = 'answered'
    group by 1, 2 having count(*) > 1`);
  assert.deepEqual(twice, [], "a consent was answered twice by one service");
}

/** A decided case is whole: its sources, and the complete evidence of each exchange it counts as received. */
export async function assertCaseWhole(running: Process, citizen: Citizen, id: string): Promise<void> {
  const view = await running.use(casesApi).view({ id, subject: citizen.subject });
  assert.equal(view.state, "decided");
  const received = view.actions.filter(({ type }) => type === "received");
  assert.deepEqual(
    received.map(({ data }) => data.source).sort(),
    view.sources.map((source) => source.id).sort(),
    "each source once",
  );
  for (const { data } of received) {
    // a job that a killed worker held is taken up when its lease ends: record and seal may come after the decision
    await useOf(running, citizen, String(data.exchangeId), ["consumer", "provider"]);
    const evidence = await until(async () => {
      const found = await running.use(mydataApi).checkUse(citizen.subject, String(data.exchangeId));
      // a witness that is still starting is asked again within a second; nobody waits for it meanwhile
      const witnessed = found.log?.steps.every(({ step, ok }) => ok || step !== "witnesses");
      return found.state === "sealed" && witnessed && found;
    }, `the evidence of ${data.exchangeId}`);
    assert.deepEqual(
      [evidence.container?.valid, evidence.log?.valid, evidence.use.outcome],
      [true, true, "answered"],
      JSON.stringify([evidence.container, evidence.log?.steps]),
    );
  }
}

/** The log only grew since `before`, the checkpoint that was kept then, and every published tile is what its entries make. */
export async function assertLogGrew(running: Process, before: string): Promise<number> {
  const { tilesUrl, verifierKey } = await running.use(roadApi).logStatus();
  const key = parseVerifierKey(verifierKey);
  const source = httpTileSource({ prefix: tilesUrl });
  const trust = { origin: key.name, logKeys: [key] };
  const now = await new LogReader(source, trust, before).checkpoint();
  const { entries } = await auditLog(source, now);
  assert.equal(entries, now.size);
  const altered = before.replace(/\n(\d+)\n/, (_all, size: string) => `\n${Number(size) + 1}\n`);
  assert.throws(
    () => new LogReader(source, trust, altered),
    /does not verify/,
    "a checkpoint with another size is not the log's",
  );
  return now.size;
}
