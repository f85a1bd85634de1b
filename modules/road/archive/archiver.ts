import { setImmediate as nextTurn } from "node:timers/promises";
import { instant, type Schedule } from "@troad/kernel";
import { type ArchiveEntry, archiveEntry, writeArchive } from "@troad/trust";
import type { Retention } from "../domain/retention.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { type Kept, readKeptAt } from "../gateway/log/read-kept.ts";
import { buildEvidence } from "../gateway/sealing/evidence.ts";
import { type ArchivableRow, archivable } from "../store/archive.ts";
import { readProgress } from "../store/seals.ts";
import { eraseInArchives } from "./erasing.ts";
import { archiveName, newestArchive, storeArchive } from "./folder.ts";

/** When an archive is closed: after a number of exchanges, or when the oldest one has waited too long. */
export type Rotation = { exchanges: number; seconds: number };

const roundMs = 10_000;
const maxBytes = 64 << 20;
/** The maximum that a verifier accepts. */
const maxFiles = 1_000;
/** How long archives wait for a quieter moment; after that they are written regardless of traffic. */
const patienceMs = 3_600_000;

/** Copies the evidence of stamped exchanges into chained archives, in the order of the message log, and takes erased bodies out of them. */
export function writeArchives(gateway: Gateway, folder: string, rotation: Rotation, retention: Retention): Schedule {
  let written = performance.now();
  /** Exchanges come first: their evidence is complete in the log, so copying it into an archive can wait. */
  const mayWrite = (): boolean => !gateway.messages.sealing.isBusy || performance.now() - written > patienceMs;
  const follow = async (goOn: () => boolean): Promise<void> => {
    try {
      while (goOn() && (await eraseInArchives(gateway, folder)));
    } catch (error) {
      gateway.ctx.log.error({ err: error, agency: gateway.agency.id }, "bodies were not erased in archives; will be tried again");
    }
  };
  return {
    name: "road.archives",
    everyMs: Math.min(roundMs, rotation.seconds * 1000),
    run: async (signal) => {
      const goOn = (): boolean => !signal.aborted && mayWrite();
      await follow(goOn);
      while (goOn() && (await archiveOnce(gateway, folder, rotation, retention, goOn)));
      if (goOn()) written = performance.now();
    },
  };
}

/** Exchanges read at once, and bytes of their messages. */
const perPart = { exchanges: 64, bytes: 16 << 20 };

function* partsOf(rows: readonly ArchivableRow[]): Generator<ArchivableRow[]> {
  let part: ArchivableRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (part.length === perPart.exchanges || (part.length > 0 && bytes + row.bytes > perPart.bytes)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(row);
    bytes += row.bytes;
  }
  if (part.length > 0) yield part;
}

async function* keptOf(gateway: Gateway, rows: readonly ArchivableRow[]): AsyncGenerator<{ seq: number; kept: Kept }> {
  for (const part of partsOf(rows)) {
    const places = part.map(({ seq }) => seq);
    for (const [index, kept] of (await readKeptAt(gateway, places)).entries()) yield { seq: places[index]!, kept };
  }
}

/** Up to where no exchange has a container, by folder; each run of the program determines it anew. */
const passedOver = new Map<string, number>();

/** Writes one archive, if one is due. The newest archive itself says where it continues, so no second record can disagree with it. */
export async function archiveOnce(
  gateway: Gateway,
  folder: string,
  rotation: Rotation,
  retention: Retention = [],
  /** Checked before each exchange; an archive that is abandoned leaves nothing behind. */
  goOn: () => boolean = () => true,
): Promise<boolean> {
  // bodies that will have to be erased do not go into files that never change
  const ends = new Set(retention.map(({ service }) => `${gateway.instance}/${service}`));
  const withBodies = (provider: string): boolean => !ends.has(provider);
  const { ctx, db, agency, instance } = gateway;
  const newest = await newestArchive(folder);
  const sealed = await readProgress(db, "stamped");
  const after = Math.max(newest?.linking.upto ?? 0, passedOver.get(folder) ?? 0);
  const rows = await archivable(db, after, sealed, rotation.exchanges);
  const [oldest] = rows;
  if (!oldest) return false;
  const waited = ctx.clock.now().getTime() - Date.parse(oldest.at);
  if (rows.length < rotation.exchanges && waited < rotation.seconds * 1000) return false;
  const files: ArchiveEntry[] = [];
  let [upto, count, size] = [0, 0, 0];
  for await (const { seq, kept } of keptOf(gateway, rows)) {
    // each in a turn of its own, so that concurrent exchanges wait for one of them at most
    await nextTurn();
    if (!goOn()) return false;
    const evidence = await buildEvidence(gateway, kept, { withBodies, sharedIsEnough: true, loose: true });
    // an exchange that waits for its time stamp holds back later ones: archives keep the order of the log
    if (evidence.state === "sealing") break;
    // X-Road's form has no container for a message whose body is missing
    if (evidence.state === "sealed")
      for (const { fileName, container: data } of [evidence.request ?? [], evidence].flat()) {
        files.push(archiveEntry(`${seq}-${fileName}`.slice(0, 150), data, evidence));
        size += data.length;
      }
    count += 1;
    upto = seq;
    if (size >= maxBytes || files.length > maxFiles - 2) break;
  }
  if (files.length === 0) {
    if (upto > 0) passedOver.set(folder, upto);
    return count > 0 && count === rows.length;
  }
  const number = (newest?.linking.number ?? 0) + 1;
  const archive = writeArchive(
    {
      member: `${instance}/${agency.member}`,
      number,
      previous: newest && { file: newest.file, link: newest.linking.last },
      upto,
    },
    files,
  );
  await storeArchive(folder, archiveName(number), archive);
  ctx.log.info({ at: instant(ctx.clock), agency: agency.id, number, exchanges: count }, "archive written");
  return count === rows.length && rows.length === rotation.exchanges;
}
