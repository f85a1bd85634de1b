import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import tls from "node:tls";
import { freePort, root, scratch } from "../kit/government.ts";
import { patient } from "../kit/patience.ts";

/** HAProxy with the configuration of deploy/machines, but for ports and places, before a server that says who asked. Clients are addresses of loopback. */
const missing = spawnSync("haproxy", ["-v"]).status !== 0;
if (missing && process.env.CI === "true") throw new Error("haproxy is missing");
const options = { skip: missing };
const folder = scratch("edge");
const source = path.join(root, "deploy", "machines");

// it takes more than the edge lets through
const server = http.createServer({ maxHeaderSize: 65_536 }, (request, response) => {
  const answer = (): void => void response.end(request.headers["x-forwarded-for"]);
  if (request.url === "/slow") setTimeout(answer, 700);
  else answer();
});
let edge: { port: number; child: ChildProcess };

before(async () => {
  if (missing) return;
  const key = ["-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "1", "-subj", "/CN=localhost"];
  execFileSync("openssl", ["req", ...key, "-keyout", `${folder}/key.pem`, "-out", `${folder}/cert.pem`], { stdio: "ignore" });
  fs.writeFileSync(
    `${folder}/public.pem`,
    fs.readFileSync(`${folder}/cert.pem`, "utf8") + fs.readFileSync(`${folder}/key.pem`, "utf8"),
  );
  fs.copyFileSync(path.join(source, "maintenance.http"), `${folder}/maintenance.http`);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  edge = await startEdge("off");
});
after(() => {
  edge?.child.kill("SIGKILL");
  server.closeAllConnections();
  server.close();
});

async function startEdge(maintenance: "on" | "off"): Promise<typeof edge> {
  const [port, plain, database] = [await freePort(), await freePort(), await freePort()];
  const replaced: [RegExp, string][] = [
    [/bind :443/g, `bind 127.0.0.1:${port}`],
    [/bind :80$/gm, `bind 127.0.0.1:${plain}`],
    [/bind 127\.0\.0\.1:5000/g, `bind 127.0.0.1:${database}`],
    [/\/etc\/troad\/(tls\/)?/g, `${folder}/`],
    [/\/run\/troad\//g, `${folder}/${maintenance}-`],
    [/:8080"/g, `:${(server.address() as AddressInfo).port}"`],
  ];
  let text = fs.readFileSync(path.join(source, "haproxy.cfg"), "utf8");
  for (const [from, to] of replaced) {
    assert.match(text, from);
    text = text.replace(from, to);
  }
  const file = `${folder}/${maintenance}.cfg`;
  fs.writeFileSync(file, text);
  const addresses = { TROAD_ONE: "127.0.0.1", TROAD_TWO: "127.0.0.9", TROAD_THREE: "127.0.0.10", TROAD_ADDRESS: "127.0.0.1" };
  // clients of an inner network are not limited; those of this test are outside
  const env = { ...process.env, ...addresses, TROAD_NETWORK: "10.99.0.0/24", TROAD_MAINTENANCE: maintenance };
  const child = spawn("haproxy", ["-W", "-f", file], { env, stdio: "ignore" });
  for (let tries = 0; tries < 200; tries += 1) {
    const status = await ask("/", { at: port }).then(
      ({ status: got }) => got,
      () => 0,
    );
    if (status === (maintenance === "on" ? 503 : 200)) break;
    await wait(50);
  }
  return { port, child };
}

type Asked = { at?: number; from?: string; headers?: Record<string, string>; agent?: https.Agent };
type Answer = { status: number; text: string; headers: http.IncomingHttpHeaders };
const ask = (url: string, { at = edge.port, from = "127.0.0.1", headers = {}, agent }: Asked = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const place: https.RequestOptions = { host: "127.0.0.1", port: at, localAddress: from, path: url, rejectUnauthorized: false };
    https
      .get({ ...place, headers: { host: "troad.test", ...headers }, ...(agent ? { agent } : { agent: false }) }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode!, text, headers: response.headers }));
      })
      .on("error", reject);
  });

const handshake = (version: tls.SecureVersion): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const socket = tls.connect({
      host: "127.0.0.1",
      port: edge.port,
      minVersion: version,
      maxVersion: version,
      rejectUnauthorized: false,
    });
    socket.on("error", reject).on("secureConnect", () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
  });

test(
  "TLS 1.3 is spoken and nothing older; what a client says of its address is not believed; health is not public",
  options,
  async () => {
    assert.equal(await handshake("TLSv1.3"), "TLSv1.3");
    await assert.rejects(handshake("TLSv1.2"));
    const { text, headers } = await ask("/", { from: "127.0.0.3", headers: { "x-forwarded-for": "1.2.3.4" } });
    assert.equal(text, "127.0.0.3");
    assert.match(String(headers["strict-transport-security"]), /max-age=31536000/);
    for (const own of ["/readyz", "/healthz", "/metrics"]) assert.equal((await ask(own)).status, 404);
  },
);

test("heads of more than 24 KB are refused", options, async () => {
  assert.equal((await ask("/", { headers: { cookie: "x".repeat(23_000) } })).status, 200);
  assert.equal((await ask("/", { headers: { cookie: "x".repeat(25_000) } })).status, 431);
  assert.ok([400, 431].includes((await ask("/", { headers: { cookie: "x".repeat(60_000) } })).status));
});

test("who sends a head slowly is cut off after ten seconds, while others are served", options, async () => {
  const began = performance.now();
  const from = { localAddress: "127.0.0.4" };
  const socket = tls.connect({ host: "127.0.0.1", port: edge.port, rejectUnauthorized: false, ...from });
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nhost: troad.test\r\n");
  let said = "";
  socket.on("data", (part) => {
    said += part.toString();
  });
  const drip = setInterval(() => socket.write("x-more: 1\r\n"), 500);
  assert.equal((await ask("/", { from: "127.0.0.5" })).status, 200);
  await new Promise((resolve) => socket.on("close", resolve));
  clearInterval(drip);
  const took = performance.now() - began;
  assert.match(said, /^HTTP\/1\.1 408/);
  assert.ok(took > 9_000 && took < patient(13_000), `${took} ms`);
});

test("a flood of requests from one address is told 429 with Retry-After, and leaves the others served", options, async () => {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 4 });
  const flood = await Promise.all(Array.from({ length: 560 }, () => ask("/", { from: "127.0.0.6", agent })));
  agent.destroy();
  const refused = flood.filter(({ status }) => status === 429);
  assert.ok(refused.length > 20 && refused.length < 100, `${refused.length}`);
  assert.ok(refused.every(({ headers }) => Number(headers["retry-after"]) > 0));
  assert.equal((await ask("/", { from: "127.0.0.7" })).status, 200);
});

test("of one address more than a hundred connections at once are refused, and leave the others served", options, async () => {
  const many = await Promise.all(
    Array.from({ length: 120 }, () => ask("/slow", { from: "127.0.0.8" }).then(({ status }) => status)),
  );
  const refused = many.filter((status) => status === 429).length;
  assert.ok(refused >= 15 && refused <= 40, `${refused}`);
  assert.equal((await ask("/", { from: "127.0.0.7" })).status, 200);
});

test("a flood of handshakes from one address is not answered, and leaves the others served", options, async () => {
  const told = await Promise.all(
    Array.from({ length: 440 }, (_, at) =>
      wait(at * 4)
        .then(() => ask("/", { from: "127.0.0.11" }))
        .then(
          ({ status }) => status,
          () => 0,
        ),
    ),
  );
  const counted = [200, 429, 0].map((status) => told.filter((one) => one === status).length);
  assert.ok(counted.every((n) => n > 0) && counted[0]! <= 200, `${counted}`);
  assert.equal((await ask("/", { from: "127.0.0.7" })).status, 200);
});

test("haproxy/haproxy#3472: it is reloaded under load, and every request is answered; none is reset", options, async () => {
  let running = true;
  const statuses = new Map<string, number>();
  const clients = Array.from({ length: 8 }, async (_, at) => {
    while (running) {
      const told = await ask(at % 4 === 0 ? "/slow" : "/", { from: `127.0.1.${at + 1}` }).then(
        ({ status }) => String(status),
        (error: { code?: string }) => String(error.code),
      );
      statuses.set(told, (statuses.get(told) ?? 0) + 1);
      await wait(20);
    }
  });
  for (let times = 0; times < 4; times += 1) {
    await wait(400);
    edge.child.kill("SIGUSR2");
  }
  await wait(1_000);
  running = false;
  await Promise.all(clients);
  // a new process takes machines for ready that are not, until its first checks: on a busy machine a few are told 503 then
  const { 200: good = 0, 503: later = 0, ...others } = Object.fromEntries(statuses) as Record<string, number>;
  assert.deepEqual(others, {}, "no connection is reset");
  assert.ok(good > 50 && later <= good / 50, JSON.stringify([...statuses]));
});

test("maintenance is a page of its own with Retry-After, and parts that start still reach each other", options, async () => {
  const { port, child } = await startEdge("on");
  try {
    const page = await ask("/services", { at: port });
    assert.deepEqual([page.status, page.headers["retry-after"]], [503, "10"]);
    assert.match(page.text, /服務暫時無法使用/);
    assert.equal((await ask("/pki/ocsp", { at: port })).status, 200);
  } finally {
    child.kill("SIGKILL");
  }
});
