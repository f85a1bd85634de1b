import assert from "node:assert/strict";
import { hash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { Queryable } from "../db/queryable.ts";
import { verifySecrets } from "../secrets/ledger.ts";

test("a fingerprint that was taken of a key file before anything was in it refuses no key; another key is refused", () => {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "secrets-"));
  fs.writeFileSync(path.join(folder, "seal.key"), "a key\n");
  const verify = (content: string): void =>
    verifySecrets([
      {
        ...{ folder, db: {} as Queryable, holds: () => true },
        recorded: [{ name: "seal.key", fingerprint: hash("sha256", `troad secret 1\n${content}`) }],
      },
    ]);
  verify("");
  verify("a key");
  assert.throws(() => verify("another key"), { code: "secret.lost" });
  fs.rmSync(folder, { recursive: true });
});
