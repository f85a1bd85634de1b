import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { type Government, root, startGovernment } from "../tests/kit/government.ts";
import { applicantsOf } from "../tests/kit/service-family.ts";
import { isWalked, openService, pathsOf, servicesIn } from "../tests/kit/service-report.ts";
import { runPath } from "../tests/kit/service-run.ts";
import { browserMissing, launch } from "./browser.ts";

/**
 * Twelve services, drawn by the day: the first path of each on a phone, with axe, to its end as its file says it.
 * `SERVICES_DAY=n` repeats a draw; `npm run services` walks all.
 */
const day = Number(process.env.SERVICES_DAY ?? Math.floor(Date.now() / 86_400_000));
const drawn = 12;

const walked = servicesIn(path.join(root, "content")).filter((folder) => isWalked(pathsOf(folder)[0]!));

/** Each service has its turn: they stand in a circle, and every day begins where the one before ended. */
const drawOf = <T>(all: readonly T[], on: number): T[] =>
  Array.from({ length: Math.min(drawn, all.length) }, (_, at) => all[(on * drawn + at) % all.length]!);

let government: Government;
let chromium: Browser;
let applicantFor: Awaited<ReturnType<typeof applicantsOf>>;

describe(`services of day ${day} (SERVICES_DAY)`, { skip: browserMissing }, () => {
  before(async () => {
    government = await startGovernment();
    chromium = await launch();
    applicantFor = await applicantsOf(government);
  });
  after(async () => {
    await chromium?.close();
    await government?.stop();
  });

  for (const folder of drawOf(walked, day))
    test(path.basename(folder), async () => {
      const [service, first] = [openService(folder), pathsOf(folder)[0]!];
      const run = { government, browser: chromium, service, folder, path: first };
      const subject = await applicantFor({ service, path: first });
      const { ended, axe } = await runPath(run, { lang: "zh-Hant", width: 360, javaScript: true }, subject);
      assert.deepEqual({ ended, axe }, { ended: first.end, axe: [] });
    });
});

test("in a few days every service has had its turn", () => {
  const days = Array.from({ length: Math.ceil(walked.length / drawn) }, (_, at) => drawOf(walked, day + at)).flat();
  assert.deepEqual([...new Set(days)].sort(), [...walked].sort());
});
