import assert from "node:assert/strict";
import { createPrivateKey, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import {
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  httpTileSource,
  LogReader,
  openCheckpoint,
  parseVerifierKey,
  signText,
} from "@troad/tlog";
import { checkEntry } from "../modules/road/pages/open/log-entry.ts";
import { registersOfContent } from "./kit/agencies.ts";
import { agree, ask, gatewayEndpoints, student, until, useOf } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

let government: Government;
before(async () => {
  government = await startGovernment();
});
after(() => government.stop());

type Known = { key: string; prefix: string };
const witnesses = () => government.running.endpoints().witnesses as Known[];
const status = () => government.running.use(roadApi).logStatus();
const trust = (logKey: string, needed: number) => {
  const key = parseVerifierKey(logKey);
  const witnessKeys = witnesses().map((one) => parseVerifierKey(one.key));
  return { origin: key.name, logKeys: [key], witnessKeys, witnessesNeeded: needed };
};

test("an exchange's proof bears the cosignatures of two witnesses, which the citizen and the public page see", async () => {
  const { running, portal } = government;
  const citizen = student();
  const { token } = await agree(running, { citizen, key: "witness" });
  const gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  assert.equal((await ask({ gateway, id: "witness-1", consent: token, citizen })).status, 200);
  await useOf(running, citizen, "witness-1", ["consumer", "provider"]);
  const found = await until(async () => {
    const checked = await running.use(mydataApi).checkUse(citizen.subject, "witness-1");
    return checked.state === "sealed" && checked.log?.steps.some(({ step }) => step === "witnesses") && checked;
  }, "the cosigned proof");
  const step = found.log!.steps.find((one) => one.step === "witnesses");
  assert.deepEqual([step?.ok, step?.detail], [true, { cosigned: 2, known: 2 }]);
  const { verifierKey, tilesUrl } = await status();
  openCheckpoint(found.log!.proof.checkpoint, trust(verifierKey, 2));
  const reader = new LogReader(httpTileSource({ prefix: tilesUrl }), trust(verifierKey, 2));
  assert.ok((await reader.checkpoint()).size > 0);
  const page = await (await fetch(`${portal}/log`, { headers: { "accept-language": "en" } })).text();
  assert.match(page, /2 of 2 independent witnesses cosigned/);
});

test("anybody finds an exchange in the public log by the number or the fingerprint on its proof, checked and with the size of the tree", async () => {
  const { running, portal } = government;
  const citizen = student();
  const found = await running.use(mydataApi).checkUse(citizen.subject, "witness-1");
  const { record, leafIndex } = found.log!.proof;
  const look = async (entry: string, lang = "en") => {
    const answer = await fetch(`${portal}/open?${new URLSearchParams({ entry })}`, { headers: { "accept-language": lang } });
    return { status: answer.status, text: await answer.text() };
  };
  const printed = `fingerprint ${record.requestHash.slice(0, 50)}\n${record.requestHash.slice(50)}`;
  for (const entry of [String(leafIndex), printed]) {
    const { status, text } = await look(entry);
    assert.equal(status, 200);
    assert.ok(text.includes(`In the log: entry ${leafIndex.toLocaleString("en")}`), entry);
    assert.match(text, /The proof is for the log when it had [\d,]+ entries/);
    assert.match(text, /2 of 2 independent witnesses cosigned/);
    for (const inner of [record.exchangeId, record.consumer, found.log!.proof.salt])
      assert.ok(!text.includes(inner), "no more than the entry");
  }
  assert.match((await look(String(leafIndex), "zh-TW")).text, /在日誌裡/);
  assert.match((await look("999999999")).text, /The log has no such entry/);
  assert.match((await look(`${"A".repeat(86)}==`)).text, /The log has no such entry/);
  assert.equal((await look("which one?")).status, 400);
  const { text } = await look("");
  for (const shown of [
    "TWDEMO/GOV/MOI/REGISTERS/household",
    "law.moj.gov.tw/LawClass/LawSingle.aspx",
    "/services/income",
    "cosigned <time",
  ])
    assert.ok(text.includes(shown), shown);
});

test("an agency's page has the figures of the road, with the exchanges in which it was asked", async () => {
  const { running, portal } = government;
  const told = await fetch(`${portal}/road/members/GOV/MOI/figures`);
  assert.equal(told.status, 200);
  const figures = (await told.json()) as { services: string[]; exchanges: { count: number } };
  const registers = registersOfContent("moi").map((service) => `TWDEMO/GOV/MOI/REGISTERS/${service}`);
  assert.deepEqual(
    figures.services.filter((service) => service.includes("/REGISTERS/")),
    registers,
  );
  const from = new Date(Date.now() + 28_800_000 - 29 * 86_400_000).toISOString().slice(0, 10);
  const asked = await running.use(roadApi).countExchanges({ member: "GOV/MOI", from, limit: 10_000 });
  assert.ok(asked > 0, "the ministry was asked above");
  assert.equal(figures.exchanges.count, asked, "as many as the officers' list has");
  assert.equal((await fetch(`${portal}/road/members/GOV/NOBODY/figures`)).status, 404);
  const headers = { "accept-language": "en" };
  const page = await (await fetch(`${portal}/agencies/moi`, { headers })).text();
  assert.match(page, new RegExp(`Data offered</dt><dd[^>]*>${figures.services.length}</dd>`));
  assert.ok(page.includes(`Times asked for data, last 30 days</dt><dd class="tr-stats__value">${asked}</dd>`));
});

test("an entry whose leaf, path or record is another is shown as refused, not as found", async () => {
  const { running } = government;
  const log = await status();
  const [entry] = await running.use(roadApi).logEntries({ leafIndex: 0 });
  const holds = (changed: object) => {
    const { isSigned, isIncluded, isOfRecord } = checkEntry({ ...entry!, ...changed }, log);
    return isSigned && isIncluded && isOfRecord;
  };
  assert.ok(holds({}));
  const other = Buffer.alloc(32, 7).toString("base64");
  const altered = [{ leaf: other }, { inclusion: [other] }, { leafIndex: 1 }, { isOfRecord: false }, { checkpoint: "x" }];
  for (const changed of altered) assert.ok(!holds(changed), Object.keys(changed)[0]);
  const growth = await running.use(roadApi).logGrowth({ days: 3 });
  assert.equal(growth.length, 3);
  assert.deepEqual(
    growth.map(({ size }) => size),
    growth.map(({ size }) => size).toSorted((a, b) => a - b),
  );
  assert.ok(growth.at(-1)!.size >= log.size);
});

test("the operator of the log, with its key in hand, gets no cosignature for another history", async () => {
  const { checkpoint, verifierKey } = await status();
  const logKey = parseVerifierKey(verifierKey);
  const key = createPrivateKey(fs.readFileSync(path.join(government.data, "road", "tlog", "log.key"), "utf8"));
  const signer = { name: logKey.name, publicKey: logKey.publicKey, sign: (bytes: Uint8Array) => sign(null, bytes, key) };
  const size = Number(checkpoint.split("\n")[1]);
  for (const [forgedSize, expected] of [
    [size, 409],
    [size + 1, 422],
    [size - 1, 400],
  ] as const) {
    const text = formatCheckpoint({ origin: logKey.name, size: forgedSize, root: Buffer.alloc(32, 7), extensions: [] });
    const forged = formatNote({ text, signatures: [await signText(text, signer)] });
    for (const { prefix } of witnesses()) {
      const body = formatAddCheckpoint({ oldSize: size, proof: [], checkpoint: forged });
      const answer = await fetch(`${prefix}/add-checkpoint`, { method: "POST", body });
      assert.equal(answer.status, expected, await answer.text());
    }
  }
});

test("a stranger's log, a body that is none and one that is too large are refused", async () => {
  const { checkpoint, verifierKey } = await status();
  const [{ prefix } = { prefix: "" }] = witnesses();
  const post = async (body: string): Promise<number> =>
    (await fetch(`${prefix}/add-checkpoint`, { method: "POST", body })).status;
  const stranger = checkpoint.replaceAll(parseVerifierKey(verifierKey).name, "stranger.example/log");
  assert.equal(await post(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: stranger })), 404);
  assert.equal(await post("nothing"), 400);
  assert.equal(await post("x".repeat(70_000)), 413);
});
