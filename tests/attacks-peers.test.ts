import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { issuePeerCertificate, sql, systemClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { sessionApi } from "@troad/web";
import Type, { type TSchema } from "typebox";
import { Agent, request } from "undici";
import { agree, assertHasText, consumer, household, student } from "./kit/exchange.ts";
import { freePort, type Government, scratch, startGovernment } from "./kit/government.ts";

let government: Government;
let endpoint: string;
before(async () => {
  const port = await freePort();
  government = await startGovernment({ env: { PEER_PORT: String(port) } });
  endpoint = `https://127.0.0.1:${port}`;
});
after(() => government.stop());

type Shown = { ca: string; key?: string; cert?: string };
/** A certificate for `modules` by the installation's own authority, or by another. */
async function certificateFor(
  modules: string[],
  authority = path.join(government.data, "peers"),
  agencies: string[] = [],
): Promise<Required<Shown>> {
  const folder = scratch("peer");
  await issuePeerCertificate({ authority, folder, modules, agencies, clock: systemClock });
  const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");
  return {
    ca: fs.readFileSync(path.join(government.data, "peers", "ca.crt"), "utf8"),
    key: read("peer.key"),
    cert: read("peer.crt"),
  };
}

const call = (shown: Shown, module: string, method: string, args: unknown[] = []): Promise<Answer> =>
  send(shown, module, method, JSON.stringify({ args }));

type Answer = { status: number; body: { code?: string; result?: unknown } };
async function send(shown: Shown, module: string, method: string, sent: string): Promise<Answer> {
  const agent = new Agent({ connect: { ...shown, checkServerIdentity: () => undefined } });
  try {
    const reply = await request(`${endpoint}/peer/${module}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: sent,
      dispatcher: agent,
    });
    return { status: reply.statusCode, body: (await reply.body.json()) as { code?: string; result?: unknown } };
  } finally {
    await agent.destroy();
  }
}

const tlsFailure = /certificate|alert|ECONNRESET|socket|closed/i;

test("a process whose certificate names a module that may call is answered", async () => {
  const answer = await call(await certificateFor(["road"]), "pki", "trustAnchors");
  assert.equal(answer.status, 200);
  assert.match(JSON.stringify(answer.body.result), /BEGIN CERTIFICATE/);
});

test("a process without a certificate, or with one of another authority, does not get through TLS", async () => {
  const { ca } = await certificateFor(["road"]);
  await assert.rejects(call({ ca }, "pki", "trustAnchors"), tlsFailure);
  const foreign = await certificateFor(["road"], scratch("foreign"));
  await assert.rejects(call(foreign, "pki", "trustAnchors"), tlsFailure);
  const gateway = path.join(government.data, "road", "gateways", "ndu", "tls.crt");
  await assert.rejects(call({ ca, key: foreign.key, cert: fs.readFileSync(gateway, "utf8") }, "pki", "trustAnchors"));
});

test("a module may be called only by those that name it in their needs", async () => {
  const notify = await certificateFor(["notify"]);
  for (const [module, method, args] of [
    ["pki", "revoke", ["00", "keyCompromise"]],
    ["mydata", "usesOf", ["someone", { limit: 10 }]],
    ["cases", "view", [{ id: "x", subject: "y" }]],
    ["registers", "serviceEndpoint", ["moi", "household"]],
  ] as const) {
    const answer = await call(notify, module, method, [...args]);
    assert.deepEqual(
      [answer.status, answer.body.code],
      [403, "peer.forbidden"],
      `${module}.${method}: ${JSON.stringify(answer.body)}`,
    );
    assert.equal(answer.body.result, undefined);
  }
  assertHasText(government.running, "peer.forbidden");
});

test("a certificate that names modules that nobody knows may call nothing", async () => {
  for (const modules of [["nobody"], ["urn:troad:module:road"], ["roads", "oad"]]) {
    const answer = await call(await certificateFor(modules), "pki", "trustAnchors");
    assert.deepEqual([answer.status, answer.body.code], [403, "peer.forbidden"], modules.join());
  }
});

test("a process that is bound to an agency speaks for no other", async () => {
  const bound = await certificateFor(["registers", "road"], undefined, ["moi"]);
  assert.equal((await call(bound, "pki", "trustAnchors")).status, 200);
  const gateway = {
    member: "GOV/MOHW",
    agency: "mohw",
    address: "https://127.0.0.1:1",
    consumerUrl: "http://127.0.0.1:1",
    tlsCertificate: "",
    sealCertificate: "",
  };
  const transfer = {
    exchangeId: "forged",
    side: "provider",
    at: new Date().toISOString(),
    consumer,
    provider: "TWDEMO/GOV/MOHW/REGISTERS/low-income",
    outcome: "answered",
  };
  for (const [module, method, args] of [
    ["pki", "enrolMember", [{ csr: "", profile: "seal", instance: "TWDEMO", member: "GOV/MOHW", organization: "x" }]],
    ["pki", "issueCard", [{}]],
    ["pki", "revoke", ["00", "keyCompromise"]],
    ["road", "submitRequest", [gateway]],
    ["road", "recordTransfers", [[{ record: transfer, salt: "AAAA" }]]],
    ["road", "evidenceOf", ["forged", "provider"]],
    ["mydata", "$event", ["road.transfers-recorded.v2", "forged", {}]],
  ] as const) {
    const answer = await call(bound, module, method, [...args]);
    assert.deepEqual([answer.status, answer.body.code], [403, "peer.forbidden"], `${module}.${method}`);
  }
});

test("what an api does not offer cannot be called", async () => {
  const road = await certificateFor(["road"]);
  for (const method of ["constructor", "toString", "__proto__", "hasOwnProperty", "noSuchMethod"]) {
    const answer = await call(road, "pki", method);
    assert.deepEqual([answer.status, answer.body.code], [503, "peer.unavailable"], method);
  }
});

test("an event is delivered only by the module that publishes it, and is handled once", async () => {
  const { subject } = student();
  const { consentId } = await agree(government.running, { citizen: student(), key: "event" });
  const record = {
    exchangeId: "told-by-event",
    side: "provider",
    at: new Date().toISOString(),
    consumer,
    provider: household,
    agreement: null,
    consent: consentId,
    purpose: null,
    fields: [],
    outcome: "refused",
    code: "consent.used",
    requestHash: "x",
    responseHash: null,
    leafIndex: 1,
  };
  const deliver = async (modules: string[], exchangeId: string) =>
    call(await certificateFor(modules), "mydata", "$event", [
      "road.transfers-recorded.v2",
      "event-1",
      { transfers: [{ ...record, exchangeId }] },
    ]);
  for (const modules of [["nobody"], ["notify"], ["cases", "portal"]]) {
    const forged = await deliver(modules, "forged");
    assert.deepEqual([forged.status, forged.body.code], [403, "peer.forbidden"], modules.join());
  }
  assert.equal((await deliver(["road"], "told-by-event")).status, 200);
  assert.equal((await deliver(["road"], "told-again")).status, 200, "a repeated delivery is taken, without effect");
  const uses = await government.running.use(mydataApi).usesOf(subject, { limit: 100 });
  assert.deepEqual(
    uses.map(({ exchangeId }) => exchangeId),
    ["told-by-event"],
  );
});

/** Every api that a module of the platform offers, by its token. */
async function allApis(): Promise<{ module: string; calls: Record<string, readonly TSchema[]> }[]> {
  const files = fs.readdirSync(modulesFolder).map((name) => path.join(modulesFolder, name, "api.ts"));
  const exported = await Promise.all(
    files.filter((file) => fs.existsSync(file)).map(async (file) => Object.values((await import(file)) as object)),
  );
  const isToken = (value: unknown): value is { module: string; calls: Record<string, readonly TSchema[]> } =>
    typeof value === "object" && value !== null && "calls" in value && "module" in value;
  return [...exported.flat(), sessionApi].filter(isToken);
}
const anchoring = ["recordHeads", "headRecords", "recordCheck"];
const modulesFolder = path.join(import.meta.dirname, "..", "modules");

test("every function of every api refuses a list of arguments that it does not take, before the function is reached", async () => {
  const apis = await allApis();
  assert.deepEqual(apis.map(({ module }) => module).sort(), [
    ...["appointments", "benefits", "cards", "cases", "connected", "documents", "eid", "invoice", "journeys", "mydata", "notify"],
    ...["opendata", "pay", "people", "pki", "portal", "registers", "road", "webhooks"],
  ]);
  const audits = async (): Promise<unknown[]> =>
    Promise.all(apis.map(({ module }) => government.running.schemas.of(module).one(sql`select count(*) as n from kernel_audit`)));
  const before = await audits();
  let refused = 0;
  for (const { module, calls } of apis) {
    const own = await certificateFor([module]);
    for (const [method, schemas] of Object.entries(calls)) {
      const wrong = schemas.map((schema) => (Type.IsString(schema) ? 7 : "text"));
      const fitting = wrong.map((_one, index) => (Type.IsString(schemas[index]) ? "x" : {}));
      const lists: unknown[][] = [
        [...wrong, ...Array<number>(20).fill(1)],
        ...(schemas.length > 0 ? [wrong, [], fitting.map(() => null), fitting.map(() => "x".repeat(1_100_000))] : []),
        ...(schemas.some((schema) => Type.IsObject(schema)) ? [fitting.map(() => ({ unexpected: [] }))] : []),
      ];
      for (const args of lists) {
        const answer = await call(own, module, method, args);
        const about = `${module}.${method} ${JSON.stringify(args).slice(0, 60)}`;
        // who may publish heads follows from the schema that the argument names: without one nobody may
        const expected = anchoring.includes(method) ? [403, "peer.forbidden", undefined] : [400, "peer.invalid", undefined];
        assert.deepEqual([answer.status, answer.body.code, answer.body.result], expected, about);
        refused += 1;
      }
      const poisoned = await send(own, module, method, `{"args":[{"__proto__":{"subject":"x"},"limit":1}]}`);
      assert.deepEqual([poisoned.status, poisoned.body.code], [400, "request.invalid"], `${module}.${method}`);
    }
  }
  assert.ok(refused > 300, String(refused));
  assert.deepEqual(await audits(), before);
});

/** Places in a schema where a sender decides how much comes. */
function unbounded(schema: TSchema, place: string): string[] {
  if (Type.IsString(schema)) return "maxLength" in schema || "pattern" in schema ? [] : [place];
  if (Type.IsArray(schema)) return [...("maxItems" in schema ? [] : [place]), ...unbounded(schema.items, `${place}[]`)];
  if (Type.IsTuple(schema)) return schema.items.flatMap((item, index) => unbounded(item, `${place}[${index}]`));
  if (Type.IsUnion(schema)) return schema.anyOf.flatMap((one) => unbounded(one, place));
  if (Type.IsRecord(schema)) return "maxProperties" in schema ? [] : [place];
  if (!Type.IsObject(schema)) return Type.IsUnknown(schema) || Type.IsAny(schema) ? [place] : [];
  const members = Object.entries(schema.properties).flatMap(([name, one]) => unbounded(one, `${place}/${name}`));
  return "additionalProperties" in schema ? members : [place, ...members];
}

test("every argument of every api is bounded, and takes no members that it does not name", async () => {
  const open = (await allApis()).flatMap(({ module, calls }) =>
    Object.entries(calls).flatMap(([method, schemas]) =>
      schemas.flatMap((schema, index) => unbounded(schema, `${module}.${method}/${index}`)),
    ),
  );
  // each of these is checked against the schema of agreements.json, which is closed
  assert.deepEqual(open, ["road.enterAgreements/0/agreements[]"]);
});

test("what is no JSON, too large or a malformed event is refused with a code", async () => {
  const road = await certificateFor(["road"]);
  for (const [sent, status, code] of [
    ["{", 400, "request.invalid"],
    ['{"args":{"length":1}}', 400, "peer.invalid"],
    [`{"args":["${"x".repeat(9_000_000)}"]}`, 413, "request.too-large"],
  ] as const) {
    const answer = await send(road, "pki", "statusOf", sent);
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  }
  for (const payload of [null, {}, { transfers: [{}] }, { transfers: Array(1_001).fill({}) }, "x"]) {
    const answer = await call(road, "mydata", "$event", ["road.transfers-recorded.v2", "malformed", payload]);
    assert.deepEqual([answer.status, answer.body.code], [400, "peer.invalid"]);
  }
  const seen = await government.running.schemas
    .of("mydata")
    .rows(sql`select 1 from kernel_event_seen where event_id = 'malformed'`);
  assert.deepEqual(seen, []);
  assert.equal((await call(road, "mydata", "$event", ["road.transfers-recorded.v2", 1, {}])).body.code, "peer.invalid");
});
