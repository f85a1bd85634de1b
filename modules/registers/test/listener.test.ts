import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { sql } from "@troad/kernel";
import { registersApi } from "../api.ts";
import { type Asking, openWorld, type World } from "./world.ts";

describe("the door of an agency's registers", () => {
  let world: World;
  before(async () => {
    world = await openWorld({ people: 60 });
  });
  after(() => world.close());

  const endpoint = async (agency: string, service: string) =>
    (await world.running.use(registersApi).serviceEndpoint(agency, service))!;
  const code = async (asking: Asking) => {
    const { status, body } = await world.ask({ nationalId: "A123456789", ...asking });
    return [status, body.code];
  };

  test("only who shows the agency's own token learns anything, even what exists", async () => {
    const moi = await endpoint("moi", "household");
    const mohw = await endpoint("mohw", "low-income");
    for (const authorization of [
      "",
      "Bearer",
      `Bearer ${mohw.token}`,
      `Bearer ${moi.token}x`,
      `bearer ${moi.token}`,
      moi.token,
    ]) {
      for (const where of ["/find", "/openapi", "/../nothing"]) {
        const answer = await fetch(`${moi.url}${where}`, { headers: { authorization } });
        assert.equal(answer.status, 401, `${authorization.slice(0, 10)} ${where}`);
        assert.equal(((await answer.json()) as { code: string }).code, "gateway.unauthorized");
      }
    }
  });

  test("a read by law of which nobody could tell the person is refused, and nothing is read", async () => {
    const { url, token } = await endpoint("moi", "household");
    const ask = async () => {
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "x-road-client": "TWDEMO/EDU/NDU/AID",
        "x-road-id": "by-law",
        "x-troad-right": JSON.stringify({ id: "r", fields: ["name"], consentRequired: false }),
      };
      const body = JSON.stringify({ nationalId: "A123456789", fields: ["name"] });
      const answer = await fetch(`${url}/find`, { method: "POST", headers, body });
      return [answer.status, ((await answer.json()) as { code?: string }).code];
    };
    // no module here keeps a person's list
    assert.deepEqual(await ask(), [503, "read.not-recordable"]);
    const reads = await world.running.schemas
      .ofAgency("registers", "moi")
      .rows(sql`select 1 from kernel_audit where action = 'register.read'`);
    assert.deepEqual(reads, []);
  });

  test("an agency's token is 32 random bytes in a file that only its user can read, and stays the same", async () => {
    const { token } = await endpoint("moi", "household");
    const file = path.join(world.running.dataDir, "registers", "gateway-moi.secret");
    assert.equal(fs.readFileSync(file, "utf8"), token);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.equal(Buffer.from(token, "base64url").length, 32);
    assert.notEqual(token, (await endpoint("mohw", "low-income")).token);
  });

  test("the listeners are on loopback, one an agency, none for agencies without registers", async () => {
    const [moi, moe] = [await endpoint("moi", "household"), await endpoint("moe", "enrolment")];
    assert.equal(new URL(moi.url).hostname, "127.0.0.1");
    assert.notEqual(new URL(moi.url).port, new URL(moe.url).port);
    const api = world.running.use(registersApi);
    for (const [agency, service] of [
      ["ndu", "household"],
      ["moi", "low-income"],
      ["nobody", "household"],
    ] as const)
      assert.equal(await api.serviceEndpoint(agency, service), null);
    const { url, token } = moi;
    const unknown = await fetch(`${new URL(url).origin}/low-income/openapi`, {
      headers: { authorization: `Bearer ${token}`, "accept-language": "en" },
    });
    const problem = (await unknown.json()) as { code: string; title: string };
    assert.deepEqual([unknown.status, problem.code, problem.title], [404, "register.unknown", "There is no such register."]);
  });

  test("what is not a question to a register is refused before any consent is looked at", async () => {
    assert.deepEqual(await code({ nationalId: "A123456788" }), [400, "subject.invalid"]);
    assert.deepEqual(await code({ nationalId: "" }), [400, "subject.invalid"]);
    assert.deepEqual(await code({ fields: ["salary"] }), [400, "field.unknown"]);
    for (const body of [
      "{",
      "[]",
      "null",
      '{"nationalId":"A123456789"}',
      '{"nationalId":1,"fields":["name"]}',
      '{"nationalId":"A123456789","fields":[]}',
      '{"nationalId":"A123456789","fields":["name","name"]}',
      '{"nationalId":"A123456789","fields":["name"],"all":true}',
    ])
      assert.deepEqual(await code({ body }), [400, "request.invalid"], body);
    assert.deepEqual(await code({ client: "NDU" }), [400, "request.invalid"]);
    assert.deepEqual(await code({ client: "" }), [400, "request.invalid"]);
    assert.deepEqual(await code({ id: "" }), [400, "request.invalid"]);
    assert.deepEqual(await code({ body: " ".repeat(64 * 1024 + 1) }), [413, "request.too-large"]);
    assert.deepEqual(await code({ type: "text/xml" }), [415, "request.unsupported-media-type"]);
    assert.deepEqual(await code({}), [403, "consent.missing"]);
    assert.deepEqual(await code({ nationalId: "A800000005" }), [403, "consent.missing"]);
  });

  test("people are counted by county for who may count them by law, as figures alone, and it is audited", async () => {
    const { url, token } = await endpoint("moi", "household-unit");
    const ask = async (right: object, body: object = {}) => {
      const headers = {
        ...{ authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...{ "x-road-client": "TWDEMO/GOV/MOI/HOUSEHOLD", "x-road-id": "count-1", "x-troad-right": JSON.stringify(right) },
      };
      const answer = await fetch(`${url}/count`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: answer.status, body: (await answer.json()) as { code?: string; counts?: { of: string; n: number }[] } };
    };
    const right = { id: "r", fields: [], consentRequired: false, endpoints: [{ method: "POST", path: "/count" }] };
    const { counts = [] } = (await ask(right)).body;
    const db = world.running.schemas.ofAgency("registers", "moi");
    const people = await db.rows<{ county: string; n: number }>(sql`
      select left(u.data ->> 'villageCode', 5) as county, count(*)::int as n from record u, jsonb_array_elements(u.data -> 'members')
      where u.register = 'household-unit' group by 1 order by 1`);
    assert.ok(people.length > 3);
    assert.deepEqual(
      counts.map(({ of, n }) => [of, n]),
      people.map(({ county, n }) => [county, n]),
    );
    assert.deepEqual((await ask({ ...right, endpoints: [{ method: "POST", path: "/search" }] })).body.code, "write.not-allowed");
    assert.equal((await ask(right, { by: "head" })).status, 400);
    const [seen] = await db.rows<{ actor: string }>(sql`select actor from kernel_audit where action = 'register.count'`);
    assert.equal(seen?.actor, "TWDEMO/GOV/MOI/HOUSEHOLD");
  });

  test("each service describes itself in OpenAPI 3.1, in the reader's language", async () => {
    for (const [agency, service] of [
      ["moi", "household"],
      ["mohw", "low-income"],
      ["moe", "enrolment"],
    ] as const) {
      const { url, token } = await endpoint(agency, service);
      const get = async (lang: string) =>
        (await (
          await fetch(`${url}/openapi`, { headers: { authorization: `Bearer ${token}`, "accept-language": lang } })
        ).json()) as OpenApi;
      const [english, chinese] = [await get("en"), await get("zh-TW")];
      assert.equal(english.openapi, "3.1.0");
      assert.notEqual(english.info.title, chinese.info.title);
      const summary = (await world.running.use(registersApi).registers()).find((one) => one.provider.endsWith(`/${service}`))!;
      assert.deepEqual(Object.keys(english.components.schemas.Record.properties), summary.fields);
      assert.deepEqual(english.components.schemas.Find.properties.fields.items.enum, summary.fields);
      for (const [field, schema] of Object.entries(english.components.schemas.Record.properties))
        assert.notEqual(schema.description, `field.${field}`);
      for (const [reference] of JSON.stringify(english).matchAll(/#\/components\/schemas\/\w+/g))
        assert.ok(reference.split("/").at(-1)! in english.components.schemas, reference);
      assert.ok("403" in english.paths["/find"].post.responses && "503" in english.paths["/find"].post.responses);
    }
  });
});

type OpenApi = {
  openapi: string;
  info: { title: string };
  paths: { "/find": { post: { responses: object } } };
  components: {
    schemas: {
      Record: { properties: Record<string, { description: string }> };
      Find: { properties: { fields: { items: { enum: string[] } } } };
    };
  };
};
