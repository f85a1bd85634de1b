import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * A secret of this installation, made on first use and kept in a file that only its user can read. Key files are encrypted under
 * such secrets, so that a copied key file alone is of no use; production names the secret's file on a protected volume.
 */
export function installationSecret(folder: string, name: string): string {
  const file = path.join(folder, `${name}.secret`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, randomBytes(32).toString("base64url"), { mode: 0o600 });
    try {
      fs.linkSync(partial, file); // fails when another process was first: then its secret counts
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      fs.rmSync(partial, { force: true });
    }
  }
  return fs.readFileSync(file, "utf8");
}
