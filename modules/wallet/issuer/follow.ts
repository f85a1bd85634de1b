import type { CasesApi } from "@troad/cases/api";
import type { EidApi } from "@troad/eid/api";
import { instant, type ModuleContext, sql } from "@troad/kernel";
import { certificatesInUse, placeFollowed, setFollowed, setSource, sourcesInUse } from "../store/issues.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  eid: Pick<EidApi, "cardChanges">;
  cases: Pick<CasesApi, "certificatesStanding">;
};
const changesAtOnce = 500;
const words = { active: "valid", suspended: "suspended", revoked: "revoked" } as const;

/** Copies stand as what they came of: a suspended card suspends them, its end revokes them for good. */
export function openFollowing({ ctx: { db, clock }, eid, cases }: Parts) {
  return {
    /** Changes of cards since the last time; the same again changes nothing. */
    cards: async (): Promise<void> => {
      for (;;) {
        const after = await placeFollowed(db, "eid");
        const { place, cards } = await eid.cardChanges({ after, limit: changesAtOnce });
        const at = instant(clock);
        const serials = cards.map(({ serial }) => serial);
        const used = new Set(await sourcesInUse(db, "eid", serials, at));
        for (const { serial, state } of cards) if (used.has(serial)) await setSource(db, "eid", serial, words[state], at);
        await setFollowed(db, "eid", place);
        if (place === after) return;
      }
    },
    /** Every certificate of which copies are out. */
    certificates: async (): Promise<void> => {
      const at = instant(clock);
      for (let after = ""; ; ) {
        const codes = await certificatesInUse(db, after, at, changesAtOnce);
        if (codes.length === 0) return;
        for (const { code, state } of await cases.certificatesStanding(codes))
          await setSource(db, "certificate", code, state, at);
        after = codes.at(-1)!;
      }
    },
    /** Forgets what is over. What was issued stays listed for its person for half a year after its end. */
    forget: async (): Promise<void> => {
      const at = instant(clock);
      await db.run(sql`delete from oidc_state where expires_at < ${at}`);
      await db.run(sql`delete from check_request where expires_at < ${at}`);
      await db.run(sql`delete from offer where expires_at < ${at}::timestamptz - interval '1 day'`);
    },
  };
}
export type Following = ReturnType<typeof openFollowing>;
