import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { roadApi } from "@troad/road/api";
import {
  agree,
  ask,
  assertHasText,
  assertRefused,
  consumer,
  gatewayEndpoints,
  household,
  sendRaw,
  student,
  until,
  useOf,
  usesOfConsent,
} from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";

const citizen = student();
let government: Government;
let school: string;
let platform: string;
before(async () => {
  government = await startGovernment({ env: { ROAD_MAX_BODY_MIB: "1" } });
  school = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  platform = gatewayEndpoints(government, "TWDEMO/GOV/MODA").consumer;
});
after(() => government.stop());

const typeOf = (raw: string): string | undefined => /^x-road-error: (\S+)/im.exec(raw)?.[1];
const statusOf = (raw: string): number => Number(raw.split(" ")[1]);
const rawPost = (path: string, headers: string[]): Promise<string> =>
  sendRaw(school, [`POST ${path} HTTP/1.1`, "host: gateway", "connection: close", "content-length: 0", ...headers]);

test("a member without an agreement has no access, whatever consent it shows, and the citizen sees the attempt", async () => {
  const portal = "TWDEMO/GOV/MODA/PORTAL";
  const { token, consentId } = await agree(government.running, { citizen, key: "no-agreement", to: portal });
  const question = { gateway: platform, client: portal, consent: token, citizen };
  await assertRefused(question, "Server.ServerProxy.AccessDenied", 500);
  const answer = await ask({ ...question, id: "no-agreement" });
  assert.equal(answer.error, "Server.ServerProxy.AccessDenied");
  const use = await useOf(government.running, citizen, "no-agreement", ["consumer"]);
  assert.deepEqual(
    [use.outcome, use.code, use.consumer, use.sides],
    ["failed", "Server.ServerProxy.AccessDenied", portal, ["consumer"]],
  );
  const uses = await usesOfConsent(government.running, citizen, consentId);
  assert.ok(uses.every(({ outcome }) => outcome === "failed"));
});

test("an unknown service, an unknown subsystem and an unknown member are named as what they are", async () => {
  const on = (service: string) => ({ gateway: school, citizen, path: `/r1/${service}` });
  await assertRefused(on("TWDEMO/GOV/MOI/REGISTERS/no-such-service/find"), "Server.ServerProxy.AccessDenied", 500);
  await assertRefused(on("TWDEMO/GOV/MOI/VAULT/household/find"), "Server.ClientProxy.UnknownMember", 500);
  await assertRefused(on("TWDEMO/GOV/NOBODY/REGISTERS/household/find"), "Server.ClientProxy.UnknownMember", 500);
  await assertRefused(on("ELSEWHERE/GOV/MOI/REGISTERS/household/find"), "Server.ClientProxy.UnknownMember", 500);
});

test("a body over the gateway's limit is refused before it is signed, logged or sent", async () => {
  await assertRefused(
    { gateway: school, citizen, id: "too-large", body: Buffer.alloc(1024 * 1024 + 1, 0x20) },
    "Client.ClientProxy.BodyTooLarge",
    413,
  );
  const fits = await ask({ gateway: school, citizen, id: "too-large" });
  assert.equal(fits.error, "Server.ServerProxy.ConsentMissing", "the id was not used up");
});

test("X-Road-Client has to be there, once, and be a client of this very gateway", async () => {
  const path = `/r1/${household}/find`;
  const missing = await rawPost(path, []);
  assert.deepEqual([statusOf(missing), typeOf(missing)], [400, "Client.ClientProxy.MissingHeader"]);
  const twice = await rawPost(path, [`X-Road-Client: ${consumer}`, "X-Road-Client: TWDEMO/GOV/MODA/PORTAL"]);
  assert.deepEqual([statusOf(twice), typeOf(twice)], [400, "Client.ClientProxy.DuplicateHeader"]);
  for (const code of ["MissingHeader", "DuplicateHeader"]) assertHasText(government.running, `Client.ClientProxy.${code}`);
  const as = (client: string) => ({ gateway: school, citizen, client });
  await assertRefused(as("TWDEMO/GOV/MODA/PORTAL"), "Client.ClientProxy.ClientNotFound", 400);
  await assertRefused(as("TWDEMO/EDU/NDU/OTHER"), "Client.ClientProxy.ClientNotFound", 400);
  await assertRefused(as("ELSEWHERE/EDU/NDU/AID"), "Client.ClientProxy.ClientNotFound", 400);
  for (const odd of ["TWDEMO/EDU/NDU", `${consumer}/x`, "TWDEMO/EDU/../AID", "*/*/*/*", "TWDEMO/EDU/NDU/AID%2f"])
    await assertRefused(as(odd), "Client.ClientProxy.InvalidClientIdentifier", 400);
});

test("no wildcard, encoding or dot segment changes which service is meant", async () => {
  const [instance, rest] = ["TWDEMO", "MOI/REGISTERS/household/find"];
  for (const odd of [
    "/r1/TWDEMO/GOV/*/REGISTERS/household/find",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/%2e%2e/low-income/find",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/..%2ffind",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/../../find",
    "/r1/TWDEMO/GOV/MOI%2FREGISTERS/household/find",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household//find",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/find;jsessionid=1",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/%5cfind",
    "/r1/TWDEMO/GOV/MOI/REGISTERS/household/%00",
    `/r1/${instance}//${rest}`,
    `//r1/${instance}/GOV/${rest}`,
    `/r2/${instance}/GOV/${rest}`,
    "/r1/%zz",
    "/",
  ]) {
    const answer = await rawPost(odd, [`X-Road-Client: ${consumer}`]);
    assert.equal(statusOf(answer), 400, `${odd}: ${answer.slice(0, 200)}`);
    assert.ok(
      ["Client.ClientProxy.InvalidServiceIdentifier", "Client.ClientProxy.InvalidRequest"].includes(typeOf(answer) ?? ""),
      `${odd}: ${typeOf(answer)}`,
    );
  }
  assertHasText(government.running, "Client.ClientProxy.InvalidServiceIdentifier");
});

