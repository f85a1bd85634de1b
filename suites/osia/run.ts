/**
 * OSIA Credential Management 1.3: each response code of its twelve operations but 500 is called forth from real cards, and the answer is checked
 * against the publisher's file. Answers that were altered must be told apart.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import OpenAPIResponseValidator from "openapi-response-validator";
import { parse } from "yaml";
import type { Suite, SuiteResult } from "../kit.ts";
import { type Answer, type Caller, openScene, type Scene } from "./scene.ts";

export type Operation = { operationId: string; method: string; place: string; responses: Record<string, { content?: object }> };
export type Spec = { paths: Record<string, Record<string, Omit<Operation, "method" | "place">>>; components: object };

/** What is called, and the code that the file has for it. */
type Case = { operation: string; code: string; by: Caller; id?: string; query?: string; body?: unknown };

export default (async ({ reference }) => {
  const spec = parse(readFileSync(join(reference, "specs", "osia-7.1-cms.yaml"), "utf8")) as Spec;
  const operations = Object.entries(spec.paths).flatMap(([place, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, place, method: method.toUpperCase() })),
  );
  const wanted = operations.flatMap(({ operationId, responses }) =>
    Object.keys(responses).flatMap((code) => (code === "500" ? [] : [`${code}: ${operationId}`])),
  );
  const scene = await openScene();
  const result = { passed: [] as string[], failed: [] as { id: string; why: string }[] };
  try {
    for await (const one of cases(scene)) {
      const operation = operations.find(({ operationId }) => operationId === one.operation);
      const fault = operation ? await faultOf(spec, operation, one) : "there is no such operation";
      const id = `${one.code}: ${one.operation}`;
      if (fault) result.failed.push({ id, why: fault });
      else result.passed.push(id);
    }
  } finally {
    await scene.stop();
  }
  for (const id of wanted)
    if (![...result.passed, ...result.failed.map((one) => one.id)].includes(id))
      result.failed.push({ id, why: "never answered" });
  return { passed: [...result.passed, ...alteredOf(spec, operations)], failed: result.failed } satisfies SuiteResult;
}) satisfies Suite;

async function faultOf(spec: Spec, operation: Operation, { by, id, query, body, code }: Case): Promise<string | undefined> {
  const place = operation.place.replace(/\{\w+\}/, encodeURIComponent(id ?? ""));
  const answer = await by(operation.method, `${place}${query ?? "?transactionId=T1"}`, body);
  if (String(answer.status) !== code) return `answered ${answer.status} ${answer.text.slice(0, 200)}`;
  return differs(spec, operation, answer);
}

/** What the file says is wrong with an answer; one that the file gives no content has none. */
export function differs(spec: Spec, { responses }: Operation, { status, text }: Answer): string | undefined {
  const response = responses[String(status)];
  if (!response) return `${status} is not in the file`;
  if (!response.content) return text === "" ? undefined : "has a body that the file does not know";
  // the package is CommonJS, and what of it is the class depends on who loads it
  const Validator = (
    "default" in OpenAPIResponseValidator ? OpenAPIResponseValidator.default : OpenAPIResponseValidator
  ) as new (args: {
    responses: object;
    components: object;
  }) => { validateResponse(status: number, body: unknown): unknown };
  const wrong = new Validator({ responses, components: spec.components }).validateResponse(status, JSON.parse(text));
  return wrong ? JSON.stringify(wrong).slice(0, 300) : undefined;
}

