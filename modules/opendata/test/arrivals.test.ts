import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lookup } from "node:dns";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Upload } from "tus-js-client";
import { opendataApi } from "../api.ts";
import { dumpsAndLoads } from "./ckanapi.ts";
import { demonstrationHasRows } from "./demonstration.ts";
import { ask, origin, record, running, startOpenData, upload } from "./kit.ts";
import { heavyCallerHoldsUpNobody, quotasHold } from "./limits.ts";

const good = "序號,縣市,經度,緯度,容納人數\n1,新北市,121.46,25.01,120\n2,臺北市,121.56,25.03,80\n";
const folder = mkdtempSync(path.join(tmpdir(), "troad-links-"));
const [key, cert] = [path.join(folder, "key"), path.join(folder, "crt")];
const asked: string[] = [];
const answers: Record<string, number[]> = {
  "/good": [200],
  "/moved": [301],
  "/flaky": [500, 500, 200],
  "/down": [500, 500, 500],
};
let server: Server;
let host = "";
let stop: () => Promise<void>;
before(async () => {
  const made = spawnSync(
    "openssl",
    `req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ${key} -out ${cert} -subj /CN=localhost -addext subjectAltName=DNS:localhost`.split(
      " ",
    ),
  );
  assert.equal(made.status, 0);
  server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(answers[request.url ?? ""]?.shift() ?? 404, { location: "https://localhost:1/" }).end();
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  host = `localhost:${(server.address() as AddressInfo).port}`;
  const connect = { lookup: lookup as never, ca: readFileSync(cert, "utf8") };
  stop = (await startOpenData({ connect, linkWaits: [10, 10], env: { OPENDATA_LINK_HOSTS: host, INVOICE_DEMO_MARKET: "on" } }))
    .stop;
});
after(async () => {
  await stop?.();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a set on application is offered, delivered to a company once its agency granted it, and ended with a reason", async () => {
  const closed = {
    ...record,
    name: "permits",
    "title-en": "Permits",
    openness: "on-application",
    article: "政府資訊公開法 §18",
    reason: "涉及營業秘密",
  };
  assert.equal((await ask("officer", "/data-office/new", closed)).status, 303);
  const arrived = await upload("officer", "permits", good);
  await ask("officer", `${arrived.location}/publish`, {});
  assert.match((await ask("nobody", "/data/permits")).text, /\/services\/[a-z-]+">Apply for this data/);

  const registrar = running.use(opendataApi);
  const by = { subject: "citizen", business: "12345675", posts: [] };
  const offered = await registrar.offers({ of: "opendata.set", by, given: { holder: ["moi"] } });
  assert.deepEqual(
    offered.map(({ value }) => value),
    ["permits"],
  );
  assert.deepEqual(
    (await registrar.offers({ of: "opendata.holder", by, given: {} })).map(({ value }) => value),
    ["moi"],
  );
  const key = "0b7d3a52-4d0f-4c5e-9a51-1f2e3d4c5b6b";
  const request = { does: "opendata.deliver", key, by, check: false, values: { set: "permits", months: 6, purpose: "A study" } };
  const granted = { ...request, deciders: [{ subject: "officer", agency: "moi" }] };
  const refusals: [string, Partial<typeof granted>][] = [
    ["opendata.delivery-not-granted", { deciders: [] }],
    ["opendata.delivery-not-granted", { deciders: [{ subject: "other", agency: "moa" }] }],
    ["opendata.delivery-malformed", { values: { set: "permits", months: 0, purpose: "A study" } }],
    ["opendata.not-on-application", { values: { set: "troad-services", months: 1, purpose: "A study" } }],
    ["opendata.not-found", { values: { set: "nowhere", months: 1, purpose: "A study" } }],
  ];
  for (const [code, changes] of refusals)
    assert.deepEqual(await registrar.act({ ...granted, ...changes }), { refused: code }, JSON.stringify(changes));
  assert.ok("given" in (await registrar.act({ ...granted, deciders: [], check: true })));
  assert.match((await ask("citizen", "/data/deliveries")).text, /No data were given/);

  const [one, again] = [await registrar.act(granted), await registrar.act(granted)];
  assert.deepEqual(one, again);
  const page = await ask("citizen", "/data/deliveries");
  const file = /href="(\/data\/deliveries\/[^"]+)"/.exec(page.text)![1]!;
  assert.equal((await ask("citizen", file)).text, good);
  assert.equal((await ask("officer", file)).status, 404);
  assert.equal((await ask("nobody", file)).status, 303);
  assert.equal((await ask("other", `/data-office/deliveries/${key}`, { reason: "x" })).status, 404);
  assert.equal((await ask("officer", `/data-office/deliveries/${key}`, { reason: " " })).status, 422);
  assert.equal((await ask("officer", `/data-office/deliveries/${key}`, { reason: "Given to others" })).status, 303);
  assert.equal((await ask("officer", `/data-office/deliveries/${key}`, { reason: "again" })).status, 403);
  assert.equal((await ask("citizen", file)).status, 403);
  assert.match((await ask("citizen", "/data/deliveries")).text, /Ended: Given to others/);
});

