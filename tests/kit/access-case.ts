import { type CasesApi, casesApi } from "@troad/cases/api";
import { until } from "./exchange.ts";
import type { Government } from "./government.ts";

type Person = Parameters<CasesApi["acts"]>[0]["person"];
type Act = Parameters<CasesApi["act"]>[0]["act"];
type Applicant = { subject: string; name: string; nationalId: string; mandate?: string };
type Values = Record<string, string | string[]>;

/** An officer who acts in cases of the road. */
export const officerAs = (subject: string, role: string, agency: string): Person => ({
  ...{ subject, name: subject },
  posts: [{ role, agency, area: null }],
});

/** What is answered by default: the university asks for two fields of the household register, by law. */
export const accessAnswers: Record<string, Values> = {
  user: { subsystem: "TWDEMO/EDU/NDU/AID" },
  holder: { holder: "moi" },
  service: { service: "TWDEMO/GOV/MOI/REGISTERS/household" },
  fields: { fields: ["name", "householdNo"] },
  basis: {
    ...{ purpose: "To check an applicant's household", legalBasis: "個人資料保護法第 16 條第 1 款" },
    ...{ consent: "no", promise: "yes" },
  },
  term: { volume: "3" },
};

/** Cases of the road by the api alone: what applicants answer and what officers choose. */
export function roadCases({ running }: Government) {
  const cases = running.use(casesApi);
  return {
    /** Answers page after page and submits; gives the id of the case. */
    apply: async (
      service: string,
      { subject, name, nationalId, mandate }: Applicant,
      answers: Record<string, Values>,
    ): Promise<string> => {
      const { id } = await cases.open({ service, subject, name, nationalId, ...(mandate ? { mandate } : {}) });
      for (const [page, values] of Object.entries(answers)) {
        const { errors } = await cases.answer({ id, subject, page, values });
        if (errors.length > 0) throw new Error(`${page}: ${JSON.stringify(errors)}`);
      }
      await cases.submit({ id, subject });
      return id;
    },
    act: async (id: string, person: Person, act: Act): Promise<void> =>
      cases.act({ id, person, act, place: (await cases.acts({ id, person })).place }),
    choose: async (id: string, person: Person, outcome: string): Promise<void> => {
      const { place } = await cases.acts({ id, person });
      await cases.act({ id, person, place, act: { act: "choose", outcome, reasons: "as the file says" } });
    },
    /** Waits until the case stands on a step, or has ended so. */
    comes: (id: string, subject: string, where: string) =>
      until(async () => {
        const view = await cases.view({ id, subject });
        if (view.state === "stopped") throw new Error(`it stopped: ${view.stopped?.code}`);
        return (view.step ? view.step.id : view.ended) === where ? view : undefined;
      }, `${where} of ${id}`),
  };
}
