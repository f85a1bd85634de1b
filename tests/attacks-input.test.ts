import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Pool } from "undici";
import { type Government, startGovernment } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";
import { patternOf, type Route, routesOf } from "./kit/routes.ts";
import { signInAs } from "./kit/session.ts";

let government: Government;
let pool: Pool;
let cookies: Map<string, string>;
let routes: Route[];
/** Names of fields and parameters that pages use, found on them, and addresses of things that exist. */
const names = new Set([
  "before",
  "after",
  "q",
  "code",
  "return",
  "provider",
  "challenge",
  "version",
  "id",
  "page",
  "slip",
  "lang",
]);
const addresses = new Set<string>();

before(async () => {
  government = await startGovernment({ env: { EID_RATE: "1000000" } });
  pool = new Pool(government.portal, { connections: 6 });
  routes = routesOf(government.running.app).filter(({ path: at }) => !/sign-out|oidc\/session\/end/.test(at));
  const people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
  const roles = new Map(people.map(({ role, subject }) => [role, subject]));
  cookies = new Map([["nobody", ""]]);
  for (const [role, subject] of roles) cookies.set(role, await signInAs(government.portal, subject));
  const citizen = cookies.get("citizen")!;
  for (const one of ["start", "begin"])
    await send({ method: "POST", path: `/services/tuition-reduction/${one}`, cookie: citizen, body: "" });
  await crawl();
});
after(async () => {
  await pool.close();
  await government.stop();
});

type Person = { subject: string; role: string };
type Sent = { method: string; path: string; cookie: string; body?: string; type?: string; headers?: Record<string, string> };
type Said = { status: number; location: string; text: string };

async function send({
  method,
  path: at,
  cookie,
  body,
  headers,
  type = "application/x-www-form-urlencoded",
}: Sent): Promise<Said> {
  const response = await pool.request({
    method: method as "GET",
    path: at,
    headers: { cookie, accept: "text/html", ...(body === undefined ? {} : { "content-type": type }), ...headers },
    ...(body === undefined ? {} : { body }),
    // what hangs hangs for longer, however busy the machine is
    headersTimeout: patient(15_000),
    bodyTimeout: patient(15_000),
  });
  return { status: response.statusCode, location: String(response.headers.location ?? ""), text: await response.body.text() };
}

/** Looks at every page that needs no parameter, as everybody, and at what they link to. */
async function crawl(): Promise<void> {
  const plain = routes.filter(({ method, path: at }) => method === "GET" && !/[:*]/.test(at));
  for (const cookie of cookies.values()) {
    const found = new Set(plain.map(({ path: at }) => at));
    for (const at of found) {
      const { text, location } = await send({ method: "GET", path: at, cookie });
      for (const [, name] of text.matchAll(/\bname="([^"]+)"/g)) names.add(name!);
      const links = [...text.matchAll(/(?:href|action)="(\/[^"#?]*)/g)].map((link) => link[1]!);
      for (const link of [...links, location.split("?")[0]!]) {
        if (!link.startsWith("/") || found.size > 200 || /sign-out|\/assets|\.\w+$/.test(link)) continue;
        if (!addresses.has(link) && plain.length + addresses.size < 400) found.add(link);
        addresses.add(link);
      }
    }
  }
}

const uuid = "00000000-0000-7000-8000-000000000000";
const long = "a".repeat(3000);
/** What a piece of an address or a value may be, percent-encoded as a stranger would send it. */
const pieces = ["abc", "%00", "%ED%A0%80", "%zz", "99999999999999999999999", "%EF%BC%8F", "%27%22%3E%3Cb%3E", uuid, long];
const values = [...pieces, "-1", "1e400", "2026-13-45T99:99:99Z%20x", "0000-01-01T00:00:00.000Z%20x", `${uuid}%20${uuid}`, ""];

type Shape = { body: string; type: string };
const json = (body: unknown): Shape => ({
  body: typeof body === "string" ? body : JSON.stringify(body),
  type: "application/json",
});
const each = (value: unknown) => Object.fromEntries([...names].map((name) => [name, value]));
const shapes = (): Shape[] => [
  ...["", "abc", "%00", "%ED%A0%80", "99999999999999999999999", long].map((value) => ({
    body: [...names].map((name) => `${encodeURIComponent(name)}=${value}`).join("&"),
    type: "application/x-www-form-urlencoded",
  })),
  {
    body: [...names].map((name) => `${encodeURIComponent(name)}=a&${encodeURIComponent(name)}=b`).join("&"),
    type: "application/x-www-form-urlencoded",
  },
  { body: "%zz=%zz&__proto__=x&constructor=y", type: "application/x-www-form-urlencoded" },
  ...[{ toString: "x" }, ["a", "b"], [["a"]], 7, null, true, "\ud800", "\0"].map((value) => json(each(value))),
  ...[{}, [], null, "text", 5].map((value) => json(value)),
  ...["", "{", '{"a":'.repeat(5000), "\u0000"].map(json),
  { body: "\u0000\u0001", type: "application/octet-stream" },
  { body: "x", type: "text/plain" },
  { body: "x", type: "no type at all" },
];

/** What a page is about, without its header, which names the reader, and without what is drawn by lot for each answer. */
const contentOf = (text: string): string => (/<main\b.*<\/main>/s.exec(text)?.[0] ?? text).replace(/[\w-]{16,}|\d/g, "");

/** Who tries every page: someone who has not signed in, and someone who has. */
const always = new Set(["nobody", "citizen"]);

/** Whether a role is turned away before anything it sends is looked at. */
const isTurnedAway = ({ status, location }: Said): boolean => status === 403 || status === 401 || location.includes("/sign-in?");

async function tryAll(requests: Sent[]): Promise<string[]> {
  const failed: string[] = [];
  const queue = requests.values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const sent of queue) {
        const said = await send(sent).catch((error: Error) => ({ status: 0, location: "", text: error.message }));
        if (said.status < 200 || said.status >= 500)
          failed.push(
            `${said.status} ${sent.method} ${sent.path.slice(0, 120)} ${sent.type ?? ""} ${(sent.body ?? "").slice(0, 60)}`,
          );
      }
    }),
  );
  return failed.sort();
}

