import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { askRegister, type RegisterReply } from "@troad/road/ask";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import type { Asked, Recipient } from "./data-recipient.ts";
import { until } from "./exchange.ts";
import { farSet } from "./far-provider.ts";
import { machineNow, openReader, type Read } from "./far-reader.ts";
import { filled, type OnlineScene, terms } from "./online-scene.ts";

const wanted = [{ set: farSet, fields: ["scan"] }];
const ticked = [`${farSet}.scan`];
const answers = 20;
const megabytes = 5;

const aheadMs = ({ clock }: OnlineScene): number => clock.now().getTime() - Date.now();

/** A library that may be given scans, from the agency whose system is a process of its own. */
async function library(scene: OnlineScene): Promise<Recipient> {
  const client = await scene.recipient("Library");
  const form = { client: client.id, set: [farSet], ...filled(wanted, ticked), ...terms, answers: "3", webhook: "" };
  await (await scene.applicant()).post(scene.at("/my-data/applications/apply"), form);
  assert.equal((await scene.decide(client, 1, "approved")).status, 200);
  return client;
}

export type FarOutcome = { whole: number; broken: number; refused: number };

/** Twenty large answers, each slower than the one before, while their consents are withdrawn one by one. */
export async function farAnswers(scene: OnlineScene, browser: Browser) {
  const { far, at, agree, government } = scene;
  await far.start(government.portal, aheadMs(scene));
  const client = await library(scene);
  const given: { asked: Asked; code: string }[] = [];
  for (let n = 0; n < answers; n++) {
    const asked = await client.start(wanted, { standing: true });
    given.push({ asked, code: await agree(asked, browser, ticked) });
  }
  const reader = openReader();
  const reads: Promise<Read>[] = [];
  const withdrawnAt: number[] = [];
  return {
    client,
    fetchAll: async (): Promise<void> => {
      for (const { asked, code } of given) {
        const { url, body } = await client.message(`/requests/${asked.id}/data`, { code, verifier: asked.verifier });
        reads.push(reader.post(url, body));
      }
      await until(() => far.asked.size >= answers, "the provider to have its hands full");
    },
    withdrawAll: async (everyMs: number): Promise<void> => {
      for (const [n, { asked }] of given.entries()) {
        await sleep(everyMs);
        const page = await browser.post(at(`/my-data/consents/recipients/${asked.id}/withdraw`), {});
        assert.equal(page.status, 200);
        withdrawnAt[n] = machineNow();
      }
    },
    /** No byte of data came after the page had said that its consent is withdrawn; the provider was told of each. */
    outcome: async (): Promise<FarOutcome> => {
      const outcome = { whole: 0, broken: 0, refused: 0 };
      for (const [n, one] of (await Promise.all(reads)).entries()) {
        if (one.status === 200) assert.ok(one.lastAt <= withdrawnAt[n]!, `${n}: ${one.lastAt - withdrawnAt[n]!} ms too late`);
        else if (one.status !== 0) assert.equal(one.code, "mydata.consent-ended", `${n}: ${one.status}`);
        if (one.status === 200 && one.whole) assert.ok(one.bytes > megabytes * 1024 * 1024, String(one.bytes));
        outcome[one.status === 200 ? (one.whole ? "whole" : "broken") : one.status === 0 ? "broken" : "refused"]++;
      }
      await reader.close();
      assert.equal(withdrawnAt.length, answers);
      for (const consent of far.asked) await far.hears(consent);
      return outcome;
    },
  };
}

