import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type EidApi, eidApi } from "@troad/eid/api";
import eid from "@troad/eid/module";
import { shiftedClock, sql } from "@troad/kernel";
import notify from "@troad/notify/module";
import peopleModule from "@troad/people/module";
import pki from "@troad/pki/module";
import { type SessionApi, sessionApi } from "@troad/web";
import { startModules } from "../../../kernel/test/modules.ts";
import portal from "../module.ts";
import { firstService } from "./content.ts";

const minute = 60_000;
const clock = shiftedClock();
let started: Awaited<ReturnType<typeof startModules>>;
let sessions: SessionApi;
let people: Awaited<ReturnType<EidApi["demoPeople"]>>;
before(async () => {
  const content = ["agencies", "roles", "registers", "services", "life-events"];
  started = await startModules([pki, eid, peopleModule, notify, portal], { clock, content, env: { PEOPLE: "5000" } });
  sessions = started.running.use(sessionApi);
  people = await started.running.use(eidApi).demoPeople();
});
after(() => started.stop());

/** Signs a person of the demonstration in with one click; gives the secret of the session. */
async function signIn({ subject }: { subject: string }, returnTo = "/account"): Promise<{ secret: string; page: Response }> {
  const { origin } = started.running;
  const cookies = new Map<string, string>();
  let [url, body]: [string, URLSearchParams | undefined] = [
    `${origin}/auth/demo`,
    new URLSearchParams({ subject, return: returnTo }),
  ];
  for (let hops = 0; hops < 10; hops++) {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const init = { redirect: "manual" as const, headers: { cookie, origin, "accept-language": "en", accept: "text/html" } };
    const page: Response = await fetch(url, body ? { ...init, method: "POST", body } : init);
    for (const line of page.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location: string | null = page.headers.get("location");
    if (!location) return { secret: cookies.get("session") ?? "", page };
    [url, body] = [new URL(location, url).href, undefined];
  }
  throw new Error("the sign-in went in circles");
}

const student = () => people.find(({ role }) => role.role === "citizen")!;
const isIn = async (secret: string): Promise<boolean> => (await sessions.signedIn(secret)) !== null;

test("a session tells who signed in with which roles, and apart from that the national id", async () => {
  const { secret, page } = await signIn(student());
  assert.equal(page.status, 200);
  assert.match(await page.text(), new RegExp(student().name));
  const session = await sessions.signedIn(secret);
  const roles = [{ role: "citizen", agency: null }];
  assert.deepEqual(session, { subject: student().subject, name: student().name, roles, proof: 4 });
  const person = await started.running.use(eidApi).person(student().subject);
  assert.equal(await sessions.nationalId(secret), person!.nationalId);
  await assert.rejects(sessions.signedIn("x".repeat(500)), { code: "peer.invalid" });
  for (const other of ["", `${secret.slice(1)}A`, "x".repeat(100)]) {
    assert.equal(await sessions.signedIn(other), null);
    assert.equal(await sessions.nationalId(other), null);
  }
});

test("the table holds no secret by which someone who reads it could sign in", async () => {
  const { secret } = await signIn(student());
  const rows = await started.running.schemas.of("portal").rows<Record<string, unknown>>(sql`select * from session`);
  assert.ok(rows.length > 0);
  assert.ok(!JSON.stringify(rows).includes(secret));
});

test("a session ends after half an hour without a page, and after eight hours in any case", async () => {
  const idle = await signIn(student());
  clock.shift(20 * minute);
  assert.ok(await isIn(idle.secret), "asking keeps it alive");
  clock.shift(29 * minute);
  assert.ok(await isIn(idle.secret));
  clock.shift(31 * minute);
  assert.equal(await isIn(idle.secret), false);

  const busy = await signIn(student());
  for (let passed = 0; passed + 25 < 8 * 60; passed += 25) {
    clock.shift(25 * minute);
    assert.ok(await isIn(busy.secret), `after ${passed + 25} minutes`);
  }
  clock.shift(25 * minute);
  assert.equal(await isIn(busy.secret), false);
});

test("a session ends with the sign-in at the eID on which it stands, and with the card", async () => {
  const [first, second] = [await signIn(student()), await signIn(student())];
  const rows = await started.running.schemas
    .of("portal")
    .rows<{ sign_in: string }>(sql`select sign_in from session order by created_at desc, expires_at desc limit 2`);
  assert.equal(new Set(rows.map(({ sign_in: id }) => id)).size, 2);
  const eidOf = started.running.use(eidApi);
  await eidOf.endSignIn(rows[0]!.sign_in);
  assert.deepEqual([await isIn(first.secret), await isIn(second.secret)].sort(), [false, true]);
  const [card] = await eidOf.cardsOf(student().subject);
  await eidOf.suspendCard(card!.serial);
  assert.deepEqual([await isIn(first.secret), await isIn(second.secret)], [false, false]);
  await eidOf.resumeCard(card!.serial);
});

test("a sign-in leads back to a path of ours, or to the person's own page", async () => {
  const { origin } = started.running;
  assert.equal(new URL((await signIn(student(), "/services?x=1")).page.url).search, "?x=1");
  for (const elsewhere of ["//evil.example/", "https://evil.example/", "/\\evil.example"])
    assert.equal((await signIn(student(), elsewhere)).page.url, `${origin}/me`);
});

test("without the modules whose pages it links to, the portal stands: no card, no header entry, and a service says that it is away", async () => {
  const { origin } = started.running;
  const read = async (path: string) => {
    const page = await fetch(`${origin}${path}`, { headers: { accept: "text/html", "accept-language": "en" } });
    return { status: page.status, text: await page.text() };
  };
  const home = await read("/");
  assert.equal(home.status, 200);
  assert.doesNotMatch(home.text, /href="\/(verify|catalogue|log|tax|invoice)"/);
  const service = await read(`/services/${firstService}`);
  assert.equal(service.status, 200);
  assert.match(service.text, /can’t apply for this service here at the moment/);
  assert.equal((await read("/cases")).status, 404);
});
