import { availableParallelism } from "node:os";
import { Pool } from "undici";
import { invoicesOf, perRequest } from "../invoice/shop.ts";
import { busyTime, cpuOf, writtenBy } from "./cpu.ts";
import type { Installation } from "./replicas.ts";

export type Call = {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  body(): string | undefined;
};

/** The page of winning numbers, and the header of an invoice as an app asks for it. */
export const pageCall: Call = { path: "/invoice/numbers", method: "GET", headers: {}, body: () => undefined };
export const queryCall = ({ demo }: Installation, number: string, date: string): Call => ({
  ...{ path: "/PB2CAPIVAN/invapp/InvApp", method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } },
  body: () =>
    new URLSearchParams({
      ...{ version: "0.5", action: "qryInvHeader", UUID: "u-1", appID: demo.appID, type: "Barcode", generation: "V2" },
      ...{ invNum: number, invDate: date.replaceAll("-", "/") },
    }).toString(),
});

/** What an answer cost, in microseconds of a processor, by process, and how many came in a second. */
export type Cost = {
  perSecond: number;
  freeCores: number;
  replicas: number;
  haproxy: number;
  postgres: number;
  client: number;
  others: number;
  written: number;
};
export const serverCost = ({ replicas, haproxy, postgres, others }: Cost): number => replicas + haproxy + postgres + others;

type Asked = {
  at: Installation;
  origin: string;
  call: Call;
  connections: number;
  seconds: number;
  each?: number;
  others?: readonly number[];
};

/** Asks over and over by some connections; throws for an answer that is none. */
export async function cost({ at, origin, call, connections, seconds, each = 1, others = [] }: Asked): Promise<Cost> {
  const host = new URL(at.edge).host.replace("127.0.0.1", "localhost");
  const pool = new Pool(origin, { connections });
  let done = 0;
  const until = async (end: number): Promise<void> => {
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() < end) {
          const body = call.body();
          const answer = await pool.request({ ...call, headers: { ...call.headers, host }, body: body ?? null });
          const text = await answer.body.text();
          if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${text.slice(0, 200)}`);
          done += each;
        }
      }),
    );
  };
  await until(performance.now() + 1_500);
  done = 0;
  const { replicas, haproxy, postgres } = at.pids();
  const measure = () => ({
    replicas: cpuOf(replicas),
    haproxy: cpuOf([haproxy]),
    postgres: cpuOf([postgres]),
    client: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    others: cpuOf(others),
    written: writtenBy([...others, ...at.pids().replicas]),
  });
  const [machine, before] = [busyTime(), measure()];
  const began = performance.now();
  await until(began + seconds * 1000);
  const elapsed = (performance.now() - began) / 1000;
  const after = measure();
  const ours = (["replicas", "haproxy", "postgres", "client", "others"] as const).reduce(
    (sum, name) => sum + after[name] - before[name],
    0,
  );
  await pool.close();
  const per = (name: keyof typeof before): number => ((after[name] - before[name]) * 1e6) / done;
  return {
    perSecond: done / elapsed,
    freeCores: availableParallelism() - Math.max(0, busyTime() - machine - ours) / elapsed,
    ...{
      replicas: per("replicas"),
      haproxy: per("haproxy"),
      postgres: per("postgres"),
      client: per("client"),
      others: per("others"),
    },
    written: (after.written - before.written) / done,
  };
}

/** Uploads of 500 invoices each, made before; the cost is one of an invoice, until all of them are in the database. */
export async function uploadCost(
  at: Installation,
  track: string,
  uploads: number,
  others: readonly number[],
  written: () => Promise<number>,
): Promise<Cost> {
  const bodies = Array.from({ length: uploads }, (_, n) => JSON.stringify({ invoices: invoicesOf(n, "2026-01-05", track) }));
  const headers = { "content-type": "application/json", authorization: `Bearer ${at.shop.token}` };
  const { replicas, postgres } = at.pids();
  const all = (): number[] => [cpuOf(replicas), cpuOf([postgres]), cpuOf(others), writtenBy(others)];
  const packages = (await written()) + uploads;
  const before = all();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let body = bodies.pop(); body; body = bodies.pop()) {
        const answer = await fetch(`${at.direct}/invoice/v1/invoices`, { method: "POST", headers, body });
        if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
        if (others.length > 0 && answer.status !== 202) throw new Error("the upload did not go through the stream");
        await answer.text();
      }
    }),
  );
  const most = uploads * perRequest;
  while ((await written()) < packages) await new Promise((done) => setTimeout(done, 100));
  const elapsed = (performance.now() - began) / 1000;
  const after = all();
  const per = (nth: number): number => (after[nth]! - before[nth]!) / most;
  return {
    ...{
      perSecond: most / elapsed,
      freeCores: availableParallelism(),
      replicas: per(0) * 1e6,
      postgres: per(1) * 1e6,
      others: per(2) * 1e6,
    },
    ...{ haproxy: 0, client: 0, written: per(3) },
  };
}
