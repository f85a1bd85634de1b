import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import eid from "@troad/eid/module";
import { sql } from "@troad/kernel";
import notify from "@troad/notify/module";
import people from "@troad/people/module";
import pki from "@troad/pki/module";
import portal from "@troad/portal/module";
import { startModules } from "../../../kernel/test/modules.ts";
import connected from "../module.ts";
import { type EventRow, eraseOver, eventsOf, figuresOf, findApplication, storeEvent } from "../store/applications.ts";

let started: Awaited<ReturnType<typeof startModules>>;
before(async () => {
  const content = ["agencies", "roles", "registers", "services", "life-events", "pages", "search"];
  started = await startModules([pki, eid, notify, people, portal, connected], { content, env: { TROAD_DEMO: "off" } });
});
after(() => started.stop());

test("what a service told is counted by its month, and goes when the time that the service keeps it is over", async () => {
  const db = started.running.schemas.of("connected");
  const page = JSON.stringify({ privacy: { keepMonths: 6 } });
  await db.run(sql`insert into service (id, client, agency, page, version, at)
    values ('parking', ${crypto.randomUUID()}, 'motc', ${page}, 1, '2026-01-01T00:00:00Z')`);
  const tell = (reference: string, n: number, state: EventRow["state"], at: string) =>
    storeEvent(db, "person", {
      ...{ service: "parking", reference, event: `${reference}-${n}`, n, state, channel: n === 1 ? "online" : null },
      ...{ due: null, link: n === 1 ? "https://parking.example/1" : null, at, told_at: at },
    });
  await tell("A", 1, "received", "2026-01-10T00:00:00Z");
  await tell("A", 2, "granted", "2026-01-11T12:00:00Z");
  await tell("B", 1, "received", "2026-01-20T00:00:00Z");
  await tell("B", 2, "refused", "2026-02-03T00:00:00Z");
  const january = await figuresOf(db, "parking", "2025-12-31T16:00:00Z", "2026-01-31T16:00:00Z");
  assert.deepEqual(january, { begun: 2, online: 2, decided: 1, granted: 1, medianHours: 36, slowHours: 36 });
  const february = await figuresOf(db, "parking", "2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z");
  assert.deepEqual([february.begun, february.decided, february.granted], [0, 1, 0]);
  assert.equal(
    (await findApplication(db, "parking", "A"))?.link,
    "https://parking.example/1",
    "a later event without a link keeps it",
  );

  assert.equal(await eraseOver(db, "2026-07-20T00:00:00Z"), 1);
  assert.equal(await findApplication(db, "parking", "A"), undefined);
  assert.deepEqual(await eventsOf(db, "parking", "A"), [], "its events go with it");
  assert.equal((await eventsOf(db, "parking", "B")).length, 2);
});
