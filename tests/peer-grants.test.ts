import assert from "node:assert/strict";
import fs from "node:fs";
import https from "node:https";
import path from "node:path";
import { after, before, test } from "node:test";
import { issuePeerCertificate, sql, systemClock } from "@troad/kernel";
import { type Government, scratch, startGovernment } from "./kit/government.ts";

let government: Government;
let address: string;
const tls = scratch("peer-tls");

before(async () => {
  government = await startGovernment({ env: { PEER_PORT: "0" } });
  address = Object.values(government.running.endpoints().peers as Record<string, string>)[0]!;
  const authority = path.join(government.data, "peers");
  await issuePeerCertificate({
    authority,
    folder: path.join(tls, "moi"),
    modules: ["registers", "road"],
    agencies: ["moi"],
    clock: systemClock,
  });
  for (const name of ["notify", "operator", "road", "mydata", "portal", "cases"])
    await issuePeerCertificate({ authority, folder: path.join(tls, name), modules: [name], clock: systemClock });
  const ofAgency = { authority, folder: path.join(tls, "operator-of-moi"), modules: ["operator"], agencies: ["moi"] };
  await issuePeerCertificate({ ...ofAgency, clock: systemClock });
});
after(() => government.stop());

/** Calls an api as the process of `who` would. */
function call(who: string, module: string, method: string, args: unknown[]): Promise<{ status: number; code?: string }> {
  const read = (name: string): Buffer => fs.readFileSync(path.join(tls, who, name));
  return new Promise((resolve, reject) => {
    const request = https.request(
      `${address}/peer/${module}/${method}`,
      {
        method: "POST",
        key: read("peer.key"),
        cert: read("peer.crt"),
        ca: read("ca.crt"),
        headers: { "content-type": "application/json" },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, code: (JSON.parse(text) as { code?: string }).code ?? "" }),
        );
      },
    );
    request.on("error", reject);
    request.end(JSON.stringify({ args }));
  });
}

const enrol = (member: string) => [{ csr: "x", profile: "seal", instance: "TWDEMO", member, organization: "x" }];
const record = (side: string, consumer: string, provider: string) => [
  [{ record: { exchangeId: "x", side, consumer, provider }, salt: "c2FsdA==" }],
];

test("a process bound to one agency cannot have a key certified in another agency's name", async () => {
  assert.deepEqual(await call("moi", "pki", "enrolMember", enrol("GOV/MOHW")), { status: 403, code: "peer.forbidden" });
  assert.equal((await call("moi", "pki", "enrolMember", enrol("GOV/MOI"))).code, "pki.csr-refused"); // its own name passes, the request itself does not
  assert.equal((await call("moi", "pki", "issueCard", [{}])).code, "peer.forbidden");
  assert.equal((await call("moi", "pki", "revoke", ["00", "unspecified"])).code, "peer.forbidden");
});

test("it tells transfers of its own side only, registers its own gateway only, and reads nobody's evidence", async () => {
  const [ndu, moi] = ["TWDEMO/EDU/NDU/AID", "TWDEMO/GOV/MOI/REGISTERS/household"];
  assert.equal((await call("moi", "road", "recordTransfers", record("consumer", ndu, moi))).code, "peer.forbidden");
  assert.equal(
    (await call("moi", "road", "recordTransfers", record("provider", ndu, "TWDEMO/GOV/MOHW/REGISTERS/low-income"))).code,
    "peer.forbidden",
  );
  assert.equal((await call("moi", "road", "submitRequest", [{ member: "GOV/MOHW", agency: "mohw" }])).code, "peer.forbidden");
  assert.equal((await call("moi", "road", "evidenceOf", ["x", "consumer"])).code, "peer.forbidden");
});

test("attack: an agency's process ends benefits of its own schemes alone, and only where it is told of deaths", async () => {
  const death = (agency: string) => [{ nationalId: "A123456789", agency, on: "2026-11-28", by: "x" }];
  for (const agency of ["mohw", "moi"])
    assert.equal((await call("moi", "benefits", "died", death(agency))).code, "peer.forbidden", agency);
  assert.equal((await call("cases", "benefits", "died", death("mohw"))).code, "peer.forbidden");
  assert.equal((await call("moi", "eid", "personOfNumber", ["A123456789"])).code, "peer.forbidden");
});

test("an event is taken only from the module whose name it bears", async () => {
  const event = ["road.transfers-recorded.v2", "forged", { transfers: [{ exchangeId: "forged", side: "consumer" }] }];
  assert.equal((await call("moi", "mydata", "$event", event)).code, "peer.forbidden");
  assert.equal((await call("notify", "mydata", "$event", event)).code, "peer.forbidden");
});

