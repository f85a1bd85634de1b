import fs from "node:fs";
import path from "node:path";
import type { Log } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";

/** What a gateway needs before its first configuration: trusted certificates and the anchor. Requested at start, otherwise as stored. */
export type Beginnings = { trust: TrustAnchors; anchor: string; kept: boolean };

export async function learnBeginnings(
  folder: string,
  log: Log,
  ask: () => Promise<Omit<Beginnings, "kept">>,
): Promise<Beginnings> {
  const file = path.join(folder, "beginnings.json");
  try {
    const fresh = await ask();
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(fresh), { mode: 0o600 });
    fs.renameSync(`${file}.${process.pid}`, file);
    return { ...fresh, kept: false };
  } catch (error) {
    const kept = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Omit<Beginnings, "kept">) : undefined;
    // what an earlier version stored names one root and no list
    if (!kept?.trust.roots) throw error;
    log.warn({ err: error }, "the registry is away: beginning with what is on disk");
    return { ...kept, kept: true };
  }
}
