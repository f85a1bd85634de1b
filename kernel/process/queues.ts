import Type from "typebox";
import type { Log } from "../logging/log.ts";
import { exactly, type OfferedApi, offerApi, orNull, textUpTo } from "../remote/api.ts";
import { clientOf, type Invoke } from "../remote/client.ts";
import { within } from "./patience.ts";

/** A role that a person holds, the agency for which it is held, the place (null: all), and who the person is, for queues that are theirs alone. */
export type QueueRole = { role: string; agency: string | null; area?: string | null; holder?: string };
/** How much waits in a queue, and the instant when its oldest entry arrived; null if nothing waits or it is unknown. */
export type QueueLength = { count: number; oldest: string | null };
/** Counts what waits for someone with these roles: only what a person of these agencies may see. */
export type QueueCounters = Readonly<Record<string, (roles: readonly QueueRole[]) => Promise<QueueLength>>>;
/** The queue named `name` of a module; undefined if the module is away, too slow or has failed. */
export type Queues = (module: string, name: string, roles: readonly QueueRole[]) => Promise<QueueLength | undefined>;

/** What every module offers besides its api to the modules whose manifest says `countsQueues`. */
type QueuesApi = { $queue(asked: { name: string; roles: readonly QueueRole[] }): Promise<QueueLength | null> };

const calls = {
  $queue: [
    exactly({
      name: textUpTo(60),
      roles: Type.Array(
        exactly({
          role: textUpTo(100),
          agency: orNull(textUpTo(100)),
          area: Type.Optional(orNull(textUpTo(60))),
          holder: Type.Optional(textUpTo(100)),
        }),
        { maxItems: 50 },
      ),
    }),
  ],
} as const;

export const isQueuesMethod = (method: string): boolean => Object.hasOwn(calls, method);

/** The queues of a module, counted on request. */
export function offerQueues(module: string, counters: QueueCounters): OfferedApi {
  const api: QueuesApi = {
    $queue: async ({ name, roles }) => (Object.hasOwn(counters, name) ? ((await counters[name]?.(roles)) ?? null) : null),
  };
  return offerApi({ module, calls }, api);
}

/** How long a page waits for a number; after that it is shown without. */
const patienceMs = 1_500;

/** Asks a queue's module, here or over mTLS. If the module is away, slow or broken, only its number is missing. */
export const queueAsker =
  (invoke: Invoke, log: Pick<Log, "info">, waitMs = patienceMs): Queues =>
  async (module, name, roles) => {
    const asked = clientOf<QueuesApi>(module, invoke)
      .$queue({ name, roles })
      .catch((error: unknown) => {
        log.info({ err: error, module, queue: name }, "a queue was not counted");
        return null;
      });
    return (await within(waitMs, asked, null)) ?? undefined;
  };
