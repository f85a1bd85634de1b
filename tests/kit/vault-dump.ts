import { createDecipheriv, hkdfSync } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { sql } from "@troad/kernel";
import type { Government } from "./government.ts";

type Wrap = { id: string; vault: string; kind: string; credential: string | null; box: string };
/** Everything that the server has: rows, files of the data folder with its logs, environment. */
export type VaultDump = { everything: [string, Buffer][]; strings: string[]; wraps: Wrap[]; salt: string };

const tables = ["vault", "vault_wrap", "vault_file", "vault_piece", "vault_share", "vault_ticket", "kernel_audit", "kernel_job"];
const word = /[\w+/=.-]{16,100}/g;

export async function dumpOf({ running, data }: Government, env: NodeJS.ProcessEnv): Promise<VaultDump> {
  const db = running.schemas.of("vault");
  const everything: [string, Buffer][] = [["environment", Buffer.from(JSON.stringify(env))]];
  for (const table of tables) {
    const rows = await db.rows<Record<string, unknown>>({ text: `select * from ${table}`, values: [], name: "" });
    for (const value of rows.flatMap((one) => Object.values(one)))
      everything.push([`table ${table}`, Buffer.isBuffer(value) ? value : Buffer.from(String(JSON.stringify(value) ?? ""))]);
  }
  // the database's own files hold the same rows
  for (const name of fs.readdirSync(data, { recursive: true }) as string[]) {
    const file = path.join(data, name);
    if (!name.startsWith("postgres") && fs.statSync(file).isFile()) everything.push([name, fs.readFileSync(file)]);
  }
  const strings = new Set(everything.flatMap(([, bytes]) => bytes.toString("latin1").match(word) ?? []));
  const wraps = await db.rows<Wrap>(sql`select id, vault, kind, credential, box from vault_wrap`);
  const [vault] = await db.rows<{ salt: string }>(sql`select salt from vault`);
  return { everything, strings: [...strings], wraps, salt: vault!.salt };
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** What a text may stand for as bytes: itself, base64, hex, or a printed recovery key. */
function* secretsIn(candidate: string | Buffer): Generator<Buffer> {
  if (typeof candidate !== "string") return void (yield candidate);
  yield Buffer.from(candidate);
  yield Buffer.from(candidate, "base64");
  if (/^[0-9a-f]+$/i.test(candidate)) yield Buffer.from(candidate, "hex");
  const bare = candidate.replaceAll("-", "").slice(0, 32);
  if (bare.length < 32 || [...bare].some((symbol) => !crockford.includes(symbol))) return;
  const number = [...bare].reduce((all, symbol) => (all << 5n) | BigInt(crockford.indexOf(symbol)), 0n);
  yield Buffer.from(number.toString(16).padStart(40, "0"), "hex");
}

/** Which wraps these open, tried with a second writing of the format: HKDF-SHA-256 and AES-256-GCM of Node. */
export function opensWith({ wraps }: VaultDump, candidates: readonly (string | Buffer)[]): string[] {
  const found: string[] = [];
  for (const candidate of candidates)
    for (const secret of secretsIn(candidate))
      for (const { id, vault, kind, credential, box } of wraps) {
        const key = Buffer.from(hkdfSync("sha256", secret, vault, `troad vault 1 wrap ${kind}`, 32));
        const bytes = Buffer.from(box, "base64url");
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
        decipher.setAAD(Buffer.from(`wrap ${vault} ${kind} ${credential ?? id}`)).setAuthTag(bytes.subarray(-16));
        try {
          decipher.update(bytes.subarray(12, -16));
          decipher.final();
          found.push(id);
        } catch {
          // does not open
        }
      }
  return found;
}