test("control characters in a header, or a line that is no header, end the connection with a coded answer", async () => {
  for (const odd of [
    "X-Road-UserId: A1\x00B",
    "X-Road-UserId: A1\x07",
    "X Road: 1",
    "X-Road-UserId: a\rX-Road-Client: TWDEMO/GOV/MODA/PORTAL",
  ]) {
    const answer = await rawPost(`/r1/${household}/find`, [`X-Road-Client: ${consumer}`, odd]);
    assert.deepEqual(
      [statusOf(answer), typeOf(answer)],
      [400, "Client.ClientProxy.InvalidRequest"],
      `${JSON.stringify(odd)}: ${answer.slice(0, 200)}`,
    );
    assert.match(answer, /\p{Script=Han}.*\. *[\p{Script=Han}"]|The request.*\p{Script=Han}|\p{Script=Han}.*The request/u);
  }
  const id = (value: string) => ({ gateway: school, citizen, id: value });
  for (const odd of ["has space", "-begins-wrong", "x".repeat(121), "../../etc"])
    await assertRefused(id(odd), "Client.ClientProxy.InvalidMessageId", 400);
});

test("headers that only a gateway may set do not come from a client", async () => {
  const { token } = await agree(government.running, { citizen, key: "gateway-headers" });
  const spoofed = { "x-road-request-id": "mine", "x-troad-agreement": "mine", authorization: "Bearer mine" };
  const answer = await ask({ gateway: school, citizen, id: "gateway-headers", consent: token, headers: spoofed });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const use = await useOf(government.running, citizen, "gateway-headers", ["consumer", "provider"]);
  assert.deepEqual([use.outcome, use.agreement], ["answered", "ndu-household-1"]);
});

test("an X-Road-Id gives its own answer again, and no other request's", async () => {
  const { token } = await agree(government.running, { citizen, key: "same-id" });
  const question = { gateway: school, citizen, id: "same-id", consent: token };
  const [first, again] = [await ask(question), await ask(question)];
  assert.deepEqual([first.status, again.status, again.body], [200, 200, first.body]);
  await assertRefused({ ...question, fields: ["name"] }, "Client.ClientProxy.MessageIdReused", 409);
  await assertRefused({ ...question, citizen: student(1) }, "Client.ClientProxy.MessageIdReused", 409);
  const use = await useOf(government.running, citizen, "same-id", ["consumer", "provider"]);
  assert.deepEqual([use.outcome, use.fields], ["answered", ["name", "householdNo"]]);
});

test("the same request ten times at once is one exchange with one answer", async () => {
  const { token, consentId } = await agree(government.running, { citizen, key: "at-once" });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => ask({ gateway: school, citizen, id: "at-once", consent: token })),
  );
  assert.deepEqual(
    new Set(answers.map(({ status }) => status)),
    new Set([200]),
    JSON.stringify(answers.map(({ error }) => error)),
  );
  assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  await useOf(government.running, citizen, "at-once", ["consumer", "provider"]);
  assert.equal((await usesOfConsent(government.running, citizen, consentId)).length, 1);
});

test("text that no database can hold is not in the log, and harms neither its own exchange nor those beside it", async () => {
  const claim = (claims: object): string =>
    ["{}", JSON.stringify(claims), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");
  const provider = household;
  const odd = [
    { fields: ["a\0b"] },
    { fields: ["\ud800"] },
    { consent: claim({ jti: "\0", purpose: "a\0b", requests: [{ provider, fields: ["\0"] }] }) },
    { consent: claim({ jti: "\ud800", purpose: `${"x".repeat(199)}😀`, requests: [{ provider, fields: ["\udc00"] }] }) },
    { consent: claim({ jti: "long", requests: [{ provider, fields: ["x".repeat(5_000)] }] }) },
  ];
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const { consent, fields } = { consent: undefined, fields: undefined, ...odd[index % 8] };
      return ask({
        gateway: school,
        citizen,
        id: `odd-${index}`,
        ...(consent ? { consent } : {}),
        ...(fields ? { fields } : {}),
      });
    }),
  );
  for (const [index, { error, body }] of answers.entries()) {
    // a consent that is none is refused by the register
    const expected = odd[index % 8] && "consent" in odd[index % 8]! ? undefined : "Server.ServerProxy.ConsentMissing";
    assert.equal(error, expected, `${index}: ${JSON.stringify(body)}`);
  }
  const told = async (): Promise<boolean> => {
    const page = await government.running.use(roadApi).transfersOf({ limit: 200 });
    const ids = new Set(page.filter(({ side }) => side === "consumer").map(({ exchangeId }) => exchangeId));
    return answers.every((_, index) => ids.has(`odd-${index}`));
  };
  await until(told, "records of all of them, which no odd one holds up");
});
