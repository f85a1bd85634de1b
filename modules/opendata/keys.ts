import { createHash, randomBytes } from "node:crypto";
import { clientNetwork, instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "./domain/errors.ts";
import { officerRole } from "./domain/roles.ts";
import { countCall, endKey, insertKey, type KeyRow, keys } from "./store/people.ts";

export type { KeyRow };
export type Keys = ReturnType<typeof openKeys>;
/** Calls of a program: with a key so many a day, without one so many a minute from one network. */
export const quota = { keyPerDay: 20_000, networkPerMinute: 240, networks: 10_000, keysOfOne: 10 };

const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Keys of programs and what they may call: without a key little, with one more, with an agency's also writing. */
export function openKeys({ db, clock, ids }: Pick<ModuleContext, "db" | "clock" | "ids">, people: Pick<PeopleApi, "postsOf">) {
  let minute = 0;
  const calls = new Map<string, number>();

  /** Counted in memory: a restart forgives a minute. */
  function countNetwork(network: string): void {
    const now = Math.floor(clock.now().getTime() / 60_000);
    if (now !== minute || calls.size > quota.networks) calls.clear();
    minute = now;
    const count = (calls.get(network) ?? 0) + 1;
    calls.set(network, count);
    if (count > quota.networkPerMinute) throw opendataFailure("opendata.quota");
  }
  const secretIn = ({ headers }: FastifyRequest): string | undefined => {
    const value = headers["x-ckan-api-key"] ?? headers.authorization;
    return typeof value === "string"
      ? value
          .replace(/^Bearer /i, "")
          .trim()
          .slice(0, 200) || undefined
      : undefined;
  };

  /** Who calls; counts the call. A key that nobody has, or that was ended, is refused rather than ignored. */
  async function caller(request: FastifyRequest): Promise<KeyRow | undefined> {
    const secret = secretIn(request);
    if (secret === undefined) {
      countNetwork(clientNetwork(request.ip));
      return undefined;
    }
    const [key] = await keys(db, { hash: hashOf(secret) });
    if (!key || key.ended !== null) {
      countNetwork(clientNetwork(request.ip));
      throw opendataFailure("opendata.key-invalid");
    }
    if ((await countCall(db, { key: key.id, day: taipeiDate(clock.now()) })) > quota.keyPerDay)
      throw opendataFailure("opendata.quota");
    return key;
  }

  return {
    mine: (subject: string): Promise<KeyRow[]> => keys(db, { subject }),
    /** The key is shown once: only its hash is kept. */
    async make({ label, agency, subject }: { label: string; agency: string | null; subject: string }): Promise<string> {
      if (label === "") throw opendataFailure("opendata.record-invalid", { field: "label" });
      if ((await keys(db, { subject })).filter(({ ended }) => ended === null).length >= quota.keysOfOne)
        throw opendataFailure("opendata.quota");
      const key = randomBytes(24).toString("base64url");
      await insertKey(db, { id: ids.uuid(), hash: hashOf(key), label, agency, subject, at: instant(clock) });
      return key;
    },
    end: (id: string, subject: string) => endKey(db, { id, subject, at: instant(clock) }),
    caller,
    /** Who calls, for taking turns: a key, or a network. Counts the call. */
    callerName: async (request: FastifyRequest): Promise<string> => (await caller(request))?.id ?? clientNetwork(request.ip),
    /** Whose data sets a key writes: its agency's, as long as the person who made it is still an officer there. */
    async writer(request: FastifyRequest): Promise<{ agency: string; by: string }> {
      const key = await caller(request);
      const posts = key?.agency ? await people.postsOf(key.subject) : [];
      const holds = posts.some(({ role, agency }) => role === officerRole && agency === key?.agency);
      if (!key?.agency || !holds) throw opendataFailure("opendata.key-invalid");
      return { agency: key.agency, by: key.subject };
    },
  };
}
