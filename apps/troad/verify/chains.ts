import { readRoad } from "@troad/directory";
import { type CheckReport, ConfigurationError, checkSchema, ledgersOf, type ReadSchema, readAll } from "@troad/kernel";
import { type Accounting, accountForLeaves, headsAfter } from "@troad/road/api";
import { modules } from "../modules.ts";
import { root } from "../root.ts";
import { fetchHeads, type LogPlace, openPublicLog } from "./public-log.ts";

export type ChainsReport = {
  valid: boolean;
  schemas: CheckReport[];
  /** Schemas that this database lacks. */
  absent: string[];
  log: { key: string; checkpoint: string | null; fault: string | null; accounting: Accounting | null };
};

/**
 * Checks every ledger of the installation, and that what it published is in the public log unchanged. If `only` names agencies, it is their
 * own installation, and only their schemas are checked.
 */
export function checkChains(place: LogPlace, env: NodeJS.ProcessEnv, only?: string[]): Promise<ChainsReport> {
  const agencies = (content: Parameters<typeof readRoad>[0]) => only ?? readRoad(content).agencies.map(({ id }) => id);
  return readAll({ modules, env, root, agencies }, async (all, dataDir) => {
    const schemas = all.filter(({ module, schema }) => !only || schema !== module.name);
    const road = all.find(({ schema }) => schema === "road")?.db;
    const log = await openPublicLog(place, dataDir, road);
    const anchored = (schema: string) => async (after: number, limit: number) => {
      if (place.road !== undefined) return fetchHeads(place.road, log.reader, schema, after, limit);
      return road ? headsAfter(road, schema, after, limit) : [];
    };
    const told: ChainsReport = {
      valid: true,
      schemas: [],
      absent: schemas.filter(({ db }) => db === undefined).map(({ schema }) => schema),
      log: { key: log.key, checkpoint: null, fault: null, accounting: null },
    };
    if (schemas.every(({ db }) => db === undefined))
      throw new ConfigurationError("this database has no ledgers: is it the right one, and up to date (troad migrate)?");
    for (const one of schemas) if (one.db) told.schemas.push(await checkOne(one, one.db, anchored(one.schema)));
    // a schema that has published must be here, unless another installation has it
    for (const schema of told.absent)
      if ((place.road === undefined || only) && (await anchored(schema)(0, 1)).length > 0) told.schemas.push(gone(schema));
    try {
      told.log.checkpoint = (await log.reader.checkpoint()).note;
      if (log.isLocal && road) told.log.accounting = await accountForLeaves(road, log.reader);
    } catch (error) {
      told.log.fault = error instanceof Error ? error.message : String(error);
    }
    const leavesHold = told.log.fault === null && (told.log.accounting?.faults.length ?? 0) === 0;
    told.valid = leavesHold && told.schemas.every(({ faults, anchored: asked }) => faults.length === 0 && asked !== false);
    return told;
  });
}

/** A schema that has published heads and is no longer in the database. */
function gone(schema: string): CheckReport {
  const at = new Date().toISOString();
  const fault = { ledger: "publication", stream: "", seq: 1, reason: "missing" };
  return { schema, beganAt: at, at, entries: 0, heads: 0, publications: 0, anchored: true, faults: [fault] };
}

type Anchored = (after: number, limit: number) => Promise<{ record: unknown; leafIndex: number }[]>;

const checkOne = ({ module, schema }: ReadSchema, q: NonNullable<ReadSchema["db"]>, anchored: Anchored): Promise<CheckReport> =>
  checkSchema({ q, schema, ledgers: ledgersOf(module, schema), anchored }, () => new Date().toISOString());

/** One line per schema, one per fault, one for the log. */
export function chainsInWords(told: ChainsReport): string {
  const lines = told.schemas.flatMap((report) => {
    const { schema, entries, heads, publications, anchored, faults } = report;
    const holds = faults.length === 0 && anchored !== false;
    return [
      `${holds ? "ok    " : "FAILED"}  ${schema}: ${entries} entries, ${heads} heads in ${publications} publications`,
      ...(anchored === false ? [`        ${schema}: its published records could not be read or are not in the log`] : []),
      ...faults.map(
        ({ ledger, stream, seq, reason }) => `        ${schema}/${ledger}${stream && ` ${stream}`} at ${seq}: ${reason}`,
      ),
    ];
  });
  const { accounting, checkpoint, fault } = told.log;
  const size = checkpoint?.split("\n")[1] ?? "?";
  const counted = accounting
    ? `, ${accounting.transfers} transfers, ${accounting.heads} records of heads, ${accounting.repeated} repeated`
    : ", its other leaves are not accounted for from here";
  const leaves = (accounting?.faults ?? []).map(
    ({ leafIndex, of, id, reason }) => `        leaf ${leafIndex} (${of} ${id}): ${reason}`,
  );
  const isFine = fault === null && leaves.length === 0;
  lines.push(`${isFine ? "ok    " : "FAILED"}  public log: ${size} leaves${fault ? `: ${fault}` : counted}`, ...leaves);
  if (told.absent.length > 0) lines.push(`not here: ${told.absent.join(", ")}`);
  return `${lines.join("\n")}\n${told.valid ? "VALID 紀錄完整，全部相符 / every chain holds" : "NOT VALID 紀錄不符 / a chain does not hold"}\n`;
}
