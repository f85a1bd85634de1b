import type { Log as ProcessLog, Schedule } from "@troad/kernel";
import { parseVerifierKey, type Log as TransparencyLog, WitnessClient, type WitnessPeer } from "@troad/tlog";

/** Minimum interval between requests to the witnesses: entries come by the thousand, cosignatures by the second. */
const roundMs = 1_000;

/** The public checkpoint with its cosignatures. It only ever grows. */
export type Cosigning = {
  /** The newest one, after asking the witnesses if that was not done within the last second. */
  newest(): Promise<string>;
  /** One that covers the entry at `index`; waits for the witnesses if the current one does not. */
  covering(index: number): Promise<string>;
  /** Asks the witnesses again if the public checkpoint lacks entries or cosignatures. */
  schedule: Schedule;
  /** The keys of the witnesses that are asked. */
  witnessKeys(): string[];
  stop(): void;
};

const keyOf = ({ key }: WitnessPeer): string =>
  `${key.name}+${key.id}+${Buffer.from([key.type, ...key.publicKey]).toString("base64")}`;

const sizeOf = (note: string): number => Number(note.split("\n")[1]);

/** `key prefix` per line or, in `ROAD_WITNESSES`, space-separated `key=prefix`. Throws RangeError and `key.malformed`. */
export function readWitnesses(text: string): WitnessPeer[] {
  const pairs = [...text.matchAll(/(\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2})[= ](https?:\/\/\S+)/g)];
  if (pairs.length === 0 && text.trim() !== "") throw new RangeError("ROAD_WITNESSES: verifier key=address, space-separated");
  return pairs.map(([, key, prefix]) => ({ key: parseVerifierKey(key!), prefix: prefix!.replace(/\/$/, "") }));
}

/** Publishes a checkpoint only after asking the witnesses; one that is away or refuses blocks nothing and is reported to the operator. */
export function openCosigning(options: {
  log: TransparencyLog;
  /** The witnesses, looked up until there are some: those of this installation may start after the log. */
  witnesses: () => Promise<WitnessPeer[]>;
  report: Pick<ProcessLog, "warn" | "error">;
  /** Where the public checkpoint is kept for every process of the installation: what one shows, no other one takes back. */
  kept?: { read(): Promise<string | undefined>; show(note: string, size: number): Promise<unknown> };
}): Cosigning {
  const { log, report } = options;
  let shown = log.checkpoint();
  let cosigned = false;
  let asked = false;
  let client: WitnessClient | undefined;
  let peers: WitnessPeer[] = [];
  let keys: string[] = [];
  let began = -Infinity;
  let running: Promise<void> | undefined;
  let stopped = false;
  const told = new Map<string, string>();

  async function round(): Promise<void> {
    if (!client) {
      peers = await options.witnesses().catch(() => []);
      if (peers.length > 0) client = new WitnessClient(peers, (from, to) => log.consistencyProof(from, to));
    }
    await log.refresh();
    const checkpoint = log.checkpoint();
    if (!client) return show(checkpoint);
    const { note, asked: answers } = await client.cosign(checkpoint);
    // both at once: a reader who sees that there are witnesses sees a checkpoint that they were asked about
    await show(note);
    keys = peers.map(keyOf);
    cosigned = answers.every((one) => one.ok);
    for (const one of answers) {
      const state = one.ok ? "ok" : one.fault;
      if (told.get(one.name) !== state && !one.ok)
        report.warn({ witness: one.name, fault: one.fault, detail: one.detail }, "a witness did not cosign");
      told.set(one.name, state);
    }
  }
  async function show(note: string): Promise<void> {
    await options.kept?.show(note, sizeOf(note));
    shown = (await options.kept?.read()) ?? note;
  }
  /** What any process shows by now. */
  async function look(): Promise<string> {
    const others = await options.kept?.read();
    if (others !== undefined && sizeOf(others) >= sizeOf(shown)) shown = others;
    return shown;
  }
  const start = (): Promise<void> => {
    began = Date.now();
    running = round()
      .catch((error: unknown) => report.error({ err: error }, "no round of witnesses"))
      .finally(() => {
        running = undefined;
        asked = true;
      });
    return running;
  };
  const isCurrent = (): boolean => sizeOf(shown) === log.size() && (cosigned || !client);
  const wait = (): number => began + roundMs - Date.now();
  const newest = async (): Promise<string> => {
    if (running) await running;
    else if (!stopped && wait() <= 0 && (!asked || sizeOf(await look()) !== (await log.refresh()))) await (running ?? start());
    return look();
  };
  return {
    schedule: {
      name: "road.cosigning",
      everyMs: roundMs,
      run: async () => {
        await Promise.all([look(), log.refresh()]);
        if (!running && (!client || !isCurrent()) && wait() <= 0) await start();
      },
    },
    newest,
    covering: async (index) => {
      // Twice: one request may have begun before the entry was appended. After a start no checkpoint has been cosigned yet.
      for (let tries = 0; tries < 3 && (!asked || sizeOf(shown) <= index) && !stopped; tries++) {
        if (!running && wait() > 0) await new Promise((resolve) => setTimeout(resolve, wait()));
        await newest();
      }
      return sizeOf(shown) > index ? shown : log.checkpoint();
    },
    witnessKeys: () => keys,
    stop: () => {
      stopped = true;
    },
  };
}
