import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { ConfigurationError } from "../env.ts";
import { checkOwner, privateFolder } from "../private-folder.ts";
import { placeOf } from "./embedded-files.ts";
import type { Account } from "./server-account.ts";

/** The name of the socket's folder inside the database folder; the server gets it as a relative path, so that no path limit applies. */
export const socketName = "socket";
const socketFile = ".s.PGSQL.5432";
/** The capacity of a Unix socket address, without the final zero (Linux 108 bytes, macOS 104). */
const longestAddress = process.platform === "linux" ? 107 : 103;

/** Where the server of `dataDir` has its socket: below the data folder, in a folder that only the server's user owns. */
export const socketFolder = (dataDir: string): string => path.join(placeOf(dataDir), socketName);

/** How a client in this process reaches the socket: by its path, or through an open folder if the path is too long for an address. */
export type SocketAddress = { host: string; close(): void };

export function addressOf(folder: string): SocketAddress {
  if (Buffer.byteLength(path.join(folder, socketFile)) <= longestAddress) return { host: folder, close: () => undefined };
  if (process.platform !== "linux")
    throw new ConfigurationError(`${folder} is too long a path for a socket: choose a shorter data folder (TROAD_DATA).`);
  const handle = fs.openSync(folder, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW);
  let open = true;
  return {
    host: `/proc/self/fd/${handle}`,
    close: () => {
      if (open) fs.closeSync(handle);
      open = false;
    },
  };
}

/** Creates the socket's folder for the server alone. The folder around it was checked and is closed to everyone else. */
export function openSocketFolder(folder: string, account: Account | undefined): void {
  if (!fs.lstatSync(folder, { throwIfNoEntry: false })) {
    fs.mkdirSync(folder, { mode: 0o700 });
    if (account) fs.lchownSync(folder, account.uid, account.gid);
  }
  privateFolder(folder, 0o700, account?.uid);
}

/**
 * Whether our server answers in `folder`. Folder and socket must belong to the server's user, who alone can have put them there; nothing
 * connects until that is certain.
 */
export async function answers(folder: string, host: string, owner: number | undefined): Promise<boolean> {
  const stat = fs.lstatSync(path.join(folder, socketFile), { throwIfNoEntry: false });
  if (!stat) return false;
  checkOwner(folder, owner);
  if (!stat.isSocket() || (owner !== undefined && stat.uid !== owner))
    throw new ConfigurationError(
      `${path.join(folder, socketFile)} is not the socket of our PostgreSQL: remove it, then start again.`,
    );
  const client = new pg.Client({ host, user: "postgres", database: "postgres" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