/** Each operation with each of its answers, in an order in which the card goes through its states. */
async function* cases({ all, none, request, make }: Scene): AsyncGenerator<Case> {
  const [r1, r2] = ["R-2026-0001", "R-2026-0002"];
  const one = (operation: string, code: string, more: Partial<Case> = {}): Case => ({ operation, code, by: all, ...more });
  const [first, second] = [request("A123456789"), request("A123456770")];
  const other = { ...second, requestData: { priority: 1, credentialProfileId: "passport", requestType: "FIRST_ISSUANCE" } };
  yield one("createCredentialRequest", "201", { id: r1, body: first });
  yield one("createCredentialRequest", "201", { id: r2, body: second });
  yield one("createCredentialRequest", "409", { id: r1, body: first });
  yield one("createCredentialRequest", "400", { id: "R-3", body: other });
  yield one("createCredentialRequest", "400", { id: "R-3", body: "{" });
  yield one("createCredentialRequest", "403", { id: "R-3", body: first, by: none });
  yield one("readCredentialRequest", "200", { id: r1 });
  yield one("readCredentialRequest", "200", { id: r1, query: "?transactionId=T1&attributes=status" });
  yield one("readCredentialRequest", "400", { id: r1, query: "" });
  yield one("readCredentialRequest", "403", { id: r1, by: none });
  yield one("readCredentialRequest", "404", { id: "R-9" });
  yield one("updateCredentialRequest", "204", { id: r2, body: second });
  yield one("updateCredentialRequest", "400", { id: r2, body: { personId: "x" } });
  yield one("updateCredentialRequest", "403", { id: r2, body: first });
  yield one("updateCredentialRequest", "404", { id: "R-9", body: second });
  yield one("cancelCredentialRequest", "204", { id: r2 });
  yield one("cancelCredentialRequest", "403", { id: r2 });
  yield one("cancelCredentialRequest", "404", { id: "R-9" });
  yield one("cancelCredentialRequest", "400", { id: r2, query: "?transactionId=" });
  const id = await make(r1);
  const person = [{ attributeName: "personId", operator: "=", value: "A123456789" }];
  yield one("readCredentialRequest", "200", { id: r1 });
  yield one("findCredentials", "200", { body: person });
  yield one("findCredentials", "400", { body: [{ attributeName: "eyes", operator: "=", value: "blue" }] });
  yield one("findCredentials", "403", { body: person, by: none });
  yield one("findCredentials", "404", { body: [{ attributeName: "personId", operator: "=", value: "A100000000" }] });
  yield one("readCredential", "200", { id });
  yield one("readCredential", "400", { id, query: "?transactionId=T1&attributes=eyes" });
  yield one("readCredential", "403", { id, by: none });
  yield one("readCredential", "404", { id: "none" });
  yield one("updateCredential", "204", { id, body: { issuingPlace: "Taipei", others: { shelf: "B7" } } });
  yield one("updateCredential", "400", { id, body: { colour: "green" } });
  yield one("updateCredential", "403", { id, body: { expiryDate: "2099-01-01T00:00:00Z" } });
  yield one("updateCredential", "404", { id: "none", body: {} });
  for (const [operation, allowed] of [
    ["suspendCredential", "unsuspendCredential"],
    ["unsuspendCredential", "suspendCredential"],
  ] as const) {
    yield one(operation, "204", { id, body: { reason: "asked for" } });
    yield one(operation, "403", { id, body: { reason: "again" } });
    yield one(operation, "400", { id, body: { reason: 7 } });
    yield one(operation, "404", { id: "none", body: {} });
    if (allowed === "suspendCredential") continue;
    yield one("readCredential", "200", { id });
  }
  yield one("setCredentialStatus", "204", { id, body: { status: "SUSPENDED", requester: "police" } });
  yield one("setCredentialStatus", "400", { id, body: { status: "EATEN" } });
  yield one("setCredentialStatus", "403", { id, body: { status: "SUSPENDED" } });
  yield one("setCredentialStatus", "404", { id: "none", body: { status: "ACTIVE" } });
  yield one("revokeCredential", "204", { id, body: { reason: "broken" } });
  yield one("revokeCredential", "403", { id, body: {} });
  yield one("revokeCredential", "400", { id, body: [] });
  yield one("revokeCredential", "404", { id: "none", body: {} });
  yield one("readCredential", "200", { id });
  const profile = { attributeName: "credentialType", operator: "=", value: "ID_CARD" };
  yield one("findCredentialProfiles", "200", { body: [profile] });
  yield one("findCredentialProfiles", "400", { body: {} });
  yield one("findCredentialProfiles", "403", { body: [], by: none });
  yield one("findCredentialProfiles", "404", { body: [{ ...profile, value: "PASSPORT" }] });
}

/** Answers of ours with one thing bent, each of which the file has to refuse. */
function alteredOf(spec: Spec, operations: Operation[]): string[] {
  const good = { credentialId: "1", status: "ACTIVE", personId: "A123456789", credentialProfileId: "new-eid" };
  const bent: [string, number, object][] = [
    ["readCredential", 200, { ...good, status: "PRINTED" }],
    ["readCredential", 200, { ...good, colour: "green" }],
    ["readCredential", 400, { code: "400", message: "x" }],
    ["readCredentialRequest", 200, { personId: "A123456789" }],
  ];
  return bent.flatMap(([name, status, body], at) => {
    const operation = operations.find(({ operationId }) => operationId === name)!;
    const isSound = name !== "readCredential" || !differs(spec, operation, { status: 200, text: JSON.stringify(good) });
    return isSound && differs(spec, operation, { status, text: JSON.stringify(body) }) ? [`altered: ${at} ${name}`] : [];
  });
}
