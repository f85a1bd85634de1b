import net from "node:net";

export type OwnService = { url: string; token: string };
type Offer = OwnService & { at: number };

/** A process offers what it serves every minute; one that was not heard of for three has ended. */
const heardMs = 180_000;
const connectMs = 500;

/**
 * The services that modules of the platform answer themselves, by AGENCY/SUBSYSTEM/service. Several processes may offer the same one: the one heard of last
 * that takes a connection is called, so that one which was killed is passed over at once.
 */
export function openOwnServices(now: () => number = Date.now) {
  const offers = new Map<string, Map<string, Offer>>();
  return {
    offer: (key: string, { url, token }: OwnService): void => {
      const places = offers.get(key) ?? new Map<string, Offer>();
      offers.set(key, places);
      places.delete(url); // the newest is last
      places.set(url, { url, token, at: now() });
    },
    find: async (key: string): Promise<OwnService | undefined> => {
      const places = offers.get(key);
      if (!places) return undefined;
      const heard = [...places.values()].reverse().filter(({ at }) => now() - at < heardMs);
      // one alone is called whatever became of it: the caller is told how that failed
      if (heard.length < 2) return heard[0] ?? [...places.values()].at(-1);
      for (const one of heard) if (await takesConnections(one.url)) return one;
      return heard[0];
    },
  };
}
export type OwnServices = ReturnType<typeof openOwnServices>;

function takesConnections(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), timeout: connectMs });
    const say = (takes: boolean) => (): void => {
      socket.destroy();
      resolve(takes);
    };
    socket.once("connect", say(true)).once("error", say(false)).once("timeout", say(false));
  });
}