/** A provider that is dead when a consent is withdrawn is told once it is back; and nobody but who issues consents can tell it. */
export async function farProviderBack(scene: OnlineScene, client: Recipient): Promise<void> {
  const { far, at, agree, government, citizen, signedIn } = scene;
  const browser = await signedIn(citizen.subject);
  const asked = await client.start(wanted, { standing: true });
  const before = new Set(far.asked);
  assert.equal((await client.fetch(asked, await agree(asked, browser, ticked))).status, 200);
  const [consent = assert.fail("it was not asked")] = [...far.asked].filter((one) => !before.has(one));
  const road = government.running.use(roadApi);
  const forged = async (member: string, subsystem: string): Promise<RegisterReply> =>
    askRegister(await road.consumerUrl(member), {
      ...{ target: "/r1/TWDEMO/GOV/FAR/REGISTERS/deed-scan/consents-ended", client: `TWDEMO/${member}/${subsystem}` },
      ...{ exchangeId: `forged-${crypto.randomUUID()}`, consent: null, issue: null, body: { consents: [consent] } },
    });
  for (const [member, subsystem] of [
    ["GOV/MOI", "REGISTERS"],
    ["GOV/MODA", "PORTAL"],
  ] as const)
    assert.deepEqual(await forged(member, subsystem), { ok: false, code: "Server.ServerProxy.AccessDenied" });
  await far.stop();
  assert.equal((await browser.post(at(`/my-data/consents/recipients/${asked.id}/withdraw`), {})).status, 200);
  const job = () =>
    government.running.schemas.of("mydata").one<{ failures: number; done: boolean }>(sql`
      select failures, done_at is not null as done from kernel_job where kind = 'mydata.tell-provider' order by id desc limit 1`);
  await until(async () => ((await job())?.failures ?? 0) > 0, "a try that failed");
  assert.ok(!far.told.has(consent));
  await far.start(government.portal, aheadMs(scene));
  await far.hears(consent);
  await until(async () => (await job())?.done, "the job to be done");
}

const household = "TWDEMO/GOV/MOI/REGISTERS/household";
const consumer = "TWDEMO/GOV/MODA/MYDATA";
/** A consent to the road, for the person's own name. */
const granted = ({ government, citizen: { subject, nationalId } }: OnlineScene) =>
  government.running.use(mydataApi).grant({
    ...{ key: crypto.randomUUID(), subject, nationalId, consumer, purpose: "check" },
    requests: [{ source: "x", provider: household, fields: ["name"], agreement: "mydata-household-now" }],
  });
async function asked({ government, citizen: { nationalId } }: OnlineScene, consent: string): Promise<string> {
  const reply = await askRegister(await government.running.use(roadApi).consumerUrl("GOV/MODA"), {
    ...{ target: `/r1/${household}/find`, client: consumer, consent, issue: null },
    ...{ exchangeId: `asked-${crypto.randomUUID()}`, body: { nationalId, fields: ["name"] } },
  });
  return reply.ok ? "answered" : reply.code;
}

/** After a clock was set ahead gateways need a moment for the next time stamp. */
export async function roadAnswers(scene: OnlineScene): Promise<void> {
  await until(async () => (await asked(scene, (await granted(scene)).token)) === "answered", "the road to answer");
}

/** With the status list of before still in the provider's hands, it refuses what it was told of. */
export async function providerRefusesAtOnce(scene: OnlineScene): Promise<void> {
  const { running, portal } = scene.government;
  const [first, second] = [await granted(scene), await granted(scene)];
  const list = `${portal}/mydata/status/1`;
  const stale = await (await fetch(list)).text();
  const { fetch: real } = globalThis;
  // from here on nobody reads a list that knows of the withdrawal
  const held = () => new Response(stale, { headers: { "content-type": "application/statuslist+jwt" } });
  globalThis.fetch = async (input, init) => (String(input) === list ? held() : real(input, init));
  try {
    // what the provider read before is over after five seconds
    await until(async () => (await asked(scene, first.token)) === "answered", "an answer by the list of now");
    await running.use(mydataApi).withdraw(scene.citizen.subject, second.consent.id);
    await until(async () => {
      const told = sql`select 1 from consent_told where consent_id = ${second.consent.id}`;
      return (await running.schemas.of("mydata").rows(told)).length > 0;
    }, "the provider to be told");
    assert.equal(await asked(scene, second.token), "consent.withdrawn");
  } finally {
    globalThis.fetch = real;
  }
}
