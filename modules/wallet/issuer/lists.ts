import { encodeStatusList, signToken, statuses, statusListType } from "@troad/credential";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { listPlaces, listsInUse, statusesOf } from "../store/lists.ts";
import type { IssuerKey } from "./key.ts";

/** A list counts for a day where a verifier has no network; with one it is fetched anew after `freshSeconds`. */
const validSeconds = 86_400;
const mostLists = 20;
/** A copy counts for a month, and stands in the list of the month in which it was fetched. */
const keptDays = 35;
const dayMs = 86_400_000;

export type Lists = ReturnType<typeof openLists>;

/** Status lists of copies (IETF Token Status List): two bits, valid, revoked or suspended. */
export function openLists(
  ctx: Pick<ModuleContext, "db" | "clock">,
  { key, origin, freshSeconds }: { key: IssuerKey; origin: string; freshSeconds: number },
) {
  const base = `${origin}/wallet/status/`;
  return {
    freshSeconds,
    addressOf: (list: string): string => `${base}${list}`,
    /** Only lists of ours are asked for: what a stranger's wallet names leads nowhere. */
    listOf: (uri: string): string | undefined => (uri.startsWith(base) ? uri.slice(base.length) : undefined),
    /** Signed now; undefined where there is none of that name. */
    token: async (list: string): Promise<string | undefined> => {
      if (!/^\d{4}-\d{2}-\d{1,6}$/.test(list)) return undefined;
      const rows = await statusesOf(ctx.db, list);
      if (!rows) return undefined;
      const iat = Math.floor(ctx.clock.now().getTime() / 1_000);
      const set = rows.map(({ idx, revoked }) => [idx, revoked ? statuses.revoked : statuses.suspended] as const);
      return signToken(
        {
          ...{ sub: `${base}${list}`, iat, exp: iat + validSeconds, ttl: freshSeconds },
          status_list: { bits: 2, lst: encodeStatusList(listPlaces, 2, set) },
        },
        { typ: statusListType, signer: key.seal.signer, kid: key.kid },
      );
    },
    /** Addresses that a counter keeps for a day without a network. */
    inUse: async (): Promise<string[]> => {
      const days = Array.from({ length: keptDays / 7 + 1 }, (_, week) => new Date(ctx.clock.now().getTime() - week * 7 * dayMs));
      const months = new Set(days.map((day) => taipeiDate(day).slice(0, 7)));
      const lists = await listsInUse(ctx.db, [...months], mostLists);
      return lists.map((list) => `${base}${list}`);
    },
  };
}
