import type { KnownGateway } from "../../domain/globalconf.ts";

/** No connection in time: the machine is gone, or something in between drops packets. */
export class ConnectTimeout extends Error {}

type State = {
  /** Requests in progress. */
  open: number;
  /** Number of the last request; of two equally loaded gateways, the one idle for longer is next. */
  last: number;
  /** A recent failure: until this time (ms) others are asked first. */
  suspectUntil: number;
  /** Not responding at all; a probe runs until it does. */
  isSilent: boolean;
};

const suspectMs = 5_000;
const probeEveryMs = 5_000;
/** Forgotten after this many probes: the next request tries it again. */
const maxProbes = 120;

type Options = {
  /** Connects, or throws. */
  probe(gateway: KnownGateway): Promise<unknown>;
  keyOf(gateway: KnownGateway): string;
  now?: () => number;
  probeEveryMs?: number;
};

/**
 * Distributes requests over the gateways of a member and remembers which ones do not answer, so that a dead machine costs one request its
 * time-out and not every one. A gateway that refuses connections costs nothing and is tried again at once, after the others.
 */
export function openReachability({ probe, keyOf, now = () => performance.now(), probeEveryMs: everyMs = probeEveryMs }: Options) {
  const states = new Map<string, State>();
  const timers = new Set<NodeJS.Timeout>();
  let questions = 0;

  const stateOf = (gateway: KnownGateway): State => {
    const key = keyOf(gateway);
    const present = states.get(key);
    if (present) return present;
    const fresh: State = { open: 0, last: 0, suspectUntil: 0, isSilent: false };
    states.set(key, fresh);
    return fresh;
  };

  function probeLater(gateway: KnownGateway, state: State, left = maxProbes): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      probe(gateway).then(
        () => {
          state.isSilent = false;
        },
        (error: unknown) => {
          // a peer that refuses a connection is running again
          if (error instanceof ConnectTimeout && left > 1) probeLater(gateway, state, left - 1);
          else state.isSilent = false;
        },
      );
    }, everyMs).unref();
    timers.add(timer);
  }

  return {
    /** The gateways that may be asked, best first; empty if none of them answers. */
    candidates: (gateways: readonly KnownGateway[]): KnownGateway[] =>
      gateways
        .map((gateway) => ({ gateway, state: stateOf(gateway) }))
        .filter(({ state }) => !state.isSilent)
        .sort(
          ({ state: one }, { state: other }) =>
            Number(one.suspectUntil > now()) - Number(other.suspectUntil > now()) ||
            one.open - other.open ||
            one.last - other.last,
        )
        .map(({ gateway }) => gateway),
    /** Sends to a gateway and records how it went. */
    ask: async <T>(gateway: KnownGateway, question: () => Promise<T>): Promise<T> => {
      const state = stateOf(gateway);
      state.open += 1;
      questions += 1;
      state.last = questions;
      try {
        const answer = await question();
        state.suspectUntil = 0;
        return answer;
      } catch (error) {
        state.suspectUntil = now() + suspectMs;
        if (error instanceof ConnectTimeout && !state.isSilent) {
          state.isSilent = true;
          probeLater(gateway, state);
        }
        throw error;
      } finally {
        state.open -= 1;
      }
    },
    close: (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
