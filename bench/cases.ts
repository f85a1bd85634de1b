/**
 * Claims: with a million cases, the form page of an applicant and the work list of an officer, signed in, as a share of the answers of a bare
 * Fastify page of the same size that makes one indexed select: 0.3 each, and 95 of 100 pages within 50 ms at 32 connections. Server and
 * PostgreSQL share two cores with the client.
 */

import { insertCases } from "./cases/million.ts";
import { type Row, rate } from "./kit.ts";
import { besideBare } from "./portal/bare-page.ts";
import { type BenchGovernment, startGovernment } from "./portal/government.ts";

const cases = 1_000_000;
const connections = 32;
const service = "tuition-reduction";

/** The address of the first page of an application that the person has begun. */
async function beginApplication({ origin }: BenchGovernment, cookie: string): Promise<string> {
  const begun = await fetch(`${origin}/services/${service}/start`, {
    ...{ method: "POST", redirect: "manual", headers: { cookie, origin, "content-type": "application/x-www-form-urlencoded" } },
  });
  const address = begun.headers.get("location");
  if (!address) throw new Error(`no application was begun: ${begun.status}`);
  // the form itself leads to its first page
  return new URL((await fetch(new URL(address, origin), { headers: { cookie } })).url).pathname;
}

export default async (): Promise<Row[]> => {
  const government = await startGovernment(0);
  try {
    const [citizen, officer] = [await government.signIn("citizen"), await government.signIn("case-officer")];
    await insertCases(government.cluster, { count: cases, service, agency: "ndu" });
    const pages = [
      { what: "form page", path: await beginApplication(government, citizen.cookie), cookie: citizen.cookie, shows: "<form" },
      { what: "work list", path: "/desk", cookie: officer.cookie, shows: "tr-table" },
      { what: "work list, those that wait", path: "/desk?state=reviewing", cookie: officer.cookie, shows: "tr-table" },
      {
        what: "work list by name",
        path: `/desk?search=${encodeURIComponent("王家怡")}`,
        cookie: officer.cookie,
        shows: "tr-table",
      },
    ];
    const rows: Row[] = [];
    for (const { what, path, cookie, shows } of pages) {
      const { ours, peer, kilobytes } = await besideBare(government, { path, cookie, shows: [shows] }, connections);
      const label = `${what} (${kilobytes} kB, p95 ${ours.p95.toFixed(0)} ms beside ${peer.p95.toFixed(0)} ms)`;
      rows.push(rate(label, "pages/s", ours.perSecond, { what: "bare Fastify, one select", perSecond: peer.perSecond }));
    }
    return rows;
  } finally {
    await government.stop();
  }
};
