import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { Client } from "undici";
import type { ModuleContext } from "../module.ts";
import { openLocalServer } from "./local-server.ts";

const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "door-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A door refuses and fails in words; these tests ask for neither. */
const ctx = {} as Pick<ModuleContext, "texts" | "log">;
const open = (name: string) =>
  openLocalServer(ctx, folder, { methods: ["who"], asked: {}, api: { who: async () => name }, actor: "operator" });

async function ask(socketPath: string): Promise<unknown> {
  const client = new Client("http://door", { socketPath });
  try {
    const { body } = await client.request({
      method: "POST",
      path: "/who",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    return ((await body.json()) as { result: unknown }).result;
  } finally {
    await client.close();
  }
}

test("a door stands where a killed run left its own, for nobody but its user", async () => {
  fs.writeFileSync(path.join(folder, "door.sock"), "");
  const server = await open("one");
  assert.equal(await ask(server.socket), "one");
  assert.equal(fs.statSync(server.socket).mode & 0o777, 0o600);
  assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
  await server.close();
  assert.ok(!fs.existsSync(server.socket));
});

test("of two that open the same door the later one has it, and keeps it when the earlier one closes", async () => {
  const earlier = await open("earlier");
  const later = await open("later");
  assert.equal(await ask(later.socket), "later");
  await earlier.close();
  assert.equal(await ask(later.socket), "later");
  await later.close();
});
