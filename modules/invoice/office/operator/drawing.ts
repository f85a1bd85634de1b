import { isTerm } from "@troad/invoice-formats";
import { type ModuleContext, type Queryable, sql } from "@troad/kernel";
import type { PrizeService } from "../../prizes/service.ts";
import { atField, officeFailure } from "../errors.ts";

/** A list as entered: by its digest, so that the second person enters the numbers and does not copy them. */
export type Entered = {
  digest: string;
  people: string[];
  trial: { passed: boolean; winners: Record<string, number>; cost: number; faults: string[] } | null;
  published: string | null;
};
const enteredOf = (q: Queryable, term: string) =>
  q.rows<Entered>(sql`
    select e.digest, array_agg(distinct e.entered_by) as people,
      (select t.report from draw_trial t where t.term = ${term} and t.digest = e.digest order by t.no desc limit 1) as trial,
      (select max(p.at) from draw_publication p where p.term = ${term} and p.digest = e.digest) as published
    from draw_entry e where e.term = ${term} group by e.digest order by min(e.at), e.digest limit 50`);
const drawnTerms = (q: Queryable) =>
  q.rows<{ term: string }>(sql`select distinct term from draw_entry order by term desc limit 60`);

const mostCloud = 5_000_000;
const digits = (text: string): string[] => text.split(/[\s,，、]+/u).filter((one) => one !== "");

/** Numbers of the cloud draw as a file of lines: amount, comma, number. */
export function cloudIn(text: string): { amount: number; numbers: string[] }[] {
  const groups = new Map<number, string[]>();
  let count = 0;
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    const [, amount, number] = /^(\d{3,7}),([A-Z]{2}\d{8})$/.exec(line) ?? [];
    if (amount === undefined || number === undefined || ++count > mostCloud) throw atField("office.field-form", "cloud");
    const own = groups.get(Number(amount)) ?? [];
    own.push(number);
    groups.set(Number(amount), own);
  }
  return [...groups].map(([one, numbers]) => ({ amount: one, numbers }));
}

/** The draw as two operators make it: each enters the numbers, one tries the list, one publishes it. */
export function openDrawing(ctx: Pick<ModuleContext, "db">, prizes: Pick<PrizeService, "enter" | "tryOut" | "publish">) {
  return {
    entered: (term: string) => enteredOf(ctx.db, term),
    terms: async (): Promise<string[]> => (await drawnTerms(ctx.db)).map(({ term }) => term),
    enter: (asked: {
      term: string;
      super: string;
      special: string;
      first: string;
      cloud: string;
      by: string;
    }): Promise<string> => {
      if (!isTerm(asked.term)) throw atField("office.field-form", "term");
      const [top, special, first] = [digits(asked.super), digits(asked.special), digits(asked.first)];
      for (const [field, numbers, count] of [
        ["super", top, 1],
        ["special", special, 1],
        ["first", first, 3],
      ] as const)
        if (numbers.length !== count || numbers.some((one) => !/^\d{8}$/.test(one))) throw atField("office.field-form", field);
      const cloud = cloudIn(asked.cloud);
      return prizes.enter(
        { term: asked.term, super: top, special, first, additional: [], ...(cloud.length > 0 ? { cloud } : {}) },
        asked.by,
      );
    },
    tryOut: (term: string, digest: string) => prizes.tryOut(term, digest),
    publish: async ({
      term,
      digest,
      by,
      reason,
    }: {
      term: string;
      digest: string;
      by: string;
      reason: string;
    }): Promise<void> => {
      const list = (await enteredOf(ctx.db, term)).find((one) => one.digest === digest);
      if (!list) throw officeFailure("office.unknown");
      await prizes.publish(term, digest, by, reason === "" ? undefined : reason);
    },
  };
}
export type Drawing = ReturnType<typeof openDrawing>;
