import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { lostSecret } from "./lost.ts";
import { expectedOf, secretMade } from "./recorded.ts";

/**
 * A secret of this installation, created on first use and kept in a file that only its user can read. Key files are encrypted under such
 * secrets, so a copied key file alone is useless; production puts the secret's file on a protected volume. An existing secret is never
 * replaced: throws ConfigurationError `secret.lost`.
 */
export function installationSecret(folder: string, name: string): string {
  const file = path.join(folder, `${name}.secret`);
  return fileMadeOnce(file, () => randomBytes(32).toString("base64url"));
}

/** The content of a secret file that is created once, by whichever process comes first, and readable only by its user. */
export function fileMadeOnce(file: string, content: () => string): string {
  if (!fs.existsSync(file)) {
    if (expectedOf(file)) throw lostSecret([{ file, state: "missing" }]);
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, content(), { mode: 0o600 });
    try {
      fs.linkSync(partial, file); // fails if another process was first: then its secret counts
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      fs.rmSync(partial, { force: true });
    }
    secretMade();
  }
  return fs.readFileSync(file, "utf8");
}
