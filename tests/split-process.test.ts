import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Browser } from "../apps/troad/demo/browser.ts";
import { runJourney, type Step } from "../apps/troad/demo/journey.ts";
import { freePort, type Part, root, scratch, servePart } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";

const parts: Part[] = [];
after(async () => {
  for (const part of parts.reverse()) await part.stop();
});

const held = async (data: string): Promise<void> => {
  const steps: Step[] = [];
  const ok = await runJourney({
    data,
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
};

/** Waits until a process published what it has of each schema at the platform. */
async function published(origin: string, schemas: string[]): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const list = (await (await fetch(`${origin}/road/heads`)).json()) as { schemas: { schema: string }[] };
    if (schemas.every((schema) => list.schemas.some((one) => one.schema === schema))) return;
    await sleep(100);
  }
  assert.fail(`not published: ${schemas.join(", ")}`);
}

test("the journey holds in three processes that reach each other over mTLS", async () => {
  const data = scratch("split");
  const [p1, p2, p3, port2, port3] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
  const at = (port: number): string => `https://127.0.0.1:${port}`;
  const env = { TROAD_DATA: data, LEDGER_PUBLISH_SECONDS: "1" };
  const [second, portal] = [`http://localhost:${port2}`, `http://localhost:${port3}`];
  const origins = `eid=${second},mydata=${second},portal=${portal},cases=${portal},tax=${portal}`;
  const central = await servePart(
    ["--target=pki,road,registers", `--peer-port=${p1}`, `--peers=mydata=${at(p2)},portal=${at(p3)}`, `--origins=${origins}`],
    env,
  );
  parts.push(central);
  const all = `${origins},road=${central.origin},pki=${central.origin}`;
  const peers2 = `pki=${at(p1)},road=${at(p1)},portal=${at(p3)}`;
  parts.push(
    await servePart(["--target=eid,mydata", `--peer-port=${p2}`, `--peers=${peers2}`, `--origins=${all}`], {
      ...env,
      PORT: String(port2),
    }),
  );
  const peers = `pki=${at(p1)},road=${at(p1)},registers=${at(p1)},eid=${at(p2)},mydata=${at(p2)}`;
  parts.push(
    await servePart(
      ["--target=portal,people,cases,documents,notify,tax", `--peer-port=${p3}`, `--peers=${peers}`, `--origins=${all}`],
      {
        ...env,
        PORT: String(port3),
      },
    ),
  );
  await held(data);
  await published(central.origin, ["road", "eid", "mydata", "cases"]);
  await pagesAreOneSite(data, { portal, mydata: second, road: central.origin });
});

