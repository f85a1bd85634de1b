import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { roadApi } from "@troad/road/api";
import { createRoot, generateSigner, privateKeyPem } from "@troad/trust";
import { Agent, request } from "undici";
import { gatewayEndpoints, until } from "./kit/exchange.ts";
import { freePort, type Government, root, scratch, startGovernment } from "./kit/government.ts";
import { patient } from "./kit/patience.ts";
import { type Ran, troad } from "./kit/troad.ts";

/** A ministry joins a road that is running: one command on each side, and nothing is started anew. */

const member = "GOV/305000000A";
const school = "TWDEMO/EDU/NDU/AID";
const registers = "TWDEMO/GOV/MOI/REGISTERS";
const folder = scratch("joining");
const file = (name: string): string => path.join(folder, name);
const writeJson = (name: string, value: unknown): string => {
  fs.writeFileSync(file(name), JSON.stringify(value));
  return file(name);
};

type Joined = { child: ChildProcess; consumer: string; consumerTls: string; stop(): Promise<void> };
type Gateway = { member: string; consumer: string; consumerTls: string };

let government: Government;
let system: http.Server;
let ministry: Joined;
let tlsPort: number;
const registry = (...words: string[]): Promise<Ran> => troad("registry", ...words, `--data=${government.data}`);
const gateway = (...words: string[]): Promise<Ran> => troad("gateway", ...words, `--data=${file("ministry")}`);
const done = async (run: Promise<Ran>): Promise<string> => {
  const { exit, out, err } = await run;
  assert.equal(exit, 0, err || out);
  return out;
};

/** Runs `troad join` until it says that it is ready. */
async function joining(...words: string[]): Promise<Joined> {
  const args = [path.join(root, "apps/troad/main.ts"), "join", ...words, `--data=${file("ministry")}`, `--tls-port=${tlsPort}`];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, LOG_LEVEL: "warn", PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + String(chunk)).slice(-4_000);
  });
  const ended = once(child, "exit");
  const ready = new Promise<{ endpoints: { road: { gateways: Gateway[] } } }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said = (said + line).slice(-4_000);
      if (line.startsWith('{"ready":true')) resolve(JSON.parse(line) as { endpoints: { road: { gateways: Gateway[] } } });
    });
    void ended.then(() => reject(new Error(`troad join ended: ${said}`)));
  });
  const { endpoints } = await ready;
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  return { child, ...endpoints.road.gateways[0]!, stop };
}

type Asked = { client: string; id?: string; dispatcher?: Agent };
async function ask(url: string, { client, id, dispatcher }: Asked): Promise<{ status: number; error: unknown; body: string }> {
  const reply = await request(url, {
    headers: { "x-road-client": client, ...(id ? { "x-road-id": id } : {}) },
    ...(dispatcher ? { dispatcher } : {}),
  });
  return { status: reply.statusCode, error: reply.headers["x-road-error"], body: await reply.body.text() };
}

/** Asks without pause until stopped; gives how many were answered and what the others said. */
function traffic(): { stop(): Promise<{ answered: number; failed: unknown[] }> } {
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const failed: unknown[] = [];
  let [answered, going] = [0, true];
  const loop = async (): Promise<void> => {
    while (going) {
      const { status, error } = await ask(`${consumer}/r1/${registers}/listMethods`, { client: school });
      if (status === 200) answered += 1;
      else failed.push(error);
    }
  };
  const loops = [loop(), loop()];
  return {
    stop: async () => {
      going = false;
      await Promise.all(loops);
      return { answered, failed };
    },
  };
}

before(async () => {
  system = http.createServer((incoming, reply) => {
    incoming.resume();
    reply.setHeader("content-type", "application/json").end(JSON.stringify({ tax: "paid", path: incoming.url }));
  });
  system.listen(0, "127.0.0.1");
  await once(system, "listening");
  tlsPort = await freePort();
  government = await startGovernment({ env: { PEER_PORT: "0" } });
});
after(async () => {
  await ministry?.stop();
  await government?.stop();
  system?.closeAllConnections();
  system?.close();
});

