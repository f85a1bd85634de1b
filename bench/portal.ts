/**
 * Claims: pages drawn for a signed-in person, whose session is read from PostgreSQL for each of them and with nothing cached between requests,
 * as a share of the answers of a bare Fastify page of the same size that makes one indexed select: home 0.3, the page of a service 0.3, a
 * search over 5,000 services 0.2, a person's own page 0.2. Server and PostgreSQL share two cores with the client.
 */

import type { Row } from "./kit.ts";
import { rate } from "./kit.ts";
import { besideBare } from "./portal/bare-page.ts";
import { startGovernment } from "./portal/government.ts";

const pages = [
  { what: "home", path: "/", shows: "<h1" },
  { what: "page of a service", path: "/services/income", shows: "/tax/income" },
  { what: "search over 5,000 services", path: `/search?q=${encodeURIComponent("校園")}`, shows: "/services/bench-" },
  { what: "search with a typing error", path: "/search?q=scholership", shows: "/services/bench-" },
  { what: "own page", path: "/me", shows: 'id="tasks"' },
];

export default async (): Promise<Row[]> => {
  const government = await startGovernment(5_000);
  try {
    const rows: Row[] = [];
    const { cookie, name } = await government.signIn("citizen");
    for (const { what, path, shows } of pages) {
      const { ours, peer, kilobytes } = await besideBare(government, { path, cookie, shows: [shows, name] });
      const label = `${what} (${kilobytes} kB, p99 ${ours.p99.toFixed(0)} ms)`;
      rows.push(rate(label, "pages/s", ours.perSecond, { what: "bare Fastify, one select", perSecond: peer.perSecond }));
    }
    return rows;
  } finally {
    await government.stop();
  }
};
