import { statuses } from "@troad/credential";
import type { Queryable } from "@troad/kernel";
import { findCertificate, revokedAt } from "../store/cases.ts";
import { lastStanding } from "../store/certificates.ts";

/** The status of a certificate by its number, as its list would have it; undefined where no such certificate was issued here. */
export async function statusOf(q: Queryable, code: string): Promise<number | undefined> {
  if ((await findCertificate(q, code)) === undefined) return undefined;
  if ((await revokedAt(q, code)) !== null) return statuses.revoked;
  return (await lastStanding(q, code))?.state === "suspended" ? statuses.suspended : statuses.valid;
}
