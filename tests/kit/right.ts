import { randomUUID } from "node:crypto";
import { roadApi } from "@troad/road/api";
import { consumer, household } from "./exchange.ts";
import type { Government } from "./government.ts";

type Asked = {
  key?: string;
  values?: Record<string, unknown>;
  /** Officers who granted it, of the agency that has the data unless said otherwise. */
  deciders?: { subject: string; agency: string }[];
  applicant?: string;
  post?: string;
  check?: boolean;
};

/** What a case has the road do once it is granted: the university gets a right to the household register. */
export async function grantAccess({ running }: Government, asked: Asked = {}) {
  const { key = randomUUID(), values = {}, deciders = [{ subject: "approver", agency: "moi" }], check = false } = asked;
  const { applicant: subject = "applicant", post: agency = "ndu" } = asked;
  const terms = { purpose: "p", legalBasis: "l", fields: ["name"], volume: 1, consent: true };
  const reply = await running.use(roadApi).act({
    ...{ does: "road.grant-access", key, check, deciders },
    by: { subject, business: null, posts: [{ role: "case-officer", agency }] },
    values: { consumer, provider: household, ...terms, ...values },
  });
  return { key, ...reply };
}