/** A key that an officer makes on the page of interfaces. */
async function keyOf(who: string, agency: string): Promise<string> {
  const made = await ask(who, "/data/api", { label: "uploads", agency });
  return /<pre class="tr-code"><code>([^<]+)</.exec(made.text)![1]!;
}

test("an upload that was cut off goes on where it stopped, with tus' own client, and is checked like any other", async () => {
  await ask("officer", "/data-office/new", { ...record, name: "large", standard: "evacuation-shelters" });
  const key = await keyOf("officer", "moi");
  const lines = Array.from({ length: 12_000 }, (_, at) => `${at},新北市,121.46,25.01,${at % 300}\n`);
  const bytes = Buffer.from(`序號,縣市,經度,緯度,容納人數\n${lines.join("")}`);
  const options = {
    endpoint: `${origin}/data/uploads`,
    chunkSize: 100_000,
    retryDelays: null,
    metadata: { set: "large", title: "收容處所", filename: "large.csv" },
    headers: { authorization: `Bearer ${key}` },
  };
  const url = await new Promise<string>((resolve, reject) => {
    const cut: Upload = new Upload(bytes, {
      ...options,
      onError: reject,
      onChunkComplete: (_size, accepted) => {
        if (accepted < 200_000) return;
        void cut.abort().then(() => resolve(cut.url!));
      },
    });
    cut.start();
  });
  const stood = await fetch(url, { method: "HEAD", headers: { ...options.headers, "tus-resumable": "1.0.0" } });
  const offset = Number(stood.headers.get("upload-offset"));
  assert.ok(offset >= 200_000 && offset < bytes.length, `${offset}`);
  // another agency's key sees nothing of it, and nobody without one
  const foreign = await keyOf("other", "moa");
  for (const secret of [foreign, "x".repeat(30)]) {
    const answer = await fetch(url, { method: "HEAD", headers: { authorization: secret, "tus-resumable": "1.0.0" } });
    assert.ok([403, 404].includes(answer.status), `${answer.status}`);
  }
  let sent = 0;
  let badge = "";
  await new Promise<void>((resolve, reject) => {
    const resumed = new Upload(bytes, {
      ...options,
      uploadUrl: url,
      onError: reject,
      onChunkComplete: (size) => {
        sent += size;
      },
      onAfterResponse: (_request, response) => {
        badge = response.getHeader("x-troad-badge") ?? badge;
      },
      onSuccess: () => resolve(),
    });
    resumed.start();
  });
  assert.equal(sent, bytes.length - offset);
  assert.equal(badge, "platinum");
  const page = await ask("officer", "/data-office/sets/large");
  assert.match(page.text, /收容處所/);
  assert.deepEqual(readdirSync(path.join(running.dataDir, "opendata", "uploads")), []);
});

test("a resumable upload is bounded, and only for a set of the key's own agency", async () => {
  const key = await keyOf("officer", "moi");
  const create = (length: number, set: string, secret = key) =>
    fetch(`${origin}/data/uploads`, {
      method: "POST",
      headers: {
        ...{ authorization: secret, "tus-resumable": "1.0.0", "upload-length": String(length) },
        "upload-metadata": `set ${Buffer.from(set).toString("base64")}`,
      },
    });
  assert.equal((await create(2 << 20, "large")).status, 413);
  assert.equal((await create(10, "troad-services")).status, 404);
  assert.equal((await create(10, "nowhere")).status, 404);
  assert.equal((await create(10, "large", "no-key")).status, 403);
  assert.deepEqual(readdirSync(path.join(running.dataDir, "opendata", "uploads")), []);
});

