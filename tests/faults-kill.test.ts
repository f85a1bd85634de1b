import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { casesApi } from "@troad/cases/api";
import { mydataApi } from "@troad/mydata/api";
import { Browser, targets } from "../apps/troad/demo/browser.ts";
import { assertAuditChains, assertCaseWhole, assertExchangesOnce, assertLogGrew } from "./kit/chains.ts";
import { type Citizen, student, until, walk } from "./kit/exchange.ts";
import { freePort, type Government, type Part, scratch, servePart, startGovernment } from "./kit/government.ts";
import { serversOf } from "./kit/servers.ts";

const data = scratch("killed");
const agencies = ["moda", "moe", "mohw", "moi", "ndu"];
const people = [student(0), student(1), student(2)];
/** Where in the journey the program is killed: milliseconds after each hand-in, drawn anew in every run. */
const moments = [0, 40, 120, 260, 500, 900].map((at) => at + Math.floor(Math.random() * 150));

let part: Part | undefined;
let government: Government | undefined;
after(async () => {
  await part?.stop("SIGKILL");
  await government?.stop();
});

/** Signs in as the citizen and fills in the form in the pages; gives the address of the case and what hands it in. */
async function fillIn(portal: string, citizen: Citizen): Promise<{ id: string; handIn(): Promise<unknown> }> {
  const browser = new Browser();
  await browser.post(`${portal}/auth/demo`, { subject: citizen.subject, return: "/services/tuition-reduction" });
  let page = await browser.post(`${portal}/services/tuition-reduction/start`, {});
  for (let guard = 0; guard < 20 && /\/form\/[^/]+$/.test(page.url); guard++)
    page = await browser.post(page.url, walk("low")[page.url.split("/").pop()!] ?? {});
  assert.match(page.url, /\/check$/, page.url);
  assert.equal(targets(page, /resume$/).length, 0);
  return { id: page.url.split("/").at(-2)!, handIn: () => browser.post(page.url, { agree: "yes" }) };
}

test(`killed ${moments.length} times in the middle of three journeys, the program brings each to its decision by itself`, async (t) => {
  const PORT = String(await freePort());
  const start = async (): Promise<Part> => {
    part = await servePart([], { TROAD_DATA: data, PORT });
    return part;
  };
  await start();
  const cases: { citizen: Citizen; id: string }[] = [];
  const waiting: (() => Promise<unknown>)[] = [];
  for (const citizen of people) {
    const { id, handIn } = await fillIn(part!.origin, citizen);
    cases.push({ citizen, id });
    waiting.push(handIn);
  }
  let checkpoint = await (await fetch(`${part!.origin}/tlog/checkpoint`)).text();
  for (const [index, ms] of moments.entries()) {
    // the first cases are submitted one a round; the later kills hit what is being collected, decided, sealed and recorded
    void waiting[index]?.().catch(() => undefined);
    await sleep(ms);
    checkpoint = await fetch(`${part!.origin}/tlog/checkpoint`).then(
      (answer) => answer.text(),
      () => checkpoint,
    );
    await part!.stop("SIGKILL");
    await until(() => serversOf(data).length === 0, "the end of the killed program's PostgreSQL", 10_000);
    if (index < moments.length - 1) await start();
  }

  part = undefined;
  government = await startGovernment({ data, env: { PORT } });
  const { running } = government;
  for (const { citizen, id } of cases) {
    const state = async () => (await running.use(casesApi).view({ id, subject: citizen.subject })).state;
    if ((await state()) === "draft") {
      t.diagnostic(`a submission was killed before it was accepted: submitted again (${moments.join(", ")} ms)`);
      await running.use(casesApi).submit({ id, subject: citizen.subject });
    }
    await until(
      async () => {
        const now = await state();
        assert.notEqual(
          now,
          "stopped",
          JSON.stringify((await running.use(casesApi).view({ id, subject: citizen.subject })).stopped),
        );
        return now === "decided";
      },
      "the decision",
      90_000,
    );
    await assertCaseWhole(running, citizen, id);
  }
  assert.ok((await assertAuditChains(running)) > 50);
  await assertExchangesOnce(running, agencies);
  assert.ok((await assertLogGrew(running, checkpoint)) >= 18, "both sides of nine exchanges");
  for (const { citizen } of cases) {
    const uses = await running.use(mydataApi).usesOf(citizen.subject, { limit: 100 });
    assert.equal(
      uses.filter(({ outcome }) => outcome === "answered").length,
      3,
      JSON.stringify(uses.map(({ provider, outcome, code }) => [provider, outcome, code])),
    );
  }
  const left = fs
    .readdirSync(path.join(data, "road", "tlog"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.new$/.test(file));
  assert.deepEqual(left, [], "nothing half written is left of the log");
});
