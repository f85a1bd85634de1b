import type { Data } from "@troad/entry";
import { type Queryable, taipeiDate } from "@troad/kernel";
import type { FindRequest } from "../domain/find-request.ts";
import type { Register } from "../domain/register.ts";
import { withScheduled } from "../domain/scheduled.ts";
import { viewOf } from "../domain/view.ts";
import { recordsAt, versionOf } from "../store/records.ts";

/** What a register shows of a key as known at `at`, or undefined; only the wanted fields of a view are gathered. */
export async function recordShown(
  q: Queryable,
  register: Pick<Register, "id" | "view" | "schedule" | "doses">,
  { subject, fields }: Pick<FindRequest, "fields"> & { subject: string },
  at: string,
): Promise<Data | undefined> {
  if (register.view) return viewOf(register.view, subject, fields, (refs) => recordsAt(q, refs, at));
  const [record] = await recordsAt(q, [{ register: register.id, key: subject }], at);
  return withScheduled(register, record, taipeiDate(new Date(at)));
}

/** The version that a request names, as of when it was written; otherwise what is so now. */
export async function recordAsked(
  q: Queryable,
  register: Pick<Register, "id" | "view" | "schedule" | "doses">,
  request: FindRequest,
  now: string,
): Promise<{ record: Data | undefined; asOf: string }> {
  if (request.version === undefined) return { record: await recordShown(q, register, request, now), asOf: now };
  const found = await versionOf(q, { register: register.id, key: request.subject }, request.version);
  return { record: found?.data, asOf: found?.recordedAt ?? now };
}
