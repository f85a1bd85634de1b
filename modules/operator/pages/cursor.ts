import { type DeadJob, type DeadPlace, kernelFailure } from "@troad/kernel";

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([a-z][a-z0-9_]{0,62})~([1-9]\d{0,14})$/;

/** The position of a job in the list, as an address names it. */
export const placeText = ({ at, schema, id }: DeadJob): string => `${at}~${schema}~${id}`;

/** The position that an address names; undefined if it names none. A position that the list never gave out is refused. */
export function readPlace(text: string): DeadPlace | undefined {
  if (text === "") return undefined;
  const [, at, schema, id] = form.exec(text) ?? [];
  if (at === undefined || schema === undefined || Number.isNaN(Date.parse(at)))
    throw kernelFailure("request.invalid", { reason: "before" });
  return { at, schema, id: Number(id) };
}

/** A job as an address names it; undefined if no job can have such a name. */
export function readName({ schema = "", id = "" }: { schema?: string; id?: string }): { schema: string; id: number } | undefined {
  return /^[a-z][a-z0-9_]{0,62}$/.test(schema) && /^[1-9]\d{0,14}$/.test(id) ? { schema, id: Number(id) } : undefined;
}
