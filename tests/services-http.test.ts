import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { type Government, root, startGovernment } from "./kit/government.ts";
import { applicantsOf } from "./kit/service-family.ts";
import { httpPath, httpWithdrawn, isWithdrawn } from "./kit/service-http.ts";
import { isOnline, openService, pathsOf, servicesIn } from "./kit/service-report.ts";

/** Services of the day over HTTP alone, without scripts, every page in both languages: `SERVICES_DAY=n` repeats a draw; `npm run services` walks all. */
const day = Number(process.env.SERVICES_DAY ?? Math.floor(Date.now() / 86_400_000));
const drawn = 3;
const online = servicesIn(path.join(root, "content")).filter(isOnline);

let government: Government;
let applicantFor: Awaited<ReturnType<typeof applicantsOf>>;
before(async () => {
  government = await startGovernment();
  applicantFor = await applicantsOf(government);
});
after(() => government?.stop());

for (let at = 0; at < drawn; at++) {
  const folder = online[(day * drawn + at) % online.length]!;
  const lang = (["zh-Hant", "en"] as const)[(day + at) % 2]!;
  test(`${path.basename(folder)} in ${lang} (SERVICES_DAY=${day})`, async () => {
    const [service, all] = [openService(folder), pathsOf(folder)];
    const first = all[0]!;
    const subject = await applicantFor({ service, path: first });
    assert.equal(await httpPath({ government, service, folder, path: first }, lang, subject), first.end);
  });
}

const [withdrawn] = [...online.slice((day * drawn) % online.length), ...online].filter((folder) =>
  isWithdrawn({ service: openService(folder) }),
);
test(`${path.basename(withdrawn!)} is withdrawn by its applicant (SERVICES_DAY=${day})`, async () => {
  const [service, [first]] = [openService(withdrawn!), pathsOf(withdrawn!)];
  const subject = await applicantFor({ service, path: first! });
  assert.equal(await httpWithdrawn({ government, service, folder: withdrawn!, path: first! }, "en", subject), "withdrawn");
});
