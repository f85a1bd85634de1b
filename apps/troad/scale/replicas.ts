import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { serversOf, setState } from "./haproxy.ts";
import { type Sample, sampleOf } from "./readings.ts";

export type Place = {
  /** The socket of HAProxy's runtime API, with `level admin`. */
  readonly haproxy: string;
  readonly backend: string;
  /** Commands that start and stop the replica of a slot; `{n}` is its number. They return while it starts. */
  readonly start: string;
  readonly stop: string;
  /** Where the slot's health and metrics are, such as `http://127.0.0.1:{n}` counted from the number in `firstPort`. */
  readonly host: string;
  readonly firstPort: number;
};

const startMs = 120_000;
/** What is being answered, and connections that keep alive: HAProxy closes those after their answer. */
const drainMs = 30_000;
const askMs = 3_000;

export function openReplicas(place: Place, say: (text: string) => void) {
  const ops = (n: number, path: string): string => `http://${place.host}:${place.firstPort + n - 1}${path}`;
  const server = (n: number): string => `${place.backend}/r${n}`;
  const fetched = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(askMs) });

  async function runs(command: string, n: number): Promise<void> {
    const child = spawn("/bin/sh", ["-c", command.replaceAll("{n}", String(n))], { stdio: ["ignore", "ignore", "inherit"] });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`replica ${n}: the command ended with ${code}`);
  }

  const isReady = async (n: number): Promise<boolean> =>
    (await fetched(ops(n, "/readyz")).catch(() => undefined))?.status === 200;

  return {
    isReady,
    /** Undefined if the replica does not say. */
    sample: async (n: number): Promise<Sample | undefined> => {
      try {
        const answer = await fetched(ops(n, "/metrics"));
        return answer.ok ? sampleOf(await answer.text(), performance.now()) : undefined;
      } catch {
        return undefined;
      }
    },
    add: async (n: number): Promise<void> => {
      await runs(place.start, n);
      for (const end = Date.now() + startMs; !(await isReady(n)); await wait(200)) {
        if (Date.now() < end) continue;
        await runs(place.stop, n);
        throw new Error(`replica ${n} does not become ready`);
      }
      await setState(place.haproxy, server(n), "ready");
      say(`replica ${n} serves`);
    },
    /** No new request reaches it; it ends when what it is answering is answered. */
    remove: async (n: number): Promise<void> => {
      await setState(place.haproxy, server(n), "drain");
      for (const end = Date.now() + drainMs; Date.now() < end; await wait(200)) {
        const own = (await serversOf(place.haproxy, place.backend)).find(({ name }) => name === `r${n}`);
        if (!own || own.sessions + own.queued === 0) break;
      }
      await runs(place.stop, n);
      await setState(place.haproxy, server(n), "maint");
      say(`replica ${n} is gone`);
    },
  };
}
export type Replicas = ReturnType<typeof openReplicas>;
