import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { Browser, type Page, targets } from "../../apps/troad/demo/browser.ts";
import { invoiceAt } from "../../bench/invoice/shop.ts";
import { root } from "../kit/government.ts";
import { patient } from "../kit/patience.ts";
import { until } from "./lab.ts";
import { hasPrevious, packagesApart, previousCommit, previousUnusable } from "./previous.ts";
import { type Running, startPrevious, type TwoReleases } from "./two-releases.ts";

/** The release before this one and this one, side by side on the schema of this one, as machines are upgraded one after the other. */
const isHere = hasPrevious();
const skip = (isHere && previousUnusable()) || false;
/** A copy of the repository without its history has no release before. */
const besides = (name: string, run: (t: TestContext) => Promise<void>): void => {
  if (isHere) void test(name, { skip }, run);
};

type Person = { subject: string; label?: string; role: string };
type Walk = { id: string; answers: Record<string, Record<string, string>> };
const readJson = <T>(...at: string[]): T => JSON.parse(fs.readFileSync(path.join(...at), "utf8")) as T;
const walks = readJson<Walk[]>(root, "content/services/tuition-reduction/paths.json");
const seconds = patient(30_000) / 1000;

let both: TwoReleases;
let present: Running;
/** Who began at the previous release before this one was started, and what they had then. */
let early: { browser: Browser; form: Page; migrations: Set<string> };

before(async () => {
  if (skip || !isHere) return;
  both = await startPrevious();
  const browser = await signedIn("low");
  early = { browser, form: await beginCase(browser, "low", 1), migrations: new Set(await migrations()) };
  await upload(1);
  present = await both.startPresent();
});
after(() => both?.close());

const migrations = async (): Promise<string[]> =>
  (await both.everywhere<{ name: string }>("kernel_migration", "true")).map(({ schema, name }) => `${schema} ${name}`);

async function signedIn(label: string): Promise<Browser> {
  const people = readJson<Person[]>(both.previous.data, "demo", "people.json");
  const person = people.find((one) => one.role === "citizen" && (one.label ?? "low") === label)!;
  const browser = new Browser("en");
  const page = await browser.post(`${both.origin}/auth/demo`, { subject: person.subject, return: "/services/tuition-reduction" });
  assert.deepEqual([page.status, page.url], [200, `${both.origin}/services/tuition-reduction`]);
  return browser;
}

/** Answers some pages of a form, and gives the one that comes next. */
async function answer(browser: Browser, form: Page, label: string, pages: number): Promise<Page> {
  const walk = walks.find(({ id }) => id === label)!;
  let page = form;
  for (let at = 0; at < pages && /\/form\/[^/]+$/.test(page.url); at++) {
    const before = page.url;
    page = await browser.post(before, walk.answers[before.split("/").pop()!] ?? {});
    assert.equal(page.status, 200, page.text.slice(0, 2_000));
    assert.notEqual(page.url, before, "the page was taken");
  }
  return page;
}

const beginCase = async (browser: Browser, label: string, pages: number): Promise<Page> =>
  answer(browser, await browser.post(`${both.origin}/services/tuition-reduction/start`, {}), label, pages);

/** Submits what was filled in, and waits for the certificate of the decision. */
async function submit(browser: Browser, form: Page, label: string): Promise<Page> {
  const check = await answer(browser, form, label, 20);
  assert.match(check.url, /\/check$/);
  const address = check.url.replace(/\/check$/, "");
  await browser.post(check.url, { agree: "yes" });
  return until(
    async () => {
      const page = await browser.get(address);
      return targets(page, /\/certificate$/).length > 0 && page;
    },
    `the decision of ${address}`,
    seconds,
  );
}

async function upload(serial: number): Promise<void> {
  const { token } = readJson<{ token: string }>(both.previous.data, "demo", "invoice-shop.json");
  const reply = await fetch(`${both.origin}/invoice/v1/invoices`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ invoices: [invoiceAt(serial, "2026-01-05", "QA")] }),
  });
  assert.equal(reply.status, 200, await reply.text());
}

/** What an app of a person is told of an invoice. */
async function asked(serial: number): Promise<string> {
  const { appID } = readJson<{ appID: string }>(both.previous.data, "demo", "invoice-api.json");
  const { number, date } = invoiceAt(serial, "2026-01-05", "QA");
  const query = { version: "0.5", action: "qryInvHeader", UUID: "u-1", appID, type: "Barcode", generation: "V2" };
  const reply = await fetch(`${both.origin}/PB2CAPIVAN/invapp/InvApp`, {
    method: "POST",
    body: new URLSearchParams({ ...query, invNum: number, invDate: date.replaceAll("-", "/") }),
  });
  return reply.text();
}