/** Addresses of a route: with every piece in the place of its parameters, and the ones that exist. */
const placesOf = ({ method, path: at }: Route): string[] => {
  if (!/[:*]/.test(at)) return [at];
  const pattern = patternOf({ method, path: at });
  const existing = [...addresses].filter((one) => pattern.test(one)).slice(0, 2);
  return [...existing, ...pieces.map((piece) => at.replace(/:\w+/g, piece).replace("*", piece))];
};

test("whatever stands in an address, nothing fails on our side: every page, as everybody", async () => {
  const requests: Sent[] = [];
  for (const route of routes.filter(({ method }) => method === "GET")) {
    const seen = new Set<string>();
    const [first, ...others] = placesOf(route);
    for (const [role, cookie] of cookies) {
      const said = await send({ method: "GET", path: first!, cookie });
      // as an officer only where that makes a difference
      const content = contentOf(said.text);
      if (isTurnedAway(said) || (seen.has(content) && !always.has(role))) continue;
      seen.add(content);
      const all = (value: string) => `?${[...names].map((name) => `${encodeURIComponent(name)}=${value}`).join("&")}`;
      const queries = [...["abc", "%00", "%ED%A0%80", "%EF%BC%8F"].map(all), ...values.map((value) => `?before=${value}`)];
      for (const query of [...queries, "?before=a&before=b", "?before[x]=1", "?%zz", "?return=%2F%EF%BC%8F"])
        requests.push({ method: "GET", path: `${first}${query}`, cookie });
      for (const place of others) requests.push({ method: "GET", path: place, cookie });
    }
  }
  assert.ok(requests.length > 1000, String(requests.length));
  assert.deepEqual(await tryAll(requests), []);
});

test("whatever is posted, nothing fails on our side: every form and resource, as everybody", async () => {
  const requests: Sent[] = [];
  for (const route of routes.filter(({ method }) => method === "POST")) {
    const seen = new Set<string>();
    const [first, ...others] = placesOf(route);
    for (const [role, cookie] of cookies) {
      const said = await send({ method: "POST", path: first!, cookie, body: "" });
      const answer = `${said.status} ${contentOf(said.location)} ${contentOf(said.text)}`;
      if (isTurnedAway(said) || (seen.has(answer) && !always.has(role))) continue;
      seen.add(answer);
      for (const shape of shapes()) requests.push({ method: "POST", path: first!, cookie, ...shape });
      for (const place of others) requests.push({ method: "POST", path: place, cookie, body: "a=b" });
    }
  }
  assert.ok(requests.length > 1000, String(requests.length));
  assert.deepEqual(await tryAll(requests), []);
});

test("whatever a header says, nothing fails on our side", async () => {
  const odd = [
    "\u00ff\u0080",
    "a=b=c; ;;=;%zz=%zz; lang=%00; session=%ED%A0%80",
    '{"a":',
    "%00",
    "9".repeat(400),
    ";",
    ",,;q=x",
    long,
  ];
  const headers = [
    "cookie",
    "accept",
    "accept-language",
    "traceparent",
    "authorization",
    "idempotency-key",
    "origin",
    "x-forwarded-for",
    "range",
  ];
  const places = ["/", "/cases", "/eid/account", "/auth/callback?code=a&state=b", "/invoice/mine", "/tax", "/no-such-page"];
  const posts = ["/invoice/v1/invoices", "/invoice/v1/downloads", "/eid/challenge", "/language", "/pki/ocsp"];
  const each = (method: string, paths: string[]) =>
    paths.flatMap((at) =>
      headers.flatMap((name) => odd.map((value) => ({ method, path: at, cookie: "", headers: { [name]: value } }))),
    );
  assert.deepEqual(await tryAll([...each("GET", places), ...each("POST", posts).map((one) => ({ ...one, body: "[]" }))]), []);
});