/** What a reader sees of the split: addresses that lead on, links to the right origin, one session, forms across origins. */
async function pagesAreOneSite(data: string, { portal, mydata, road }: Record<"portal" | "mydata" | "road", string>) {
  const ask = (address: string, init: RequestInit = {}) =>
    fetch(address, { redirect: "manual", ...init, headers: { accept: "text/html", "accept-language": "en", ...init.headers } });
  const leadsTo = async (address: string, init?: RequestInit): Promise<[number, string | null]> => {
    const reply = await ask(address, init);
    return [reply.status, reply.headers.get("location")];
  };
  assert.deepEqual(await leadsTo(`${portal}/my-data/x?before=a%20b`), [307, `${mydata}/my-data/x?before=a%20b`]);
  assert.deepEqual(await leadsTo(`${portal}/access/1/approve`, { method: "POST" }), [307, `${road}/access/1/approve`]);
  assert.deepEqual(await leadsTo(`${road}/`), [307, `${portal}/`]);
  // only path and query are the request's, even where it names a host of its own
  assert.deepEqual(await leadsTo(`${portal}/my-data//evil.example`), [307, `${mydata}/my-data//evil.example`]);
  assert.equal(await rawLocation(portal, "http://evil.example/my-data/x"), `${mydata}/my-data/x`);

  const home = await (await ask(`${portal}/`)).text();
  assert.ok(home.includes(`href="${road}/catalogue"`), "the footer leads to the road");
  const log = await (await ask(`${portal}/services/public-log`)).text();
  assert.ok(log.includes(`href="${road}/log"`), "a service leads to the process that has it");
  assert.ok((await (await ask(`${portal}/services/income`)).text()).includes('href="/tax/income"'));
  assert.equal((await ask(`${portal}/services/invoices`)).status, 404, "what runs nowhere is not listed");
  assert.doesNotMatch(await (await ask(`${portal}/search?q=invoice`)).text(), /href="\/services\/invoices"/);

  const people = JSON.parse(fs.readFileSync(path.join(data, "demo", "people.json"), "utf8")) as Record<string, string>[];
  const browser = new Browser("en");
  const subject = people.find(({ role }) => role === "auditor")!.subject!;
  const audit = await browser.post(`${portal}/auth/demo`, { subject, return: "/audit" });
  assert.deepEqual([audit.url, audit.status], [`${road}/audit`, 200], audit.text.slice(0, 500));
  assert.match((await browser.get(`${road}/audit/ledgers/mydata`)).text, /mydata\.consent/);
  assert.equal((await browser.get(`${mydata}/my-data`)).status, 403, "the same session, and not this role");

  const lost = await ask(`${road}/audit/nowhere/at/all`);
  assert.equal(lost.status, 404);
  assert.match(await lost.text(), new RegExp(`href="${portal}/"`), "a failure leads back to the home page");
  assert.match(await (await ask(`${mydata}/eid/nowhere`)).text(), /href="\/eid\/account"/, "the eID shows failures of its own");

  const signOut = (headers: Record<string, string>) =>
    ask(`${portal}/auth/sign-out`, { method: "POST", headers: { "sec-fetch-site": "same-site", ...headers } });
  assert.equal((await signOut({ origin: road })).status, 303);
  assert.equal((await signOut({ origin: "http://localhost:1" })).status, 403);
}

/** Where a request is sent whose target is a whole address (RFC 9112 section 3.2.2). */
function rawLocation(origin: string, target: string): Promise<string | undefined> {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: target, headers: { host } }, (response) => {
      response.resume();
      resolve(response.headers.location);
    });
    request.on("error", reject);
    request.end();
  });
}

test("the journey holds with one agency in its own process on its own database", async () => {
  const data = scratch("central");
  const own = scratch("moi");
  const peerPort = await freePort();
  const central = await servePart(["--except=moi", `--peer-port=${peerPort}`], { TROAD_DATA: data });
  parts.push(central);
  const tls = path.join(own, "tls");
  const issued = spawnSync(
    process.execPath,
    [
      path.join(root, "apps/troad/main.ts"),
      "peers",
      "--modules=registers,road",
      "--agency=moi",
      `--out=${tls}`,
      `--authority=${path.join(data, "peers")}`,
    ],
    { encoding: "utf8" },
  );
  assert.equal(issued.status, 0, issued.stderr);
  const peers = `pki=https://127.0.0.1:${peerPort},road=https://127.0.0.1:${peerPort}`;
  parts.push(
    await servePart(
      ["--agency=moi", "--target=registers,road", `--peers=${peers}`, `--origins=road=${central.origin},pki=${central.origin}`],
      { TROAD_DATA: own, PEER_TLS: tls, LEDGER_PUBLISH_SECONDS: "1" },
    ),
  );
  await held(data);
  await published(central.origin, ["registers_moi"]);
  const key = (await (await fetch(`${central.origin}/tlog/verifier-key`)).text()).trim();
  const verify = ["verify", "--chains", "--agency=moi", `--road=${central.origin}`, `--key=${key}`];
  const checked = spawnSync(process.execPath, [path.join(root, "apps/troad/main.ts"), ...verify], {
    encoding: "utf8",
    env: { ...process.env, TROAD_DATA: own },
  });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  assert.match(checked.stdout, /ok {6}registers_moi: [1-9]/);
});
