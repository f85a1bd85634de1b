import os from "node:os";
import path from "node:path";
import { ConfigurationError } from "../env.ts";
import { replaceFile } from "../private-folder.ts";
import type { Account } from "./server-account.ts";

const map = "troad";
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The system's name for the user of this process; the server looks up the same one (getpwuid). */
function programUser(): string {
  try {
    return os.userInfo().username;
  } catch {
    throw new ConfigurationError(
      "The user who runs the program has no name on this system, and PostgreSQL lets in users by name: add an account, or set DATABASE_URL.",
    );
  }
}

/**
 * Writes who may connect, before each start, replacing whatever was there: only over the socket, and only the user who runs the program
 * (and the server's own), as the kernel identifies them (peer authentication, PostgreSQL manual section 20.9). There is no password to leak
 * or guess.
 */
export function writeAccessRules(dataDir: string, account: Account | undefined): Record<string, string> {
  const users = [programUser(), ...(account?.name ? [account.name] : [])];
  const files = { hba_file: path.join(dataDir, "pg_hba.conf"), ident_file: path.join(dataDir, "pg_ident.conf") };
  const note = "# Written by T-Road at each start; changes are lost.\n";
  replaceFile(files.hba_file, `${note}local all all peer map=${map}\n`, account);
  replaceFile(files.ident_file, `${note}${users.map((user) => `${map} ${quoted(user)} all\n`).join("")}`, account);
  return files;
}
