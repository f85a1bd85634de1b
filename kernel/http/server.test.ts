import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { readEnv } from "../env.ts";
import { loadTexts } from "../i18n.ts";
import { createLog } from "../logging/log.ts";
import { createMetrics } from "../metrics.ts";
import { processEnv } from "../process/env.ts";
import { isSurvivable } from "../process/guard.ts";
import { timelyCheck } from "../process/readiness.ts";
import { clientNetwork } from "./client-network.ts";
import { hostsOf } from "./hosts.ts";
import { ownPath, seeOther } from "./redirect.ts";
import { createServer } from "./server.ts";

async function serve(t: TestContext, trustedProxies?: string[]) {
  const app = await createServer({
    log: createLog({ level: "silent" }),
    texts: loadTexts([path.resolve(import.meta.dirname, "..")], []),
    metrics: createMetrics(),
    title: "test",
    origin: "http://localhost:8080",
    hosts: hostsOf("http://localhost:8080"),
    ...(trustedProxies ? { trustedProxies } : {}),
  });
  t.after(() => app.close());
  app.get("/ip", async ({ ip }) => ip);
  app.get<{ Querystring: { to: string } }>("/to", async (request, reply) => seeOther(reply, request.query.to));
  app.post("/form", async ({ body }) => body ?? {});
  return app;
}

test("X-Forwarded-For counts as far as the proxies that are listed, and a client behind them cannot choose its address (fastify/fastify#5865)", async (t) => {
  const from = async (trusted: string[] | undefined, remoteAddress: string, forwarded: string): Promise<string> => {
    const app = await serve(t, trusted);
    return (await app.inject({ url: "/ip", remoteAddress, headers: { "x-forwarded-for": forwarded } })).body;
  };
  const loopback = ["127.0.0.0/8", "::1/128"];
  assert.equal(await from(loopback, "127.0.0.1", "203.0.113.7"), "203.0.113.7", "what the proxy says");
  assert.equal(await from(loopback, "127.0.0.1", "198.51.100.1, 203.0.113.7"), "203.0.113.7", "not what its client said");
  assert.equal(await from(loopback, "127.0.0.1", "198.51.100.1, 10.0.0.9"), "10.0.0.9", "also of a client with an inner address");
  assert.equal(await from(loopback, "10.0.0.9", "198.51.100.1"), "10.0.0.9", "an inner address is no proxy");
  assert.equal(await from([...loopback, "10.0.0.9/32"], "10.0.0.9", "198.51.100.1"), "198.51.100.1", "unless it is listed");
  assert.equal(await from([], "127.0.0.1", "198.51.100.1"), "127.0.0.1", "without proxies nobody's word counts");
  const rules = { TRUSTED_PROXIES: processEnv.TRUSTED_PROXIES };
  assert.deepEqual(readEnv(rules, { TRUSTED_PROXIES: "127.0.0.1, 10.1.0.0/16" }).TRUSTED_PROXIES, ["127.0.0.1", "10.1.0.0/16"]);
  assert.deepEqual(readEnv(rules, { TRUSTED_PROXIES: "none" }).TRUSTED_PROXIES, []);
  for (const wrong of ["uniquelocal", "10.0.0.0/33", "10.0.0", "10.0.0.0/8/8", "true"])
    assert.throws(() => readEnv(rules, { TRUSTED_PROXIES: wrong }), /TRUSTED_PROXIES/);
});

test("a limit counts an IPv6 network as one client, whatever its members write", () => {
  for (const address of ["2001:db8:0:1::1", "2001:0db8:0000:0001:ffff::2", "2001:db8:0:1:1:2:3:4"])
    assert.equal(clientNetwork(address), "2001:db8:0:1::/64");
  assert.equal(clientNetwork("::1"), "0:0:0:0::/64");
  assert.equal(clientNetwork("fe80::1%eth0"), "fe80:0:0:0::/64");
  assert.deepEqual([clientNetwork("203.0.113.7"), clientNetwork("::ffff:203.0.113.7")], ["203.0.113.7", "203.0.113.7"]);
});