test("a ministry joins while traffic runs: one command on each side, from nothing to its first answered call", async (t) => {
  const load = traffic();
  const began = performance.now();
  const names = ["--name-zh=測試財政部", "--name-en=Ministry of Tests", "--subsystems=TAX"];
  await done(registry("invite", member, ...names, `--out=${file("invitation.json")}`));
  assert.equal(fs.statSync(file("invitation.json")).mode & 0o077, 0, "the invitation is for nobody else");
  ministry = await joining(file("invitation.json"));
  const first = await ask(`${ministry.consumer}/r1/${registers}/listMethods`, { client: `TWDEMO/${member}/TAX`, id: "first" });
  assert.deepEqual([first.status, first.error], [200, undefined], first.body);
  t.diagnostic(`${Math.round(performance.now() - began)} ms from the invitation to the first answered call`);
  await until(async () => {
    const records = await government.running.use(roadApi).transfersOf({ member, limit: 50 });
    return records.some(({ exchangeId, side }) => exchangeId === "first" && side === "consumer");
  }, "the ministry's own record in the public log");
  const { answered, failed } = await load.stop();
  assert.ok(answered > 20, `${answered} exchanges meanwhile`);
  assert.deepEqual(failed, [], "nobody else noticed");
  const key = fs.readFileSync(file("ministry/peer/peer.key"), "utf8");
  const kept = fs.readdirSync(path.join(government.data, "peers"), { recursive: true, encoding: "utf8" });
  for (const one of kept.filter((name) => name.endsWith(".key")))
    assert.notEqual(fs.readFileSync(path.join(government.data, "peers", one), "utf8"), key, "the platform never had the key");
});

