import assert from "node:assert/strict";
import path from "node:path";
import { after, test } from "node:test";
import pg from "pg";
import { runJourney, type Step } from "../apps/troad/demo/journey.ts";
import { startEmbedded } from "../kernel/db/embedded.ts";
import { root, scratch, startGovernment } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";

const stops: (() => Promise<void>)[] = [];
after(async () => {
  for (const stop of stops.reverse()) await stop();
});

test("the journey holds on a server of the operator's, with an ordinary owner and one module on a database of its own", async () => {
  // a PostgreSQL that the program did not start: it knows nothing but two URLs
  const server = await startEmbedded(path.join(scratch("operator"), "postgres"));
  stops.push(server.stop);
  const admin = new pg.Client({ host: server.socketDir, user: "postgres", database: "postgres" });
  await admin.connect();
  await admin.query("create role operator login createrole");
  for (const name of ["government", "cases_only"]) await admin.query(`create database ${name} owner operator`);
  const url = (name: string): string => `postgresql://operator@localhost/${name}?host=${encodeURIComponent(server.socketDir)}`;

  const government = await startGovernment({ env: { DATABASE_URL: url("government"), DATABASE_URL_CASES: url("cases_only") } });
  stops.push(government.stop);
  const steps: Step[] = [];
  const ok = await runJourney({
    data: government.data,
    content: path.join(root, "content"),
    tell: (step) => steps.push(step),
    patienceMs: patient(30_000),
  });
  assert.ok(
    ok,
    steps
      .filter((step) => !step.ok)
      .map((step) => `${step.step}: ${step.detail}`)
      .join("\n"),
  );

  const owner = await admin.query<{ rolsuper: boolean }>("select rolsuper from pg_roles where rolname = 'operator'");
  assert.equal(owner.rows[0]?.rolsuper, false);
  const cases = new pg.Client({ connectionString: url("cases_only") });
  await cases.connect();
  const schemas = await cases.query<{ nspname: string }>(
    "select nspname from pg_namespace where nspname in ('cases', 'road', 'mydata')",
  );
  assert.deepEqual(
    schemas.rows.map((row) => row.nspname),
    ["cases"],
  );
  await cases.query("set role troad_cases");
  await assert.rejects(cases.query("update cases.case_action set actor = 'forged'"), /permission denied/);
  await cases.end();
  await admin.end();
});
