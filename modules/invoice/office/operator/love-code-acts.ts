import { type BanCheck, isLoveCode } from "@troad/invoice-formats";
import { instant, type ModuleContext, type Queryable, sql } from "@troad/kernel";
import type { LoveCode, LoveCodes } from "../../donations/love-codes.ts";
import { atField, officeFailure } from "../errors.ts";
import { reasonIn } from "./registrations.ts";

type ActRow = { no: number; code: string; kind: "registered" | "ended"; ban: string; name: string };
const newActs = (q: Queryable, after: number) =>
  q.rows<ActRow>(sql`select no::int as no, code, kind, ban, name from love_code_act where no > ${after} order by no limit 10000`);

const reloadMs = 5_000;

/** Donation codes: those of content, with what an operator registered or ended since. Kept in memory and read again every five seconds. */
export function openLoveCodes(ctx: Pick<ModuleContext, "db" | "clock">, content: readonly LoveCode[], isBan: BanCheck) {
  const codes = new Map(content.map((one) => [one.code, one]));
  let byBan = new Map(content.map((one) => [one.ban, one]));
  let last = 0;
  let loaded = 0;
  const reload = async (): Promise<void> => {
    loaded = Date.now();
    const fresh = await newActs(ctx.db, last);
    for (const { no, code, kind, ban, name } of fresh) {
      if (kind === "ended") codes.delete(code);
      else codes.set(code, { code, ban, name, abbreviation: "", source: "operator" });
      last = Math.max(last, no);
    }
    if (fresh.length > 0) byBan = new Map([...codes.values()].map((one) => [one.ban, one]));
  };
  const refresh = (): void => {
    if (Date.now() - loaded >= reloadMs) void reload().catch(() => undefined);
  };
  const loveCodes: LoveCodes = {
    find: (key) => {
      refresh();
      return codes.get(key) ?? byBan.get(key);
    },
    search: (key) => {
      refresh();
      return [...codes.values()].filter((one) => [one.code, one.ban, one.name].some((text) => text.includes(key))).slice(0, 100);
    },
    all: () => {
      refresh();
      return [...codes.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
    },
  };
  const act = async (row: Omit<ActRow, "no"> & { reason: string; by: string }): Promise<void> => {
    await ctx.db.tx(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('love codes'))`);
      await tx.run(sql`
        insert into love_code_act (code, kind, ban, name, reason, acted_by, at)
        values (${row.code}, ${row.kind}, ${row.ban}, ${row.name}, ${row.reason}, ${row.by}, ${instant(ctx.clock)})`);
      await tx.audit({ actor: row.by, action: `invoice.love-code-${row.kind}`, target: row.code, detail: { ban: row.ban } });
    });
    await reload();
  };
  return {
    loveCodes,
    reload,
    register: async ({ code, ban, name, by }: { code: string; ban: string; name: string; by: string }): Promise<void> => {
      await reload();
      if (!isLoveCode(code)) throw atField("office.field-form", "code");
      if (!isBan(ban)) throw atField("office.business-number", "ban");
      if (name === "" || name.length > 100) throw atField("office.field-missing", "name");
      if (codes.has(code)) throw atField("office.exists", "code");
      await act({ code, kind: "registered", ban, name, reason: "", by });
    },
    end: async ({ code, by, reason }: { code: string; by: string; reason: string }): Promise<void> => {
      await reload();
      const found = codes.get(code);
      if (!found) throw officeFailure("office.unknown");
      await act({ code, kind: "ended", ban: found.ban, name: found.name, reason: reasonIn(reason), by });
    },
  };
}
export type LoveCodeActs = ReturnType<typeof openLoveCodes>;
