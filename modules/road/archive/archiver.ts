import { instant } from "@troad/kernel";
import { writeArchive } from "@troad/trust";
import type { Retention } from "../domain/retention.ts";
import { buildEvidence } from "../gateway/evidence.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { archivable } from "../store/archive.ts";
import { readProgress } from "../store/seals.ts";
import { archiveName, newestArchive, storeArchive } from "./folder.ts";

/** When an archive is closed: so many exchanges, or the oldest one has waited so long. */
export type Rotation = { exchanges: number; seconds: number };

const roundMs = 10_000;
const maxBytes = 64 << 20;
/** So long archives wait for a quieter moment; then they are written whatever passes. */
const patienceMs = 3_600_000;

/** Moves nothing and deletes nothing: copies the evidence of stamped exchanges into chained archives, in the order of the message log. */
export function openArchiver(
  gateway: Gateway,
  folder: string,
  rotation: Rotation,
  retention: Retention,
): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let stopping = false;
  let written = performance.now();
  /** Exchanges come first: their evidence is complete in the log, and its copy into an archive can wait. */
  const mayWrite = (): boolean => !stopping && (!gateway.sealing.isBusy || performance.now() - written > patienceMs);
  const round = async (): Promise<void> => {
    while (mayWrite() && (await archiveOnce(gateway, folder, rotation, retention, mayWrite)));
    if (mayWrite()) written = performance.now();
  };
  const timer = setInterval(
    () => {
      running = running
        .then(() => round())
        .catch((error: unknown) => gateway.ctx.log.error({ err: error }, "no archive was written"));
    },
    Math.min(roundMs, rotation.seconds * 1000),
  );
  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** One archive, if one is due. Where it continues stands in the newest archive itself: there is no second place to disagree with it. */
export async function archiveOnce(
  gateway: Gateway,
  folder: string,
  rotation: Rotation,
  retention: Retention = [],
  /** Asked before each exchange: an archive that is given up leaves nothing. */
  goOn: () => boolean = () => true,
): Promise<boolean> {
  // what will have to be erased does not go into files that are never changed
  const ends = new Set(retention.map(({ service }) => `${gateway.instance}/${service}`));
  const withBodies = (provider: string): boolean => !ends.has(provider);
  const { ctx, db, agency, instance } = gateway;
  const newest = await newestArchive(folder);
  const sealed = await readProgress(db, "stamped");
  const rows = await archivable(db, newest?.linking.upto ?? 0, sealed, rotation.exchanges);
  const [oldest] = rows;
  if (!oldest) return false;
  const waited = ctx.clock.now().getTime() - Date.parse(oldest.at);
  if (rows.length < rotation.exchanges && waited < rotation.seconds * 1000) return false;
  const files: { name: string; data: Buffer }[] = [];
  let upto = 0;
  for (let bytes = 0; files.length < rows.length && bytes < maxBytes; ) {
    const row = rows[files.length]!;
    if (!goOn()) return false;
    const evidence = await buildEvidence(gateway, row.exchange_id, row.side, { withBodies, sharedIsEnough: true });
    // what waits for its time stamp holds back those after it: the archive is in the order of the log
    if (evidence.state !== "sealed") break;
    const data = Buffer.from(evidence.container, "base64");
    files.push({ name: `${row.seq}-${evidence.fileName}`.slice(0, 150), data });
    bytes += data.length;
    upto = row.seq;
  }
  if (files.length === 0) return false;
  const number = (newest?.linking.number ?? 0) + 1;
  const { bytes } = writeArchive(
    {
      member: `${instance}/${agency.member}`,
      number,
      previous: newest && { file: newest.file, link: newest.linking.last },
      upto,
    },
    files,
  );
  await storeArchive(folder, archiveName(number), bytes);
  ctx.log.info({ at: instant(ctx.clock), agency: agency.id, number, exchanges: files.length }, "archive written");
  return files.length === rows.length && rows.length === rotation.exchanges;
}
