/** The witness's side of C2SP tlog-witness: it cosigns a checkpoint only if that continues the last one it cosigned. */
import { sameBytes } from "../bytes.ts";
import { TlogError } from "../errors.ts";
import { verifyConsistency } from "../merkle/verify.ts";
import { EMPTY_ROOT } from "../merkle/walk.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import { cosignText, type Signer } from "../note/ed25519.ts";
import { formatSignatureLine, parseNote } from "../note/note.ts";
import { openCheckpoint } from "../note/open.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { parseAddCheckpoint } from "./request.ts";
import type { WitnessState } from "./state.ts";

/** A log that a witness watches, by its origin and its keys. */
export type WatchedLog = { readonly origin: string; readonly keys: readonly VerifierKey[] };

export type WitnessOptions = {
  readonly signer: Signer;
  readonly logs: readonly WatchedLog[] | (() => Promise<readonly WatchedLog[]>);
  readonly state: WitnessState;
  readonly clock: { now(): Date };
  /** Told of a signed checkpoint that does not continue the last one: two of one size with two roots convict the log. */
  readonly onMisconduct?: (found: { origin: string; seen: string; shown: string }) => void;
};

/** What goes out over HTTP. */
export type WitnessAnswer = { readonly status: number; readonly type: string; readonly body: string };

const plain = (status: number, body: string): WitnessAnswer => ({ status, type: "text/plain; charset=utf-8", body: `${body}\n` });

export class Witness {
  readonly #options: WitnessOptions;
  /** Requests for one log, one after the other: check and record have to be one step. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** One witness a key and a state: two of them over one key could be led to cosign two histories. */
  constructor(options: WitnessOptions) {
    this.#options = options;
  }

  /** Answers an `add-checkpoint` request: 200, 400, 403, 404, 409, 422 as the standard says. Failures of disk and key throw. */
  async addCheckpoint(body: string): Promise<WitnessAnswer> {
    let origin: string;
    try {
      origin = parseCheckpoint(parseNote(parseAddCheckpoint(body).checkpoint).text).origin;
    } catch (error) {
      if (error instanceof TlogError) return plain(400, error.code);
      throw error;
    }
    const { logs } = this.#options;
    const log = (typeof logs === "function" ? await logs() : logs).find((one) => one.origin === origin);
    if (!log) return plain(404, "unknown log");
    const turn = (this.#queues.get(origin) ?? Promise.resolve()).then(() => this.#decide(log, body));
    this.#queues.set(
      origin,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #decide(log: WatchedLog, body: string): Promise<WitnessAnswer> {
    const { oldSize, proof, checkpoint: note } = parseAddCheckpoint(body);
    let shown: ReturnType<typeof openCheckpoint>;
    try {
      shown = openCheckpoint(note, { origin: log.origin, logKeys: log.keys });
    } catch (error) {
      if (error instanceof TlogError) return plain(403, error.code);
      throw error;
    }
    if (oldSize > shown.size) return plain(400, "the old size is beyond the checkpoint");
    const kept = await this.#options.state.read(log.origin);
    const seen = kept === undefined ? undefined : parseCheckpoint(parseNote(kept).text);
    const seenSize = seen?.size ?? 0;
    if (oldSize !== seenSize) return { status: 409, type: "text/x.tlog.size", body: `${seenSize}\n` };
    const refusal = this.#contradiction(shown, seen, proof);
    if (refusal) {
      if (kept !== undefined) this.#options.onMisconduct?.({ origin: log.origin, seen: kept, shown: note });
      return refusal;
    }
    await this.#options.state.write(log.origin, note);
    const { text } = parseNote(note);
    const seconds = Math.floor(this.#options.clock.now().getTime() / 1000);
    return {
      status: 200,
      type: "text/plain; charset=utf-8",
      body: formatSignatureLine(await cosignText(text, this.#options.signer, seconds)),
    };
  }

  #contradiction(
    shown: { size: number; root: Uint8Array },
    seen: { size: number; root: Uint8Array } | undefined,
    proof: readonly Uint8Array[],
  ): WitnessAnswer | undefined {
    if (shown.size === 0 && !sameBytes(shown.root, EMPTY_ROOT)) return plain(422, "not the root of an empty tree");
    if (!seen || seen.size === 0) return proof.length > 0 ? plain(422, "a proof from nothing is empty") : undefined;
    if (seen.size === shown.size) {
      if (!sameBytes(seen.root, shown.root)) return { status: 409, type: "text/x.tlog.size", body: `${seen.size}\n` };
      return proof.length > 0 ? plain(422, "a proof of the same tree is empty") : undefined;
    }
    const fault = verifyConsistency(seen.size, shown.size, seen.root, shown.root, proof);
    return fault ? plain(422, fault) : undefined;
  }
}
