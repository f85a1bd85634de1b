import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import type { Browser } from "playwright-core";
import { type Government, root, startGovernment } from "../tests/kit/government.ts";
import { isOnline, openService, pathsOf, servicesIn } from "../tests/kit/service-report.ts";
import { runPath } from "../tests/kit/service-run.ts";
import { browserMissing, launch } from "./browser.ts";

/**
 * Twelve services, drawn by the day: the first path of each on a phone, with axe, to its end as its file says it.
 * `SERVICES_DAY=n` repeats a draw; `npm run services` walks all.
 */
const day = Number(process.env.SERVICES_DAY ?? Math.floor(Date.now() / 86_400_000));
const drawn = 12;

// entries in the registers of families need families that fit them: e2e/household walks those
const online = servicesIn(path.join(root, "content")).filter((folder) => isOnline(openService(folder)));

/** Each service has its turn: they stand in a circle, and every day begins where the one before ended. */
const drawOf = <T>(all: readonly T[], on: number): T[] =>
  Array.from({ length: Math.min(drawn, all.length) }, (_, at) => all[(on * drawn + at) % all.length]!);

let government: Government;
let chromium: Browser;
/** A student from a family of low income. */
let subject: string;

describe(`services of day ${day} (SERVICES_DAY)`, { skip: browserMissing }, () => {
  before(async () => {
    government = await startGovernment();
    chromium = await launch();
    subject = (await government.running.use(eidApi).demoPeople()).find(({ role }) => role.role === "citizen")!.subject;
  });
  after(async () => {
    await chromium?.close();
    await government?.stop();
  });

  for (const folder of drawOf(online, day))
    test(path.basename(folder), async () => {
      const [service, first] = [openService(folder), pathsOf(folder)[0]!];
      const run = { government, browser: chromium, service, folder, path: first };
      const { ended, axe } = await runPath(run, { lang: "zh-Hant", width: 360, javaScript: true }, subject);
      assert.deepEqual({ ended, axe }, { ended: first.end, axe: [] });
    });
});

test("in a few days every service has had its turn", () => {
  const days = Array.from({ length: Math.ceil(online.length / drawn) }, (_, at) => drawOf(online, day + at)).flat();
  assert.deepEqual([...new Set(days)].sort(), [...online].sort());
});
