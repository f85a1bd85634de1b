import { hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Clock } from "../clock.ts";
import type { SecretRow } from "../db/overview.ts";
import type { Queryable } from "../db/queryable.ts";
import { sql } from "../db/sql.ts";
import { type LostSecret, lostSecret } from "./lost.ts";
import { forget, remember } from "./recorded.ts";

/** The files of one module, or of one agency of it, the schema whose data they open, and what was recorded there when last looked at. */
export type SecretPlace = { folder: string; db: Queryable; recorded: readonly SecretRow[]; holds(name: string): boolean };

const isSecret = (name: string): boolean => /\.(secret|key)$|(^|\/)(signing\.jwks|clients\/[^/]+)\.json$/.test(name);
/** Folders that contain many files and no secrets. */
const passedOver = new Set(["tiles", "archives", "spool", "cards", "postgres"]);
const deepest = 4;

/** A secret has 256 random bits, so its hash reveals nothing about it. */
export const fingerprintOf = (file: string): string => digestOf(fs.readFileSync(file, "utf8"));
const digestOf = (content: string): string => hash("sha256", `troad secret 1\n${content.trim()}`);
/** Recorded by former releases of a key file that was being written just then: it says nothing about the key. */
const ofNothing = digestOf("");

function secretsIn(folder: string, prefix = "", depth = 1): string[] {
  if (depth > deepest || !fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((entry) => {
    const name = prefix + entry;
    const file = path.join(folder, entry);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return passedOver.has(entry) ? [] : secretsIn(file, `${name}/`, depth + 1);
    return stat?.isFile() && isSecret(name) ? [name] : [];
  });
}

const newestRows = (db: Queryable): Promise<SecretRow[]> =>
  db.rows<SecretRow>(sql`select distinct on (name) name, fingerprint from kernel_secret order by name, seq desc`);
const isKnown = (row: SecretRow): boolean => row.fingerprint !== ofNothing;

/** Compares the secrets of a place with those recorded in its schema. Throws `secret.lost`, which names every file. */
export function verifySecrets(places: readonly SecretPlace[]): void {
  const lost: LostSecret[] = [];
  for (const { folder, recorded } of places)
    for (const { name, fingerprint } of recorded.filter(isKnown)) {
      const file = path.join(folder, name);
      remember(file, fingerprint ?? undefined);
      if (fingerprint === null) continue;
      const shown = `${path.basename(folder)}/${name}`;
      if (!fs.existsSync(file)) lost.push({ file, name: shown, state: "missing" });
      else if (!fs.statSync(file).isFile() || fingerprintOf(file) !== fingerprint)
        lost.push({ file, name: shown, state: "another one" });
    }
  if (lost.length > 0) throw lostSecret(lost);
}

/** Records the fingerprints of secrets that no schema knows yet; never that of a file that replaced another one. */
export async function recordSecrets(places: SecretPlace[], clock: Clock): Promise<void> {
  for (const place of places) {
    const { folder, db, holds } = place;
    const unknown = (): string[] => {
      const known = new Map(place.recorded.filter(isKnown).map(({ name, fingerprint }) => [name, fingerprint]));
      return secretsIn(folder).filter((name) => holds(name) && !known.get(name));
    };
    if (unknown().length === 0) continue;
    // another process may have recorded it meanwhile
    place.recorded = await newestRows(db);
    for (const name of unknown()) {
      const file = path.join(folder, name);
      const fingerprint = fingerprintOf(file);
      await db.run(
        sql`insert into kernel_secret (name, fingerprint, at) values (${name}, ${fingerprint}, ${clock.now().toISOString()})`,
      );
      remember(file, fingerprint);
      place.recorded = [...place.recorded.filter((row) => row.name !== name), { name, fingerprint }];
    }
  }
}

/** A process that has ended forgets everything. */
export function leaveSecrets(places: SecretPlace[]): void {
  for (const { folder } of places) for (const name of secretsIn(folder)) forget(path.join(folder, name));
}
