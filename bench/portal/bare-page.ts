import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { alternate } from "../invoice/load.ts";
import type { BenchGovernment } from "./government.ts";
import { load } from "./load.ts";

/** Starts the peer in a process of its own, on the database that the government uses. */
async function startBare({ cluster }: BenchGovernment, text: string): Promise<{ origin: string; stop(): Promise<void> }> {
  const child = fork(path.join(import.meta.dirname, "bare.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send({ config: cluster.app("portal", "troad_portal", "portal"), text });
  const [origin] = (await once(child, "message")) as [string];
  return {
    origin,
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

type Asked = { path: string; cookie: string /** What the page that is meant has in it. */; shows: readonly string[] };

/** A page of the government in turns with a bare page of the same size. */
export async function besideBare(government: BenchGovernment, { path: page, cookie, shows }: Asked, connections?: number) {
  const headers = { cookie };
  const text = await (await fetch(government.origin + page, { headers })).text();
  if (!shows.every((one) => text.includes(one))) throw new Error(`${page}: not the page that was meant`);
  const bare = await startBare(government, text);
  const options = connections === undefined ? {} : { connections };
  const measured = await alternate(
    3,
    () => load(government.origin, page, headers, (answer) => answer.includes(shows[0] ?? ""), options),
    () => load(bare.origin, "/", headers, (answer) => answer.length === text.length, options),
  ).finally(() => bare.stop());
  return { ...measured, kilobytes: Math.round(Buffer.byteLength(text) / 1000) };
}
