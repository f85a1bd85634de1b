import type { LookupFunction } from "node:net";
import { type HandledJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import { outside, publicLookup } from "@troad/reach";
import { Agent, request } from "undici";
import type { DataSet } from "./catalogue.ts";
import { linkJob } from "./jobs.ts";
import { insertLinkCheck, type LinkFinding, type LinkRow, lastLinkChecks, setsToCheck } from "./store/links.ts";

/** How names are resolved and which authorities are trusted; a test's server runs on its own machine. */
export type Connect = { lookup?: LookupFunction; ca?: string };
export type { LinkRow };
export type Links = ReturnType<typeof openLinks>;
type Parts = Pick<ModuleContext, "db" | "clock"> & { hosts: readonly string[]; connect: Connect; waits: readonly number[] };

const waitMs = 10_000;
const everyMs = 7 * 24 * 3_600_000;
const mostAtOnce = 200;
const findingOf = (status: number): LinkFinding =>
  status < 300 ? "ok" : status < 400 ? "redirect" : status < 500 ? "client-error" : "server-error";

/** Addresses that data sets name are asked every week, at hosts that the operator allows and in the public Internet alone. */
export function openLinks({ db, clock, hosts, connect, waits }: Parts): {
  job: HandledJob;
  enqueueDue(): Promise<void>;
  of(set: Pick<DataSet, "id">): ReturnType<typeof lastLinkChecks>;
  close(): void;
} {
  const agent = new Agent({ connect: { lookup: connect.lookup ?? publicLookup, ...(connect.ca ? { ca: connect.ca } : {}) } });
  const note = (set: string, url: string, finding: LinkFinding, status: number | null = null) =>
    insertLinkCheck(db, { set, url, finding, status, at: instant(clock) });

  async function check({ set, url, attempt }: { set: string; url: string; attempt: number }): Promise<void> {
    const address = outside(url, hosts);
    if (!address) return void (await note(set, url, "not-allowed"));
    let found: [LinkFinding, number | null];
    try {
      // only its head is asked for: data may be large
      const { statusCode, body } = await request(address, {
        ...{ method: "HEAD", dispatcher: agent, headersTimeout: waitMs, bodyTimeout: waitMs },
      });
      await body.dump({ limit: 16_384 });
      found = [findingOf(statusCode), statusCode];
    } catch {
      found = ["unreachable", null];
    }
    // what may pass is asked again before it is told
    const mayPass = found[0] === "server-error" || found[0] === "unreachable";
    if (!mayPass || attempt >= waits.length) return void (await note(set, url, ...found));
    const runAt = new Date(clock.now().getTime() + waits[attempt]!).toISOString();
    await db.tx((tx) => tx.enqueue(linkJob, { set, url, attempt: attempt + 1 }, { runAt }));
  }

  return {
    job: handleJob(linkJob, ({ payload }) => check(payload)),
    async enqueueDue(): Promise<void> {
      const since = new Date(clock.now().getTime() - everyMs).toISOString();
      const due = await setsToCheck(db, since, mostAtOnce);
      if (due.length === 0) return;
      await db.tx(async (tx) => {
        for (const { set, url } of due)
          await tx.enqueue(linkJob, { set, url, attempt: 0 }, { key: `${set} ${since.slice(0, 10)} ${url}` });
      });
    },
    of: ({ id }) => lastLinkChecks(db, id),
    close: () => void agent.close(),
  };
}
