import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import OpenAPIResponseValidator from "openapi-response-validator";
import { parse } from "yaml";
import type { Browser } from "../../apps/troad/demo/browser.ts";
import type { Recipient } from "./data-recipient.ts";
import { root } from "./government.ts";

type Operation = { operationId: string; responses: Record<string, object> };
type Spec = { paths: Record<string, Record<string, Operation>>; components: object };
const file = path.join(
  process.env.TROAD_REFERENCE ?? path.join(root, "..", "shared", "reference"),
  "specs/govstack-consent-openapi-1.1.0-rc1.yaml",
);

// biome-ignore lint/suspicious/noExplicitAny: what the specification says of an answer is checked before it is read
type Body = any;
export type Answer = { status: number; code: string | undefined; body: Body };
export type Caller = { recipient: Recipient } | { browser: Browser } | { bearer: string } | { none: true };
export type ConsentApi = Awaited<ReturnType<typeof openConsentApi>>;

/** The interface of GovStack as its specification calls it: each answer of 200 is checked against it, and the operations that gave one are counted. */
export async function openConsentApi(portal: string) {
  const base = `${portal}/mydata/consent/v1`;
  const spec = fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8")) as Spec) : undefined;
  const operations = Object.entries(spec?.paths ?? {}).flatMap(([place, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ place, method: method.toUpperCase(), ...operation })),
  );
  const answered = new Set<string>();
  const headersOf = async (caller: Caller): Promise<Record<string, string>> => {
    if ("recipient" in caller) return { authorization: `Bearer ${await caller.recipient.assertion({ aud: base })}` };
    if ("bearer" in caller) return { authorization: `Bearer ${caller.bearer}` };
    if ("none" in caller) return {};
    const cookies = caller.browser.cookiesFor(base).map(({ name, value }) => `${name}=${value}`);
    return { cookie: cookies.join("; "), origin: portal };
  };
  const call = async (caller: Caller, method: string, place: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${base}${place}`, {
      ...{ method, signal: AbortSignal.timeout(30_000) },
      headers: { ...(await headersOf(caller)), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const read: Body = text.startsWith("{") ? JSON.parse(text) : {};
    return { status: response.status, code: read.code as string | undefined, body: read };
  };
  return {
    isHere: spec !== undefined,
    total: operations.length,
    answered,
    call,
    /** Calls an operation by its id and gives what it answered, which is as the specification says. */
    does: async (caller: Caller, id: string, asked: { path?: Record<string, string>; query?: string; body?: unknown } = {}) => {
      const operation = operations.find(({ operationId }) => operationId === id);
      assert.ok(operation && spec, id);
      const place = operation.place.replaceAll(/\{(\w+)\}/g, (_all, name: string) => asked.path?.[name] ?? assert.fail(name));
      const { status, body } = await call(caller, operation.method, `${place}${asked.query ?? ""}`, asked.body);
      assert.equal(status, 200, `${id} ${JSON.stringify(body)}`);
      assert.equal(checked(operation, spec.components, body), undefined, id);
      answered.add(id);
      return body;
    },
    /** What the specification says is wrong with an answer of an operation. */
    faultOf: (id: string, body: unknown) => {
      const operation = operations.find(({ operationId }) => operationId === id)!;
      return checked(operation, spec!.components, body);
    },
  };
}

function checked({ responses }: Operation, components: object, body: unknown) {
  const Validator = (
    "default" in OpenAPIResponseValidator ? OpenAPIResponseValidator.default : OpenAPIResponseValidator
  ) as new (args: {
    responses: object;
    components: object;
  }) => { validateResponse(status: number, body: unknown): unknown };
  // a response without content says nothing of its body
  const { content } = responses["200"] as { content?: object };
  return content === undefined ? undefined : new Validator({ responses, components }).validateResponse(200, body);
}
