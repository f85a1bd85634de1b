import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError } from "../env.ts";
import { explainPublicName } from "./public-name.ts";

const origin = "https://gov.example";

test("a start that cannot reach its own public name says what is needed", async () => {
  const failed = await fetch("https://gov.invalid/").catch((error: unknown) => error);
  const told = explainPublicName(failed, "https://gov.invalid");
  assert.ok(told instanceof ConfigurationError);
  assert.deepEqual(
    [told.code, /PUBLIC_ORIGIN=https:\/\/gov\.invalid.*(ENOTFOUND|EAI_AGAIN).*\/etc\/hosts/.test(told.message)],
    ["origin.unreachable", true],
  );
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED", host: "gov.example" });
  assert.ok(explainPublicName(new AggregateError([refused]), origin) instanceof ConfigurationError);
});

test("other failures stay what they are", () => {
  const other = Object.assign(new Error("getaddrinfo ENOTFOUND other.example"), { code: "ENOTFOUND", hostname: "other.example" });
  for (const error of [other, new Error("boom"), undefined]) assert.equal(explainPublicName(error, origin), error);
  assert.equal(explainPublicName(other, undefined), other);
});