test("a way back is a path of ours in ASCII, or none", async (t) => {
  for (const away of [
    "//evil.example",
    "/\\evil.example",
    "/a/..//evil.example",
    "/\t/evil.example",
    "/a?x=<script>",
    "https://evil.example",
    "",
    7,
    ["/a"],
    null,
  ])
    assert.equal(ownPath(away), "/", String(away));
  assert.equal(ownPath("/cases?before=1"), "/cases?before=1");
  assert.equal(ownPath("/\uff0fevil.example"), "/%EF%BC%8Fevil.example");
  assert.equal(ownPath("/eid/../cases", { under: "/eid" }), "/eid");
  assert.equal(ownPath("/eidolon", { under: "/eid" }), "/eid");
  assert.equal(ownPath("/eid/account", { under: "/eid" }), "/eid/account");
  const app = await serve(t);
  const { headers, statusCode } = await app.inject({ url: "/to", query: { to: "/\uff0f稅" } });
  assert.deepEqual([statusCode, headers.location], [303, "/%EF%BC%8F%E7%A8%85"]);
});

test("text that nothing can store and forms that are no forms are refused at the edge", async (t) => {
  const app = await serve(t);
  const post = (body: unknown) => app.inject({ method: "POST", url: "/form", payload: body as object });
  for (const body of [{ a: { toString: "x" } }, { a: [["x"]] }, { a: 1 }, ["a"], { a: "\0" }, { "\0": "a" }, { a: "\ud800" }]) {
    const { statusCode, body: said } = await post(body);
    assert.deepEqual([statusCode, (JSON.parse(said) as { code: string }).code], [400, "request.invalid"], JSON.stringify(body));
  }
  assert.equal((await post({ a: "文\u{20BB7}", b: ["c", "d"] })).statusCode, 200);
  for (const url of ["/to?to=%00", "/ip?a=%ED%A0%80x%00", "/%zz"]) assert.ok((await app.inject({ url })).statusCode < 500, url);
});

test("readiness answers in time when a check hangs, concurrent callers share one check, and it is begun anew in the end", async () => {
  let begun = 0;
  const check = timelyCheck(
    () => {
      begun++;
      return begun === 1 ? new Promise(() => undefined) : Promise.resolve();
    },
    { answerMs: 50, abandonMs: 150 },
  );
  const refused = await Promise.allSettled([check(), check(), check()]);
  assert.deepEqual([refused.map(({ status }) => status), begun], [["rejected", "rejected", "rejected"], 1]);
  await wait(150);
  await check();
  assert.equal(begun, 2);
});

const child = path.join(import.meta.dirname, "..", "test", "guarded.ts");
const guarded = async (fault: string): Promise<{ code: number; out: string; err: string }> =>
  promisify(execFile)(process.execPath, [child, fault]).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, out: stdout, err: stderr }),
  );

test("an error of a connection and a promise that nobody awaits are written down and survived; a defect stops the program in order", async () => {
  for (const fault of ["connection", "database", "rejection"]) {
    const { code, out, err } = await guarded(fault);
    assert.deepEqual([code, out], [0, "lives\n"], err);
    assert.match(err, /troad: an error that nobody caught was survived \((uncaughtException|unhandledRejection)\)/);
    assert.match(err, /"level":50.*an error that nobody caught was survived/);
    assert.match(err, /uncaught_errors_total\{origin="\w+",survived="true"\} 1/);
  }
  const { code, out, err } = await guarded("defect");
  assert.deepEqual([code, out], [70, "stopped\n"]);
  assert.match(err, /an error that nobody caught ends the program \(uncaughtException\): TypeError/);
  assert.equal(isSurvivable(new TypeError("undefined is not a function")), false);
  assert.equal(isSurvivable(Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" })), true);
});
