import type { FastifyRequest } from "fastify";

/** The reason of a failure, from its code, in the reader's language: one of the road's codes, or of any module's. */
export function reasonOf({ t }: FastifyRequest, code: string | null): string {
  if (!code) return t("web.no-reason");
  for (const key of [`error.road.${code}`, `error.${code}`]) {
    const text = t(key);
    if (text !== key) return text.replace(/\{\w+\}/g, "…");
  }
  return code;
}
