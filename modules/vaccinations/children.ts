import { instant, isUuid, type ModuleContext, taipeiDate } from "@troad/kernel";
import { type DueDose, isForAge, standingOf } from "@troad/vaccines";
import { represents } from "./domain/represents.ts";
import type { Registers } from "./registers.ts";
import { type ChildRow, findChild, forgetChildren, keepChild } from "./store/children.ts";

const yearMs = 365 * 86_400_000;
export type DueList = { id: string; name: string; birthDate: string; doses: DueDose[] };
export type Children = ReturnType<typeof openChildren>;

/** The children whom a person represents, each with what is due. */
export function openChildren(ctx: Pick<ModuleContext, "db" | "clock" | "ids">, registers: Registers) {
  const { db, clock } = ctx;
  const { schedule } = registers;
  return {
    dueOf: async (subject: string, nationalId: string): Promise<DueList[]> => {
      const matter = `vaccinations ${ctx.ids.uuid()}`;
      await db.tx((tx) => tx.audit({ actor: subject, action: "vaccination.due-list", target: matter, detail: {} }));
      const today = taipeiDate(clock.now());
      const own = (await registers.childrenOf(nationalId, matter)).filter(
        ({ record }) => isForAge(schedule, record.birthDate, today) && represents(nationalId, record),
      );
      return Promise.all(
        own.map(async ({ key, record: { name, birthDate } }) => {
          const { given } = await registers.doses(key, matter);
          const row = { id: ctx.ids.uuid(), subject, national_id: key, name, seen_at: instant(clock) };
          const { doses } = standingOf(schedule, { bornOn: birthDate, given }, today);
          return { id: await keepChild(db, row), name, birthDate, doses };
        }),
      );
    },
    /** The child of a booking, if it is one of the person who booked. */
    ofVisit: async (about: string | null, by: string): Promise<ChildRow | undefined> => {
      const row = about !== null && isUuid(about) ? await findChild(db, about) : undefined;
      return row?.subject === by ? row : undefined;
    },
    forget: (): Promise<void> => forgetChildren(db, new Date(clock.now().getTime() - yearMs).toISOString()),
  };
}
