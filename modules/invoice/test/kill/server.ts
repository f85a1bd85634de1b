import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Draw } from "@troad/invoice-formats";
import type { Cluster } from "../../../../kernel/db/cluster.ts";

/** The module in a process of its own, to be killed. */
export type Server = { child: ChildProcess; origin: string; ended: Promise<unknown> };

/** Kills it (kill -9). */
export async function end({ child, ended }: Server): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

/** Starts it and waits until it listens; `demo` makes the shop that sends, `shiftMs` moves its clock. */
export async function startServer(
  cluster: Pick<Cluster, "migrator">,
  dataDir: string,
  demo: boolean,
  shiftMs = 0,
): Promise<Server> {
  const { host, database } = cluster.migrator("invoice");
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, "killed-server.ts"), String(host), String(database), dataDir, String(shiftMs)],
    {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        // compiled code is kept from one to the next
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(path.dirname(dataDir), "compiled"),
        TROAD_DEMO: String(demo),
      },
    },
  );
  const ended = once(child, "exit");
  const dead = ended.then(([code]): never => {
    throw new Error(`the program ended with ${code} before it was ready`);
  });
  dead.catch(() => undefined); // later it is killed
  const [line] = (await Promise.race([once(child.stdout!, "data"), dead])) as [Buffer];
  return { child, origin: line.toString().trim(), ended };
}

/** Has a server enter, try and publish a list of winning numbers; fails if it dies meanwhile. */
export async function publish({ child, ended }: Server, draw: Draw): Promise<void> {
  const died = ended.then((): never => {
    throw new Error("the program was killed while it published");
  });
  died.catch(() => undefined);
  child.stdin!.on("error", () => undefined); // of one that was killed
  child.stdin!.write(`${JSON.stringify(draw)}\n`);
  const [said] = (await Promise.race([once(child.stdout!, "data"), died])) as [Buffer];
  if (!said.toString().startsWith("published")) throw new Error(said.toString());
}
