import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { readArchive } from "@troad/trust";
import { archivesIn, checkArchives } from "../../apps/troad/verify/archives.ts";
import { until } from "./exchange.ts";
import { type Government, root } from "./government.ts";
import type { XroadPeer } from "./xroad-peer.ts";

/** The ministry's archives hold both containers of an exchange in X-Road's form, and neither when its body was erased; the chain holds. */
export async function assertArchives(government: Government, peer: XroadPeer, id: string): Promise<void> {
  const folder = path.join(government.data, "road", "archives", "moi");
  const trust = { roots: [...peer.trust.roots], tsas: [...peer.trust.tsas], intermediates: [peer.issuing] };
  const opened = () =>
    (fs.existsSync(folder) ? archivesIn(folder) : []).map((name) => {
      const archive = readArchive(fs.readFileSync(path.join(folder, name)));
      assert.ok(archive.ok, name);
      return archive.value;
    });
  const names = (): string[] => opened().flatMap(({ files }) => files.map(({ name }) => name));
  const ours = await until(() => {
    const found = names().filter((name) => name.includes(`${id}-provider`));
    return found.length > 0 && found;
  }, "an archive");
  assert.deepEqual(
    ours.map((name) => name.replace(/^\d+-/, "")),
    [`${id}-provider-request.asice`, `${id}-provider-response.asice`],
  );
  const told = await checkArchives(folder, archivesIn(folder), trust);
  assert.ok(told.valid, JSON.stringify(told.steps.filter(({ ok }) => !ok)));
  assert.equal((await checkArchives(folder, archivesIn(folder), { ...trust, tsas: [] })).valid, false);

  const words = ["records", "erase", "--agency=moi", `--exchange=${id}`, "--reason=r", `--data=${government.data}`];
  await promisify(execFile)(process.execPath, [path.join(root, "apps/troad/main.ts"), ...words]);
  // nothing of this form is left without its body but its digest
  await until(() => opened().some(({ erasures }) => erasures.size === 2), "the archive without the exchange");
  assert.ok(names().length > 0 && !names().some((name) => name.includes(`-${id}-`)));
  const after = await checkArchives(folder, archivesIn(folder), trust);
  assert.ok(after.valid, JSON.stringify(after.steps.filter(({ ok }) => !ok)));
  assert.ok(
    after.erased?.some((said) => said.endsWith(".zip: 2 containers")),
    String(after.erased),
  );
}