test("a data standard that content does not have is refused, and one that it has is shown", async () => {
  assert.equal((await ask("officer", "/data-office/new", { ...record, name: "odd", standard: "no-such" })).status, 422);
  assert.match((await ask("nobody", "/data/large")).text, /Evacuation shelters/);
  assert.match((await ask("nobody", "/data/standards")).text, /手機條碼/);
});

test("addresses of a set are asked at allowed hosts alone, a few times where they fail, and their findings are shown", async () => {
  const lines = ["/good", "/moved", "/missing", "/flaky", "/down"].map((at) => `Page ${at} https://${host}${at}`);
  const links = [...lines, "Elsewhere https://evil.example/", `Inside https://127.0.0.1/`].join("\n");
  assert.equal(
    (await ask("officer", "/data-office/new", { ...record, name: "bad-links", links: "x http://a.example/" })).status,
    422,
  );
  assert.equal((await ask("officer", "/data-office/new", { ...record, name: "linked", links })).status, 303);
  let page = "Not checked yet";
  for (let tries = 0; tries < 100 && page.includes("Not checked yet"); tries++) {
    await sleep(100);
    page = (await ask("nobody", "/data/linked")).text;
  }
  const finding = (at: string): string => new RegExp(`Page ${at}</a></td><td[^>]*>([^·<]+) ·`).exec(page)?.[1] ?? "";
  assert.deepEqual(["/good", "/moved", "/missing", "/flaky", "/down"].map(finding), [
    "Answers",
    "Has moved",
    "Not found",
    "Answers",
    "Fails at the other end",
  ]);
  assert.equal(page.match(/Outside of what is checked/g)?.length, 2);
  assert.equal(asked.filter((one) => one === "HEAD /down").length, 3);
  assert.ok(asked.every((one) => one.startsWith("HEAD /")));
});

test("a developer shows an application under a key of theirs, and takes it down", async () => {
  assert.match((await ask("citizen", "/data/gallery/new")).text, /Make a key first/);
  await keyOf("citizen", "");
  const page = (await ask("citizen", "/data/gallery/new")).text;
  const own = /<option value="([0-9a-f-]{36})"/.exec(page)![1]!;
  const shown = {
    key: own,
    title: "Shelters near you",
    body: "Finds the nearest one",
    url: "https://app.example/",
    set: "large",
  };
  for (const [field, value] of Object.entries({
    key: "0b7d3a52-4d0f-4c5e-9a51-1f2e3d4c5b6a",
    title: "",
    body: "",
    url: "javascript:alert(1)",
  }))
    assert.equal((await ask("citizen", "/data/gallery/new", { ...shown, [field]: value })).status, 422, field);
  assert.equal((await ask("citizen", "/data/gallery/new", shown)).status, 303);
  const listed = await ask("citizen", "/data/gallery");
  assert.match(listed.text, /href="https:\/\/app\.example\/"[^>]*>Shelters near you/);
  const id = /name="id" value="([^"]+)"/.exec(listed.text)![1]!;
  assert.doesNotMatch((await ask("nobody", "/data/gallery")).text, /name="id"/);
  assert.equal((await ask("officer", "/data/gallery/end", { id })).status, 404);
  assert.equal((await ask("citizen", "/data/gallery/end", { id })).status, 303);
  assert.doesNotMatch((await ask("nobody", "/data/gallery")).text, /Shelters near you/);
});

test("ckanapi's own requests dump groups, organizations and users, and load what another catalogue dumped", async () => {
  assert.equal((await ask("officer", "/data-office/new", { ...record, name: "to-be-dumped" })).status, 303);
  await dumpsAndLoads(await keyOf("officer", "moi"), await keyOf("other", "moa"));
});

test("the demonstration's months and periods are at /data, with real rows and with blank ones", demonstrationHasRows);

test("one caller with many queries leaves the others served: by SQL, by searches and by previews", async () => {
  await heavyCallerHoldsUpNobody(await keyOf("citizen", ""));
});

test("quotas hold by network and by key, and end with their minute and their day", async () => {
  await quotasHold(await keyOf("citizen", ""));
});
