import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { run } from "../../../packages/trust/test/tools.ts";
import type { Equipment } from "./centre.ts";

/** A driver reads every token whenever it starts: the tool is given so many at a time. */
const atOnce = 40;

/** Asks `pkcs11-tool`, which is none of ours, about the one private key of each of these tokens. Gives how many keys it called as they should be. */
export async function keysIn(tools: Equipment, wanted: readonly { label: string; pin: string }[]): Promise<number> {
  const pins = new Map(wanted.map(({ label, pin }) => [label, pin]));
  const tokens = fs.readdirSync(path.join(tools.folder, "tokens"));
  let keys = 0;
  for (let from = 0; from < tokens.length; from += atOnce) {
    const folder = fs.mkdtempSync(path.join(tools.folder, "some-"));
    for (const token of tokens.slice(from, from + atOnce))
      fs.cpSync(path.join(tools.folder, "tokens", token), path.join(folder, "tokens", token), { recursive: true });
    const configuration = path.join(folder, "softhsm2.conf");
    fs.writeFileSync(configuration, `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`);
    const tool = (...args: string[]): string =>
      run("env", [`SOFTHSM2_CONF=${configuration}`, "pkcs11-tool", "--module", tools.modulePath, ...args]).output;
    for (const [, label = ""] of tool("--list-token-slots").matchAll(/token label\s*:\s*(\S+)/g)) {
      const pin = pins.get(label);
      // blanks that are void have PINs that nobody was ever told
      if (pin === undefined) continue;
      pins.delete(label);
      const listed = tool("--token-label", label, "--login", "--pin", pin, "--list-objects", "--type", "privkey");
      assert.equal(listed.match(/Private Key Object/g)?.length, 1, `${label} has one key`);
      assert.match(listed, /Access:\s+sensitive, always sensitive, never extractable, local/);
      keys++;
    }
    fs.rmSync(folder, { recursive: true, force: true });
  }
  assert.deepEqual([...pins.keys()], [], "a card has no token");
  return keys;
}
