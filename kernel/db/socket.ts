import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { ConfigurationError } from "../env.ts";
import { checkOwner, privateFolder } from "../private-folder.ts";
import { placeOf } from "./embedded-files.ts";
import type { Account } from "./server-account.ts";

/** The name of the socket's folder inside the database's own; the server gets it as it is and so knows no limit of a path's length. */
export const socketName = "socket";
const socketFile = ".s.PGSQL.5432";
/** What a Unix socket address holds, without the final zero (Linux 108 bytes, macOS 104). */
const longestAddress = process.platform === "linux" ? 107 : 103;

/** Where the server of `dataDir` has its socket: below the data folder, in a folder that belongs to the server's user alone. */
export const socketFolder = (dataDir: string): string => path.join(placeOf(dataDir), socketName);

/** How a client of this process reaches the socket: by its path, or by an open folder where that path is too long for an address. */
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

/** Makes the socket's folder, the server's alone. The folder around it was checked and is closed to everybody else. */
export function openSocketFolder(folder: string, account: Account | undefined): void {
  if (!fs.lstatSync(folder, { throwIfNoEntry: false })) {
    fs.mkdirSync(folder, { mode: 0o700 });
    if (account) fs.lchownSync(folder, account.uid, account.gid);
  }
  privateFolder(folder, 0o700, account?.uid);
}

/**
 * Whether our server answers in `folder`. Folder and socket have to belong to the server's user, who alone can have put them there; before
 * that is known nothing connects.
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
