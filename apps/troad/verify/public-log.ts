import { createPublicKey } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ConfigurationError, type HeadRecord, headLeaf, isHeadRecord } from "@troad/kernel";
import {
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
  /** The platform's origin, if its log and records are read over HTTP; otherwise they are in the data folder. */
  road: string | undefined;
  /** The log's verifier key (C2SP signed-note), as given to the auditor. */
  key: string | undefined;
  /** A file with an earlier checkpoint, which the log must extend. */
  checkpoint: string | undefined;
};

/** A reader of the public log; it trusts only what the log's key signed. */
export function openPublicLog(place: LogPlace, dataDir: string): { reader: LogReader; key: string; isLocal: boolean } {
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
  if (!fs.existsSync(folder))
    throw new ConfigurationError(`the public log is not in ${folder}: name the platform with --road=https://HOST --key=KEY`);
  const key = place.key ?? keyOf(folder);
  return { reader: open(folderSource(path.join(folder, "tiles")), key), key, isLocal: true };
}

const folderSource = (folder: string): TileSource => ({
  fetch: async (name) => {
    const file = path.join(folder, name);
    return fs.existsSync(file) ? fs.readFileSync(file) : undefined;
  },
});

/** The verifier key for this installation's key file, under the name in the checkpoint. */
function keyOf(folder: string): string {
  const checkpoint = path.join(folder, "tiles", "checkpoint");
  if (!fs.existsSync(checkpoint)) throw new ConfigurationError(`${checkpoint} is missing: nothing can be compared with the log`);
  const publicKey = createPublicKey(fs.readFileSync(path.join(folder, "log.key"), "utf8"));
  // the last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key (RFC 8410 section 4)
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const name = fs.readFileSync(checkpoint, "utf8").split("\n")[0] ?? "";
  return formatVerifierKey(verifierKey(name, raw));
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