test("attack: an agency's process tells of reads of its own registers, and of no other's", async () => {
  const read = (provider: string) => ({
    provider,
    consumer: "TWDEMO/EDU/NDU/AID",
    exchangeId: "told-by-moi",
    nationalId: "A123456789",
    agreement: "r",
    legalBasis: "l",
    purpose: "p",
    fields: ["name"],
    found: true,
    at: "2026-11-28T00:00:00.000Z",
    noticeAfterDays: 0,
  });
  const tell = (provider: string) => call("moi", "mydata", "$event", ["registers.read-by-law.v1", provider, read(provider)]);
  assert.equal((await tell("TWDEMO/GOV/MOHW/REGISTERS/low-income")).code, "peer.forbidden");
  assert.equal((await call("moi", "mydata", "$event", ["road.transfers-recorded.v2", "x", {}])).code, "peer.forbidden");
  assert.equal((await call("moi", "mydata", "usesOf", ["x", { limit: 1 }, "A123456789"])).code, "peer.forbidden");
  assert.equal((await tell("TWDEMO/GOV/MOI/REGISTERS/household")).status, 200);
  const rows = await government.running.schemas
    .of("mydata")
    .rows(sql`select provider from law_read where exchange_id = 'told-by-moi'`);
  assert.deepEqual(rows, [{ provider: "TWDEMO/GOV/MOI/REGISTERS/household" }]);
});

test("a process publishes heads for the schemas of its own modules only, and bound to an agency for that agency's", async () => {
  const heads = (schema: string) => [{ schema, no: 1 }];
  for (const foreign of ["road_moe", "registers_mohw", "road", "registers", "cases"])
    for (const method of ["recordHeads", "headRecords", "recordCheck"])
      assert.equal((await call("moi", "road", method, heads(foreign))).code, "peer.forbidden", `${method} ${foreign}`);
  // its own pass, the record itself does not
  assert.equal((await call("moi", "road", "recordHeads", heads("road_moi"))).code, "peer.invalid");
  assert.equal((await call("notify", "road", "recordHeads", heads("notify"))).code, "peer.invalid");
  assert.equal((await call("notify", "road", "recordHeads", heads("cases"))).code, "peer.forbidden");
  assert.equal((await call("notify", "road", "recordHeads", [])).code, "peer.forbidden");
});

test("audit entries are read by a module whose manifest says so, and by no other", async () => {
  assert.equal((await call("notify", "cases", "$audit", [{ schema: "cases", limit: 1 }])).code, "peer.forbidden");
  assert.equal((await call("moi", "road", "$audit", [{ schema: "road_moe", limit: 1 }])).code, "peer.forbidden");
});

test("queues are counted for a module whose manifest says so, and never for an agency's process", async () => {
  const asked = [{ name: "registry", roles: [{ role: "road-operator", agency: "moda" }] }];
  for (const who of ["notify", "operator", "moi"])
    assert.equal((await call(who, "road", "$queue", asked)).code, "peer.forbidden", who);
  assert.equal((await call("portal", "road", "$queue", asked)).status, 200);
  assert.equal((await call("portal", "road", "$queue", [{ name: "registry" }])).code, "peer.invalid");
});

test("what a module has for a person's own page is told to the portal alone, which reads messages alone too", async () => {
  for (const who of ["cases", "moi"])
    assert.equal((await call(who, "notify", "$me", [{ subject: "p" }])).code, "peer.forbidden", who);
  assert.equal((await call("portal", "notify", "$me", [{ subject: "p" }])).status, 200);
  assert.equal((await call("portal", "notify", "$me", [{ subject: "p", nationalId: "A123456789" }])).code, "peer.invalid");
  for (const method of ["inbox", "message", "markRead", "unread"])
    assert.equal((await call("cases", "notify", method, [{ subject: "p", id: "x" }])).code, "peer.forbidden", method);
});

test("jobs that were given up are seen and changed by a module whose manifest says so, and never by an agency's process", async () => {
  const act = { schema: "notify", id: 1, actor: "x" };
  const calls: [string, unknown[]][] = [
    ["$deadJobs", [{ limit: 1 }]],
    ["$deadKinds", []],
    ["$deadJob", [{ schema: "notify", id: 1 }]],
    ["$retryJob", [act]],
    ["$retryKind", [{ kind: "x", actor: "x" }]],
    ["$dropJob", [{ ...act, reason: "x" }]],
  ];
  for (const [method, args] of calls) {
    for (const who of ["notify", "moi", "operator-of-moi"])
      assert.equal((await call(who, "notify", method, args)).code, "peer.forbidden", `${who} ${method}`);
    assert.equal((await call("operator", "notify", method, args)).status, 200, method);
    assert.equal((await call("operator", "notify", method, [7])).code, "peer.invalid", method);
  }
  assert.equal((await call("operator", "notify", "inbox", [{ limit: 1 }])).code, "peer.forbidden", "and nothing else");
});

test("a module calls only what it says it needs", async () => {
  assert.equal((await call("notify", "eid", "person", ["x"])).code, "peer.forbidden");
});

test("attack: who is signed in is told to modules with pages, the national id to those alone for which it is reserved", async () => {
  const unknown = ["no such session"];
  assert.equal((await call("road", "portal", "signedIn", unknown)).status, 200);
  assert.equal((await call("mydata", "portal", "nationalId", unknown)).status, 200);
  assert.equal((await call("road", "portal", "nationalId", unknown)).code, "peer.forbidden");
  for (const method of ["signedIn", "nationalId"]) {
    assert.equal((await call("notify", "portal", method, unknown)).code, "peer.forbidden");
    assert.equal((await call("moi", "portal", method, unknown)).code, "peer.forbidden", "an agency's road has no pages");
  }
  // Object.prototype has names too
  assert.equal((await call("road", "portal", "constructor", unknown)).code, "peer.unavailable");
});
