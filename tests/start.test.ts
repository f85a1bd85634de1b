import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { after, test } from "node:test";
import { Browser } from "../apps/troad/demo/browser.ts";
import { membersOfContent } from "./kit/agencies.ts";
import { freePort, root, scratch } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";
import { serversOf, socketOf } from "./kit/servers.ts";

const main = path.join(root, "apps", "troad", "main.ts");
const data = scratch("start");
const quiet = { TROAD_DATA: data, PEOPLE: "2000", DEMO_TRAFFIC_SECONDS: "0", LOG_LEVEL: "warn" };

type Ended = { code: number | null; said: string };
type Program = { child: ChildProcess; said(): string; ready: Promise<void>; ended: Promise<Ended> };

/** The program as `npm start` runs it. */
function up(env: Record<string, string>): Program {
  const child = spawn(process.execPath, [main, "up"], {
    cwd: root,
    env: { ...process.env, ...quiet, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, said: text })));
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes("Ctrl-C stops everything")) resolve();
    };
    child.stdout!.on("data", hear);
    child.stderr!.on("data", hear);
    void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${text}`)));
  });
  ready.catch(() => undefined);
  return { child, said: () => text, ready, ended };
}

let running: Program | undefined;
after(() => running?.child.kill("SIGKILL"));

const troad = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: "utf8", env: { ...process.env, ...quiet } });
const readJson = <T>(...names: string[]): T => JSON.parse(fs.readFileSync(path.join(data, ...names), "utf8")) as T;
type Endpoints = {
  portal: string;
  openapi: string;
  eid: { issuer: string };
  ocsp: string;
  crl: string;
  tsa: string;
  tlog: string;
  metrics: string;
  road: { globalconf: string; gateways: { member: string; consumer: string }[] };
};
type Person = { role: string; name: string; subject: string; p12: string; pin: string };

test("troad --help lists the commands, each command explains itself, an unknown one exits with 2", () => {
  const help = troad("--help");
  assert.equal(help.status, 0);
  for (const command of ["up", "serve", "migrate", "demo", "verify", "peers"]) {
    assert.match(help.stdout, new RegExp(`^  ${command}\\s`, "m"));
    const one = troad(command, "--help");
    assert.deepEqual([one.status, one.stdout.startsWith(`usage: troad ${command}`)], [0, true], one.stdout + one.stderr);
  }
  const unknown = troad("upp");
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /no command "upp"/);
  const option = troad("up", "--no-such-option");
  assert.equal(option.status, 1);
  assert.match(option.stderr, /no-such-option/);
});

test("a taken port is said at once, and nothing was started", async () => {
  const holder = net.createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as net.AddressInfo;
  const folder = scratch("taken");
  const began = Date.now();
  const { code, said } = await up({ PORT: String(port), TROAD_DATA: folder }).ended;
  holder.close();
  assert.equal(code, 1);
  assert.match(said, new RegExp(`port ${port} .* taken by another program.*PORT=`));
  assert.doesNotMatch(said, /\n\s+at /, "a sentence, not a stack");
  assert.ok(Date.now() - began < patient(5_000), `${Date.now() - began} ms`);
  assert.deepEqual(serversOf(folder), []);
  assert.equal(fs.existsSync(path.join(folder, "postgres")), false);
  assert.equal(fs.existsSync(socketOf(folder)), false);
});

test("every wrong value of the environment is named, and nothing was started", async () => {
  const folder = scratch("wrong");
  const { code, said } = await up({ PORT: "http", LOG_LEVEL: "loud", TROAD_DATA: folder }).ended;
  assert.equal(code, 1);
  assert.match(said, /PORT: a whole number from 0 to 65535 is expected, not "http"/);
  assert.match(said, /LOG_LEVEL: trace \| debug/);
  const other = await up({ PORT: "0", ROAD_TIMESTAMP_GRACE_SECONDS: "soon", TROAD_DATA: folder }).ended;
  assert.deepEqual([other.code, /ROAD_TIMESTAMP_GRACE_SECONDS: a whole number/.test(other.said)], [1, true], other.said);
  assert.deepEqual(fs.readdirSync(folder), []);
});

test("the first start opens everything that data/endpoints.json names", async () => {
  running = up({ PORT: String(await freePort()) });
  await running.ready;
  const endpoints = readJson<Endpoints>("endpoints.json");
  assert.match(running.said(), new RegExp(`Open +${endpoints.portal}/`));
  const pki = endpoints.ocsp.replace(/\/ocsp$/, "");
  for (const address of [
    `${endpoints.portal}/`,
    endpoints.openapi,
    `${endpoints.eid.issuer}/.well-known/openid-configuration`,
    endpoints.crl,
    `${pki}/root.crt`,
    `${endpoints.tlog}/checkpoint`,
    endpoints.road.globalconf,
    endpoints.metrics,
    endpoints.metrics.replace("/metrics", "/healthz"),
    endpoints.metrics.replace("/metrics", "/readyz"),
    `${endpoints.portal}/healthz`,
  ])
    assert.equal((await fetch(address)).status, 200, address);
  assert.match(await (await fetch(endpoints.metrics)).text(), /^jobs_total|^http_request_duration_seconds/m);
  const openapi = (await (await fetch(endpoints.openapi)).json()) as { openapi: string; paths: object };
  assert.deepEqual([openapi.openapi, Object.keys(openapi.paths).includes("/pki/ocsp")], ["3.1.0", true]);
  // a responder that is asked nothing says so in its own protocol (RFC 6960 section 4.2.1, RFC 3161 section 2.4.2)
  for (const [address, type, answer] of [
    [endpoints.ocsp, "application/ocsp-request", "application/ocsp-response"],
    [endpoints.tsa, "application/timestamp-query", "application/timestamp-reply"],
  ] as const) {
    const reply = await fetch(address, { method: "POST", headers: { "content-type": type }, body: Buffer.from([0x30, 0x00]) });
    assert.deepEqual([reply.status, reply.headers.get("content-type")], [200, answer]);
    assert.ok((await reply.arrayBuffer()).byteLength > 4);
  }
  assert.equal(endpoints.road.gateways.length, membersOfContent);
  for (const { member, consumer } of endpoints.road.gateways) {
    assert.match(member, /^TWDEMO\/(GOV|EDU)\/[A-Z]+$/);
    const reply = await fetch(`${consumer}/r1/TWDEMO/GOV/MOI/REGISTERS/household/find`);
    assert.deepEqual([reply.status, reply.headers.get("x-road-error")], [400, "Client.ClientProxy.MissingHeader"]);
  }
  assert.equal((await fetch(`${endpoints.portal}/no-such-page`)).status, 404);
});

test("PostgreSQL never runs as root: root's runs as someone else, anybody else's as that user", () => {
  const servers = serversOf(data);
  assert.equal(servers.length, 1);
  const uid = process.getuid?.();
  if (uid === 0) assert.notEqual(servers[0]!.uid, 0);
  else assert.equal(servers[0]!.uid, uid);
});

const openssl = spawnSync("openssl", ["version"]).status === 0;
test("openssl opens each demo person's card with its PIN, and not with another", {
  skip: !openssl && "needs the tool openssl",
}, () => {
  const people = readJson<Person[]>("demo", "people.json");
  assert.ok(people.length >= 7);
  for (const { role, name, p12, pin } of people) {
    assert.ok(role.length > 0 && /\p{Script=Han}/u.test(name) && /^\d{6}$/.test(pin), name);
    const open = (password: string) =>
      spawnSync("openssl", ["pkcs12", "-in", p12, "-passin", `pass:${password}`, "-nodes"], { encoding: "utf8" });
    const opened = open(pin);
    assert.equal(opened.status, 0, opened.stderr);
    assert.match(opened.stdout, /BEGIN PRIVATE KEY[\s\S]*BEGIN CERTIFICATE|BEGIN CERTIFICATE[\s\S]*BEGIN PRIVATE KEY/);
    assert.notEqual(open(pin === "000000" ? "000001" : "000000").status, 0);
  }
});

test("Ctrl-C stops everything: no process, no socket folder, exit code 0", async () => {
  const { portal } = readJson<Endpoints>("endpoints.json");
  const browser = new Browser();
  const citizen = readJson<Person[]>("demo", "people.json").find(({ role }) => role === "citizen")!;
  await browser.post(`${portal}/auth/demo`, { subject: citizen.subject, return: "/services/tuition-reduction" });
  assert.match((await browser.post(`${portal}/services/tuition-reduction/start`, {})).url, /\/form\//);
  running!.child.kill("SIGINT");
  const { code, said } = await running!.ended;
  assert.deepEqual([code, /stopped\.\n$/.test(said)], [0, true], said);
  assert.deepEqual(serversOf(data), []);
  assert.equal(fs.existsSync(socketOf(data)), false);
  await assert.rejects(fetch(portal), "the port is free again");
});

test("the second start finds everything as it was and seeds nothing again", async () => {
  const before = fs.readFileSync(path.join(data, "demo", "people.json"), "utf8");
  const root1 = fs.statSync(path.join(data, "road", "tlog", "log.key")).mtimeMs;
  const began = Date.now();
  running = up({ PORT: String(await freePort()) });
  await running.ready;
  const took = Date.now() - began;
  assert.ok(took < patient(30_000), `${took} ms`);
  assert.equal(fs.readFileSync(path.join(data, "demo", "people.json"), "utf8"), before, "the same people with the same cards");
  assert.equal(fs.statSync(path.join(data, "road", "tlog", "log.key")).mtimeMs, root1);
  const { portal } = readJson<Endpoints>("endpoints.json");
  const citizen = (JSON.parse(before) as Person[]).find(({ role }) => role === "citizen")!;
  const browser = new Browser();
  await browser.post(`${portal}/auth/demo`, { subject: citizen.subject, return: "/cases" });
  const cases = await browser.get(`${portal}/cases`);
  assert.equal(cases.status, 200);
  assert.equal(new Set(cases.text.match(/\/cases\/[0-9a-f-]{36}/g)).size, 1, "the one draft of before");
  const log = fs.existsSync(path.join(data, "troad.log")) ? fs.readFileSync(path.join(data, "troad.log"), "utf8") : "";
  assert.doesNotMatch(log, /"level":(50|60)/, "no error was logged");
  running.child.kill("SIGTERM");
  assert.equal((await running.ended).code, 0);
  assert.deepEqual(serversOf(data), []);
  running = undefined;
});
