import { hash } from "node:crypto";
import { type HandledJob, handleJob, type ModuleContext } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { logCertificateJob } from "../jobs/definitions.ts";
import { findCertificate } from "../store/cases.ts";

type Parts = { ctx: Pick<ModuleContext, "db">; road: Pick<RoadApi, "recordDigest" | "digestProof"> };
const digestOf = (token: string): string => hash("sha256", token, "hex");

/** Enters a certificate in the public log by the SHA-256 of its token; repeated after a kill it keeps its place. */
export const logCertificate = ({ ctx, road }: Parts): HandledJob =>
  handleJob(logCertificateJob, async ({ payload: { code } }) => {
    const row = await findCertificate(ctx.db, code);
    if (row) await road.recordDigest({ digest: digestOf(row.token) });
  });

/** That a certificate is in the public log, as a file that anyone checks who holds the certificate; null where it is not, or not yet. */
export async function loggedProof({ ctx, road }: Parts, code: string): ReturnType<RoadApi["digestProof"]> {
  const row = await findCertificate(ctx.db, code);
  return row ? road.digestProof({ digest: digestOf(row.token) }) : null;
}
