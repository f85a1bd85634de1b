import { instant, type ModuleContext } from "@troad/kernel";
import { opendataFailure } from "./domain/errors.ts";
import {
  insertAnswer,
  insertFigure,
  insertPlan,
  insertRequest,
  type PlanRow,
  plans,
  type RequestRow,
  requests,
} from "./store/people.ts";

export type { PlanRow, RequestRow };
export type Participation = ReturnType<typeof openParticipation>;
export const outcomes = ["provided", "planned", "refused", "noted"] as const;

/** Requests of people, answered in public, and what agencies mean to publish. */
export function openParticipation({ db, clock }: Pick<ModuleContext, "db" | "clock">) {
  return {
    requests: (by: Parameters<typeof requests>[1]): Promise<RequestRow[]> =>
      requests(db, { ...by, limit: Math.min(by.limit, 100) }),
    plans: (by: Parameters<typeof plans>[1]): Promise<PlanRow[]> => plans(db, { ...by, limit: Math.min(by.limit, 100) }),
    async ask(asked: {
      id: string;
      agency: string;
      set: string | null;
      title: string;
      body: string;
      subject: string;
    }): Promise<void> {
      await insertRequest(db, { ...asked, at: instant(clock) });
    },
    /** One answer, in public, by an officer of the agency that was asked. */
    async answer({
      id,
      agencies,
      outcome,
      body,
      by,
    }: {
      id: string;
      agencies: readonly string[];
      outcome: string;
      body: string;
      by: string;
    }): Promise<void> {
      const [request] = await requests(db, { id, agencies, limit: 1 });
      if (!request) throw opendataFailure("opendata.not-found");
      if (body === "" || !(outcomes as readonly string[]).includes(outcome)) throw opendataFailure("opendata.reason-missing");
      await db.tx(async (tx) => {
        if ((await insertAnswer(tx, { request: id, outcome, body, by, at: instant(clock) })) === 0)
          throw opendataFailure("opendata.answered-already");
        await tx.audit({ actor: by, action: "opendata.answered", target: id, detail: { outcome } });
      });
    },
    async plan(plan: {
      id: string;
      agency: string;
      title: string;
      objective: string;
      due: string;
      set: string | null;
      by: string;
    }): Promise<void> {
      await insertPlan(db, { ...plan, at: instant(clock) });
    },
    async figure({
      plan,
      agencies,
      half,
      percent,
      result,
      by,
    }: {
      plan: string;
      agencies: readonly string[];
      half: string;
      percent: number;
      result: string;
      by: string;
    }): Promise<void> {
      const [known] = await plans(db, { id: plan, limit: 1 });
      if (!known || !agencies.includes(known.agency)) throw opendataFailure("opendata.not-found");
      if (!/^\d{4}H[12]$/.test(half) || !Number.isInteger(percent) || percent < 0 || percent > 100 || result === "")
        throw opendataFailure("opendata.half-invalid");
      if ((await insertFigure(db, { plan, half, percent, result, by, at: instant(clock) })) === 0)
        throw opendataFailure("opendata.answered-already");
    },
  };
}
