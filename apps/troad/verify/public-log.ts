import { createPublicKey } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ConfigurationError, type HeadRecord, headLeaf, isHeadRecord, type Queryable } from "@troad/kernel";
import { storedLogSource } from "@troad/road/api";
import {
  CHECKPOINT_PATH,
  formatVerifierKey,
  httpTileSource,
  LogReader,
  type OpenCheckpoint,
  parseVerifierKey,
  type TileSource,
  verifierKey,
} from "@troad/tlog";
import { request } from "undici";

export type LogPlace = {
  /** The platform's origin, if its log and records are read over HTTP; otherwise they are in the database. */
  road: string | undefined;
  /** The log's verifier key (C2SP signed-note), as given to the auditor. */
  key: string | undefined;
  /** A file with an earlier checkpoint, which the log must extend. */
  checkpoint: string | undefined;
};

type PublicLog = { reader: LogReader; key: string; isLocal: boolean };

/** A reader of the public log, over HTTP or in the database; it trusts only what the log's key signed. */
export async function openPublicLog(place: LogPlace, dataDir: string, road: Queryable | undefined): Promise<PublicLog> {
  const seen = place.checkpoint === undefined ? undefined : fs.readFileSync(place.checkpoint, "utf8");
  const open = (source: TileSource, text: string) => {
    const key = parseVerifierKey(text);
    return new LogReader(source, { origin: key.name, logKeys: [key] }, seen);
  };
  if (place.road !== undefined) {
    if (!place.key) throw new ConfigurationError("--road needs --key: the log's verifier key, as you were given it");
    return { reader: open(httpTileSource({ prefix: `${place.road}/tlog` }), place.key), key: place.key, isLocal: false };
  }
  const folder = path.join(dataDir, "road", "tlog");
  const source = road && storedLogSource(road);
  const checkpoint = await source?.fetch(CHECKPOINT_PATH);
  if (!source || !checkpoint)
    throw new ConfigurationError("the public log is not in this database: name the platform with --road=https://HOST --key=KEY");
  const key = place.key ?? keyOf(folder, Buffer.from(checkpoint).toString("utf8"));
  return { reader: open(source, key), key, isLocal: true };
}

/** The verifier key for this installation's key file, under the name in the checkpoint. */
function keyOf(folder: string, checkpoint: string): string {
  const file = path.join(folder, "log.key");
  if (!fs.existsSync(file)) throw new ConfigurationError(`${file} is missing: name the log's key with --key=KEY`);
  const publicKey = createPublicKey(fs.readFileSync(file, "utf8"));
  // the last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 section 4)
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  return formatVerifierKey(verifierKey(checkpoint.split("\n")[0] ?? "", raw));
}

export type Published = { record: HeadRecord; leafIndex: number };

/** Records of a schema from the platform's public list, each with its leaf. Throws if one is not in the log. */
export async function fetchHeads(
  road: string,
  reader: LogReader,
  schema: string,
  after: number,
  limit: number,
): Promise<Published[]> {
  const address = `${road}/road/heads/${schema}?after=${after}&limit=${limit}`;
  const answer = await request(address, { headersTimeout: 10_000, bodyTimeout: 10_000 });
  const { heads } = (await answer.body.json()) as { heads?: unknown };
  if (answer.statusCode !== 200 || !Array.isArray(heads))
    throw new ConfigurationError(`${address} answered ${answer.statusCode}`);
  const published = heads.map((head: unknown) => {
    const { record, leafIndex } = head as { record: unknown; leafIndex: unknown };
    if (!isHeadRecord(record) || !Number.isSafeInteger(leafIndex)) throw new Error(`${address}: not a record of heads`);
    return { record, leafIndex: Number(leafIndex) };
  });
  const checkpoint = await covering(reader, Math.max(-1, ...published.map(({ leafIndex }) => leafIndex)));
  for (const { record, leafIndex } of published) {
    const [entry] = await reader.entries(leafIndex, leafIndex + 1, checkpoint);
    if (!entry || !headLeaf(record).equals(entry))
      throw new Error(`leaf ${leafIndex} of the log is not record ${record.no} of ${schema}`);
  }
  return published;
}

/** A checkpoint that covers a leaf: the log shows one after asking its witnesses, up to a second later. */
async function covering(reader: LogReader, leafIndex: number): Promise<OpenCheckpoint> {
  for (let looks = 0; ; looks++) {
    const checkpoint = await reader.checkpoint();
    if (checkpoint.size > leafIndex || looks === 5) return checkpoint;
    await pause(1_000);
  }
}