test("the ministry sets a service at its running gateway, and a school with a right calls it", async () => {
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}`;
  const service = { subsystem: "TAX", service: "tax_status.v1", url };
  await done(gateway("services", "set", writeJson("service.json", service)));
  assert.match(await done(gateway("services", "list")), /^TAX\/tax_status\.v1\thttp/);
  const provider = `${member}/TAX/tax_status.v1`;
  const right = { id: "ndu-tax-1", consumer: "EDU/NDU/AID", provider, fields: [], purpose: "test", legalBasis: "test" };
  await done(registry("rights", "add", writeJson("rights.json", { ...right, consentRequired: false, validUntil: null })));
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const target = `${consumer}/r1/TWDEMO/${provider}`;
  const answer = await ask(`${target}/of/someone`, { client: school });
  assert.deepEqual([answer.status, JSON.parse(answer.body)], [200, { tax: "paid", path: "/of/someone" }], answer.body);
  const listed = await ask(`${consumer}/r1/TWDEMO/${member}/TAX/allowedMethods`, { client: school });
  assert.match(listed.body, /"service_code":"tax_status\.v1"/);
  // another address for the same service counts from the next call on
  await done(gateway("services", "set", writeJson("service.json", { ...service, url: `${url}/v2` })));
  assert.deepEqual(JSON.parse((await ask(`${target}/x`, { client: school })).body), { tax: "paid", path: "/v2/x" });
  await done(gateway("services", "remove", "TAX/tax_status.v1"));
  assert.equal((await ask(`${target}/x`, { client: school })).error, "Server.ServerProxy.UnknownService");
});

test("what a gateway or the registry cannot take is refused with a code", async () => {
  for (const [run, code] of [
    [
      gateway("services", "set", writeJson("odd.json", { subsystem: "NONE", service: "a", url: "http://127.0.0.1" })),
      "gateway.subsystem-unknown",
    ],
    [
      gateway("services", "set", writeJson("odd2.json", { subsystem: "TAX", service: "listMethods", url: "http://127.0.0.1" })),
      "request.invalid",
    ],
    [gateway("services", "remove", "TAX/none"), "gateway.service-unknown"],
    [gateway("systems", "add", "TAX", file("odd.json")), "gateway.certificate-unreadable"],
    [registry("invite", "GOV/NOBODY"), "registry.member-unknown"],
    [registry("invite", "NOCLASS/A1", "--name-zh=甲", "--subsystems=A"), "registry.class-unknown"],
    [registry("invite", "GOV/OTHER", "--name-zh=甲", "--subsystems=A", "--id=moi"), "registry.member-taken"],
    [registry("end-member", "GOV/MOI"), "registry.member-of-content"],
    [registry("rights", "add", file("rights.json")), "registry.agreement-taken"],
  ] as const) {
    const { exit, err, out } = await run;
    assert.equal(exit, 1, out);
    assert.ok(err.length > 20 && !err.includes("error."), `${code}: ${err}`);
  }
});

test("a class of members is added while everything runs, and a member of it is admitted", async () => {
  await done(registry("class", "add", "COM", "--name-zh=公司", "--name-en=Companies"));
  await done(registry("invite", "COM/03734301", "--name-zh=測試公司", "--subsystems=A", "--kind=company"));
  assert.match(await done(registry("members")), /^COM\/03734301\t測試公司\tA$/m);
});

test("an invitation serves one key, once proven and not after its time", async () => {
  const { id } = JSON.parse(fs.readFileSync(file("invitation.json"), "utf8")) as { id: string };
  const enrol = async (body: object): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const reply = await request(`${government.portal}/road/enrolment`, { method: "POST", headers, body: JSON.stringify(body) });
    return [reply.statusCode, ((await reply.body.json()) as { code: string }).code];
  };
  const refused = [403, "registry.invitation-refused"];
  assert.deepEqual(await enrol({ id, csr: "x", proof: "AAAA" }), refused, "no proof");
  assert.deepEqual(await enrol({ id: "00000000-0000-4000-8000-000000000000", csr: "x", proof: "AAAA" }), refused);
  const again = await troad("join", file("invitation.json"), `--data=${file("thief")}`);
  assert.notEqual(again.exit, 0);
  assert.match(again.err, /refused/);
});

test("the registry gives a running member another subsystem, and takes it away", async () => {
  const call = () => ask(`${ministry.consumer}/r1/${registers}/listMethods`, { client: `TWDEMO/${member}/CUSTOMS` });
  assert.equal((await call()).error, "Client.ClientProxy.ClientNotFound");
  await done(registry("subsystem", "add", `${member}/CUSTOMS`));
  await until(async () => (await call()).status === 200, "the new subsystem to be served");
  await until(async () => {
    const servers = JSON.parse(await done(registry("members", "--json"))) as {
      member: string;
      gateways: { clients: string[] }[];
    }[];
    return servers.find((one) => one.member === member)?.gateways[0]?.clients.includes(`${member}/CUSTOMS`);
  }, "the gateway to register it");
  await done(registry("subsystem", "remove", `${member}/CUSTOMS`));
  await until(async () => (await call()).error === "Client.ClientProxy.ClientNotFound", "it to be served no more");
});

/** A certificate that an information system made itself. */
async function selfSigned(name: string): Promise<{ key: string; cert: string; pem: string }> {
  const signer = await generateSigner("P-256");
  const now = Date.now();
  const times = { notBefore: new Date(now - 60_000), notAfter: new Date(now + 3_600_000) };
  const { pem } = await createRoot({ subject: { CN: name }, signer, ...times });
  fs.writeFileSync(file(`${name}.crt`), pem);
  return { key: privateKeyPem(signer), cert: pem, pem: file(`${name}.crt`) };
}

test("a subsystem with a certificate is served over HTTPS to anyone who shows it, and to nobody else", async () => {
  const [own, other] = [await selfSigned("own"), await selfSigned("other")];
  const target = `/r1/${registers}/listMethods`;
  const client = `TWDEMO/${member}/TAX`;
  const over = async (shown: { key: string; cert: string } | undefined): Promise<unknown[]> => {
    const dispatcher = new Agent({ connect: { rejectUnauthorized: false, ...shown } });
    const { status, error } = await ask(`${ministry.consumerTls}${target}`, { client, dispatcher });
    await dispatcher.destroy();
    return [status, error];
  };
  assert.deepEqual(await over(undefined), [200, undefined], "HTTPS without certificates registered");
  const { fingerprint } = JSON.parse(await done(gateway("systems", "add", "TAX", own.pem, "--json"))) as { fingerprint: string };
  const refused = [500, "Server.ClientProxy.SslAuthenticationFailed"];
  assert.deepEqual(await over(own), [200, undefined]);
  assert.deepEqual(await over(other), refused, "another certificate");
  assert.deepEqual(await over(undefined), refused, "no certificate");
  const plain = await ask(`${ministry.consumer}${target}`, { client });
  assert.deepEqual([plain.status, plain.error], refused, "over HTTP");
  await done(gateway("systems", "remove", "TAX", fingerprint));
  assert.equal((await ask(`${ministry.consumer}${target}`, { client })).status, 200);
});

test("what joined starts again without its invitation, with what was set at it; a member that was ended is found by nobody", async () => {
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}`;
  await done(gateway("services", "set", writeJson("service.json", { subsystem: "TAX", service: "tax_status.v1", url })));
  await ministry.stop();
  ministry = await joining();
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const call = () => ask(`${consumer}/r1/TWDEMO/${member}/TAX/tax_status.v1/x`, { client: school });
  await until(async () => (await call()).status === 200, "the service to be answered again", patient(20_000));
  await done(registry("end-member", member));
  await until(async () => (await call()).error === "Server.ClientProxy.UnknownMember", "the member to be gone");
});
