import type { Clock, Queryable } from "@troad/kernel";
import type { CertificateStatus, RevocationReason } from "@troad/trust";
import { changedSince, statusOf } from "../store/certificates.ts";

/** States of certificates, and answers about them that were signed, remembered until any process changes the state. */
export type Statuses = {
  of(serial: string): Promise<CertificateStatus>;
  /** A signed answer to the same request about one certificate, if it is young enough. */
  answer(request: Buffer): Promise<Buffer | undefined>;
  keep(request: Buffer, serial: string, answer: Buffer): void;
  /** Another state was stored for this certificate. */
  forget(serial: string): void;
};

type Options = {
  db: Queryable;
  clock: Clock;
  /** For how long an answer may be given again (ms). */
  againMs: number;
};

const maxEntries = 20_000;
/** How often the table is asked what others have changed. */
const lookMs = 1_000;
/** A change is entered some time before its transaction ends, by another machine's clock. */
const overlapMs = 30_000;

/**
 * The table is asked once a second at most which states have changed, so that a revocation by another process counts within a second, and
 * answers cost no query. A certificate that is not known is asked for each time: it may be issued in the next moment.
 */
export function openStatuses({ db, clock, againMs }: Options): Statuses {
  const states = new Map<string, CertificateStatus>();
  const answers = new Map<string, { serial: string; answer: Buffer; until: number }>();
  const keys = new Map<string, Set<string>>();
  let lookedAt = 0;
  let looking: Promise<void> | undefined;

  function forget(serial: string): void {
    states.delete(serial);
    for (const key of keys.get(serial) ?? []) answers.delete(key);
    keys.delete(serial);
  }

  async function look(): Promise<void> {
    const since = new Date(clock.now().getTime() - overlapMs).toISOString();
    for (const serial of await changedSince(db, since)) forget(serial);
    lookedAt = performance.now();
  }

  function upToDate(): Promise<void> | undefined {
    if (performance.now() - lookedAt < lookMs) return undefined;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  /** The oldest entries go first. */
  function makeRoom(map: Map<string, unknown>): void {
    while (map.size >= maxEntries) {
      const oldest = map.keys().next();
      if (oldest.done) return;
      map.delete(oldest.value);
    }
  }

  return {
    forget,
    of: async (serial) => {
      await upToDate();
      const held = states.get(serial);
      if (held) return held;
      const found = await statusOf(db, serial);
      if (found.status === "unknown") return { status: "unknown" };
      const state: CertificateStatus =
        found.status === "good"
          ? { status: "good" }
          : { status: "revoked", at: new Date(found.at!), reason: found.reason as RevocationReason };
      makeRoom(states);
      states.set(serial, state);
      return state;
    },
    answer: async (request) => {
      if (answers.size === 0) return undefined;
      await upToDate();
      const held = answers.get(request.toString("latin1"));
      return held && held.until > clock.now().getTime() ? held.answer : undefined;
    },
    keep: (request, serial, answer) => {
      const key = request.toString("latin1");
      makeRoom(answers);
      if (keys.size >= maxEntries) {
        // what cannot be found by its serial number could not be forgotten
        answers.clear();
        keys.clear();
      }
      answers.set(key, { serial, answer, until: clock.now().getTime() + againMs });
      const of = keys.get(serial) ?? new Set();
      keys.set(serial, of.add(key));
    },
  };
}
