import fs from "node:fs";
import path from "node:path";
import { placeOf } from "../../kernel/db/embedded-files.ts";
import { socketFolder } from "../../kernel/db/socket.ts";

export type Server = { pid: number; uid: number };

/** The folder of the socket on which the database of `data` answers. */
export const socketOf = (data: string): string => socketFolder(path.join(data, "postgres"));

/** The PostgreSQL servers of the database of `data` (Linux); their children carry no such words. */
export function serversOf(data: string): Server[] {
  const place = placeOf(path.join(data, "postgres"));
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return words[0]?.endsWith("/postgres") && words[words.indexOf("-D") + 1] === place
          ? [{ pid: Number(pid), uid: fs.statSync(`/proc/${pid}`).uid }]
          : [];
      } catch {
        return []; // ended meanwhile
      }
    });
}
