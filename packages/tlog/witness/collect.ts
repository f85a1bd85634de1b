/** The log's side of C2SP tlog-witness: asks witnesses for cosignatures of a checkpoint and keeps the good ones. */
import { TlogError } from "../errors.ts";
import type { Hash } from "../merkle/walk.ts";
import { parseCheckpoint } from "../note/checkpoint.ts";
import { verifyEd25519 } from "../note/ed25519.ts";
import { claimsOf, formatNote, type Note, type NoteSignature, parseNote } from "../note/note.ts";
import type { VerifierKey } from "../note/verifier-key.ts";
import { formatAddCheckpoint } from "./request.ts";

/** A witness as a log knows it: its key (type 0x04) and its submission prefix. */
export type WitnessPeer = { readonly key: VerifierKey; readonly prefix: string };

/** Why a witness gave no cosignature: away, or it says that the log contradicts itself. */
export type WitnessFault = "witness.away" | "witness.refused" | "witness.bad-signature";

export type Asked =
  | { readonly name: string; readonly ok: true; readonly signature: NoteSignature }
  | { readonly name: string; readonly ok: false; readonly fault: WitnessFault; readonly detail: string };

export type Prove = (from: number, to: number) => Promise<readonly Hash[]>;
export type Post = (url: string, body: string) => Promise<{ status: number; body: string }>;

/** Answers are one or a few lines. */
const MAX_ANSWER_CHARS = 16 * 1024;
const DEADLINE_MS = 5_000;

/** POST over fetch with a deadline and a limit; redirects are not followed. */
export const postText: Post = async (url, body) => {
  const reply = await fetch(url, {
    method: "POST",
    body,
    redirect: "error",
    headers: { "content-type": "text/plain; charset=utf-8" },
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of reply.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER_CHARS) throw new TlogError("witness.malformed", "a longer answer than cosignatures need");
  }
  return { status: reply.status, body: text };
};

/** Asks one log's witnesses; remembers what size each of them has seen. */
export class WitnessClient {
  readonly #peers: readonly WitnessPeer[];
  readonly #prove: Prove;
  readonly #post: Post;
  readonly #seen = new Map<string, number>();

  constructor(peers: readonly WitnessPeer[], prove: Prove, post: Post = postText) {
    this.#peers = peers;
    this.#prove = prove;
    this.#post = post;
  }

  /** Asks all witnesses at once. Never throws for a witness that is away or refuses: the log goes on without it. */
  async cosign(checkpoint: string): Promise<{ note: string; asked: Asked[] }> {
    const own = parseNote(checkpoint);
    const asked = await Promise.all(this.#peers.map((peer) => this.#ask(peer, own, checkpoint)));
    const signatures = asked.flatMap((one) => (one.ok ? [one.signature] : []));
    return { note: formatNote({ text: own.text, signatures: [...own.signatures, ...signatures] }), asked };
  }

  async #ask(peer: WitnessPeer, own: Note, checkpoint: string): Promise<Asked> {
    const { name } = peer.key;
    const refused = (fault: WitnessFault, detail: string): Asked => ({ name, ok: false, fault, detail });
    try {
      const { size } = parseCheckpoint(own.text);
      // Once more after a 409 that names the size that the witness has: it may have been asked by an earlier run.
      for (let tries = 0; tries < 2; tries++) {
        const oldSize = Math.min(this.#seen.get(name) ?? 0, size);
        const proof = oldSize === 0 || oldSize === size ? [] : await this.#prove(oldSize, size);
        const answer = await this.#post(`${peer.prefix}/add-checkpoint`, formatAddCheckpoint({ oldSize, proof, checkpoint }));
        if (answer.status === 200) {
          const signature = cosignatureOf(own.text, answer.body, peer.key);
          if (!signature) return refused("witness.bad-signature", "the cosignature does not verify");
          this.#seen.set(name, size);
          return { name, ok: true, signature };
        }
        const theirs = answer.status === 409 && /^\d{1,15}\n?$/.test(answer.body) ? Number(answer.body) : undefined;
        // Seen more than we have, or another tree of our size: that is a fork or a rollback, and asking again cannot mend it.
        if (theirs === undefined || theirs > size || theirs === oldSize) return refused("witness.refused", `${answer.status}`);
        this.#seen.set(name, theirs);
      }
      return refused("witness.refused", "409");
    } catch (error) {
      return refused("witness.away", error instanceof Error ? error.message : String(error));
    }
  }
}

/** The line of this very witness, verified; lines of others are ignored. */
function cosignatureOf(text: string, body: string, key: VerifierKey): NoteSignature | undefined {
  const { signatures } = parseNote(`${text}\n${body}`);
  return signatures.find((one) => {
    const [claim] = claimsOf({ text, signatures: [one] }, [key]);
    const statement = claim?.statement;
    return statement && verifyEd25519(key.publicKey, statement.message, statement.signature);
  });
}
