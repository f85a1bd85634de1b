import { createConnection } from "node:net";

const waitMs = 5_000;
const longest = 1024 * 1024;

/** One command of the runtime API. Throws where there is no HAProxy, or it refuses the command. */
export function ask(socket: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const connection = createConnection(socket).setTimeout(waitMs, () =>
      connection.destroy(new Error("HAProxy does not answer")),
    );
    connection.on("error", reject);
    connection.on("data", (chunk) => {
      size += chunk.byteLength;
      if (size > longest) connection.destroy(new Error("HAProxy answers too much"));
      else chunks.push(chunk);
    });
    connection.on("end", () => resolve(Buffer.concat(chunks).toString().trim()));
    connection.end(`${command}\n`);
  });
}

/** "set server" answers nothing if it was done. */
export async function setState(socket: string, server: string, state: "ready" | "drain" | "maint"): Promise<void> {
  const said = await ask(socket, `set server ${server} state ${state}`);
  if (said !== "") throw new Error(`HAProxy: ${said}`);
}

export type ServerLine = { readonly name: string; readonly status: string; readonly sessions: number; readonly queued: number };

/** The servers of a backend as `show stat` has them. */
export async function serversOf(socket: string, backend: string): Promise<ServerLine[]> {
  const [head = "", ...rows] = (await ask(socket, "show stat")).split("\n");
  const names = head.replace(/^# /, "").split(",");
  return rows
    .map((row) => new Map(row.split(",").map((value, at) => [names[at], value] as const)))
    .filter((row) => row.get("pxname") === backend && !["BACKEND", "FRONTEND"].includes(row.get("svname") ?? ""))
    .map((row) => ({
      name: row.get("svname") ?? "",
      status: row.get("status") ?? "",
      sessions: Number(row.get("scur")),
      queued: Number(row.get("qcur")),
    }));
}