besides("this release brings its migrations in beside the previous one, and both answer", async (t) => {
  const now = await migrations();
  assert.ok([...early.migrations].every((one) => now.includes(one)));
  t.diagnostic(`${now.length - early.migrations.size} migrations beside the previous release`);
  for (const one of [both.previous, present]) {
    both.send(one);
    for (const address of ["/", "/services/tuition-reduction", "/invoice/numbers", "/indicators", "/data"])
      assert.equal((await fetch(both.origin + address, { headers: { accept: "text/html" } })).status, 200, address);
  }
});

besides("what was begun at one release is submitted at the other, in one session, and decided", async () => {
  both.send(present);
  const first = await submit(early.browser, early.form, "low");
  const [browser, exchanges] = [await signedIn("mid-low"), (page: Page) => targets(page, /\/my-data\/[^/]+$/)];
  const form = await beginCase(browser, "mid-low", 2);
  both.send(both.previous);
  const second = await submit(browser, form, "mid-low");
  for (const one of [both.previous, present]) {
    both.send(one);
    for (const [who, page] of [
      [early.browser, first],
      [browser, second],
    ] as const) {
      const certificate = await who.get(`${page.url}/certificate`);
      const [link] = targets(certificate, /\/verify\/[\w-]{16,}$/);
      assert.ok((await new Browser("en").get(new URL(link!, certificate.url).href)).text.includes("tr-evidence--ok"));
      assert.equal(exchanges(await who.get(page.url)).length, 3);
      assert.equal((await who.get(`${both.origin}/my-data`)).status, 200, "the session holds");
    }
  }
});

besides("invoices that the one release took are told by the other", async () => {
  const carrier = (serial: number): RegExp => new RegExp(invoiceAt(serial, "2026-01-05", "QA").number);
  both.send(present);
  assert.match(await asked(1), carrier(1));
  await upload(2);
  both.send(both.previous);
  assert.match(await asked(2), carrier(2));
  assert.doesNotMatch(await asked(3), carrier(3));
});

besides(
  "a job of a kind that the previous release does not know, and an event, wait for one that does and cost no try",
  async () => {
    const at = new Date().toISOString();
    const event = { event: "cases.of-a-later-release.v9", id: "cases:later", subscriber: "mydata", payload: {} };
    for (const [kind, payload] of [
      ["cases.of-a-later-release", {}],
      ["kernel.deliver-event", event],
    ] as const)
      await both.rows("insert into cases.kernel_job (kind, payload, run_at, created_at) values ($1, $2, $3, $3)", [
        kind,
        JSON.stringify(payload),
        at,
      ]);
    const job = "select attempts - failures as attempts, failures, dead_at, last_error from cases.kernel_job where";
    const delivered = await until(
      async () => {
        const [one] = await both.rows<{ last_error: string | null }>(`${job} payload->>'id' = 'cases:later'`);
        return one?.last_error ? one : undefined;
      },
      "the event is put off",
      seconds,
    );
    assert.deepEqual(
      { ...delivered, attempts: 0 },
      { attempts: 0, failures: 0, dead_at: null, last_error: delivered.last_error },
    );
    assert.deepEqual(await both.rows(`${job} kind = 'cases.of-a-later-release'`), [
      { attempts: 0, failures: 0, dead_at: null, last_error: null },
    ]);
  },
);

besides(
  "the previous release ends in order, and nothing is lost: no dead job, every job done by the one that stays",
  async () => {
    both.send(present);
    assert.equal(await both.previous.stop(), 0);
    const dead = await both.everywhere<{ kind: string; last_error: string }>("kernel_job", "dead_at is not null");
    assert.deepEqual(
      dead.map(({ schema, kind, last_error: why }) => `${schema} ${kind}: ${why}`),
      [],
    );
    await until(
      async () => {
        const waits = await both.everywhere<{ kind: string }>(
          "kernel_job",
          "done_at is null and run_at <= now() - interval '1 second'",
        );
        return waits.every(({ kind, schema }) => schema === "cases" && /later-release|deliver-event/.test(kind));
      },
      "all that was due is done",
      seconds,
    );
    assert.equal((await early.browser.get(`${both.origin}/my-data`)).status, 200);
    const log = fs.readFileSync(path.join(present.data, "troad.log"), "utf8");
    assert.deepEqual(log.match(/.*"level":"?(?:error|fatal|50|60)\b.*/g) ?? [], []);
  },
);

test("a package that is not installed, or in another version, is named", () => {
  const here = { packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } } };
  const there = {
    packages: { "": {}, ...here.packages, "node_modules/b": { version: "1.9.0" }, "node_modules/c": { version: "3.0.0" } },
  };
  assert.deepEqual(packagesApart(here, here), []);
  assert.deepEqual(packagesApart(here, there), ["b 1.9.0", "c 3.0.0"]);
  assert.match(previousCommit(), /^[0-9a-f]{40}$/);
});
