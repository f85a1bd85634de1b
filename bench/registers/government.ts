import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readRoad } from "@troad/directory";
import { type Database, defineModule, handleEvent, openContent, startProcess, systemClock, taipeiDate } from "@troad/kernel";
import pki from "@troad/pki/module";
import { readByLaw } from "@troad/registers/events";
import registers from "@troad/registers/module";
import pg from "pg";
import { embeddedCluster } from "../../kernel/db/cluster.ts";
import { readRegisters } from "../../modules/registers/domain/read-registers.ts";
import type { Register } from "../../modules/registers/domain/register.ts";
import type { LookupContext, MessageHeaders } from "../../modules/registers/provider/find.ts";
import { seedRegisters } from "../../modules/registers/seed.ts";

/** Takes reads by law as mydata does, and keeps nothing of them. */
const shown = defineModule({
  ...{ name: "mydata", root: import.meta.url, subscribesTo: [readByLaw.name] },
  create: () => ({ subscribes: [handleEvent(readByLaw, async () => undefined)] }),
});

export type Bench = {
  /** What the doors of an agency's registers work with. */
  contextOf(agency: string): LookupContext & { registers: Register[] };
  registers: readonly Register[];
  dbOf(agency: string): Database;
  /** As many connections as the program's own transactions have. */
  bare: pg.Pool;
  stop(): Promise<void>;
};

/** As the kernel has it for the transactions of a schema. */
const connections = 6;

/** The registers of every agency in this process, empty, on a PostgreSQL of their own. */
export async function startRegisters(): Promise<Bench> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bench-registers-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  const roots = [path.join(import.meta.dirname, "../../content")];
  const cluster = await embeddedCluster(path.join(root, "postgres"));
  const running = await startProcess({
    ...{ modules: [pki, registers, shown], root, cluster },
    agencies: (content) => readRoad(content).agencies.map(({ id }) => id),
    env: { PORT: "0", LOG_LEVEL: "error", TROAD_CONTENT: roots.join(path.delimiter), PEOPLE: "0" },
  });
  const bare = new pg.Pool({ host: cluster.socketDir, user: "postgres", database: "troad", max: connections });
  const all = readRegisters(openContent(roots));
  const dbOf = (agency: string): Database => running.schemas.ofAgency("registers", agency);
  const unused = (): never => {
    throw new Error("nothing here asks for a consent");
  };
  return {
    registers: all,
    dbOf,
    bare,
    contextOf: (agency) => ({
      ...{ db: dbOf(agency), clock: systemClock, issuer: "", verify: unused, status: unused, canRecord: true },
      registers: all.filter((register) => register.agency.id === agency),
    }),
    stop: async () => {
      await bare.end();
      await running.stop();
      await cluster.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

export const population = (size: number) => ({ seed: "bench", size, today: taipeiDate(new Date()) });

/** Fills the book of households with so many people, as the demonstration does. */
export async function fill({ registers: all, dbOf, bare }: Bench, size: number): Promise<void> {
  const own = all.filter(({ book, sample }) => book !== undefined && !sample);
  await seedRegisters({
    ...{ registers: own, agencyDb: dbOf, population: population(size), at: new Date(Date.now() - 60_000).toISOString() },
  });
  await bare.query("vacuum analyze registers_moi.record");
  await bare.query("vacuum analyze registers_moi.record_term");
}

let messages = 0;
/** What a gateway says of a message under a right by law. */
export const messageFor = (path: string, fields: string[] = []): MessageHeaders => ({
  ...{
    consumer: "TWDEMO/GOV/MOI/HOUSEHOLD",
    messageId: `bench-${++messages}`,
    consent: undefined,
    agreement: "bench",
    issue: null,
  },
  right: { id: "bench", consentRequired: false, fields, endpoints: [{ method: "POST", path }], legalBasis: "bench" },
});
