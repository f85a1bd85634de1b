import { encodeStatusList, statuses, statusListType } from "@troad/credential";
import { kernelFailure, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { signSealJws } from "@troad/trust";
import type { FastifyInstance } from "fastify";
import { listSigners, statusesOf } from "../store/certificates.ts";
import { agencyOfList, listAddress, listPlaces } from "./issue.ts";

type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "origin">; sealOf(agency: string): Promise<MemberKey> | undefined };

/** A list is fetched anew after this, and counts for a day where a verifier has no network. */
const freshSeconds = 60;
const validSeconds = 86_400;

/** What verifiers need besides a certificate: the status lists of agencies (IETF Token Status List), and the certificates of their seals. */
export function listRoutes(app: FastifyInstance, { ctx, sealOf }: Parts): void {
  app.get<{ Params: { list: string } }>(
    "/certificates/status/:list",
    {
      schema: {
        tags: ["certificates"],
        summary: "Revoked and suspended certificates (IETF Token Status List, two bits), sealed",
      },
    },
    async (request, reply) => {
      const { list } = request.params;
      const seal = sealOf(agencyOfList(list) ?? "");
      const rows = seal && (await statusesOf(ctx.db, list));
      if (!rows) throw kernelFailure("request.not-found");
      const iat = Math.floor(ctx.clock.now().getTime() / 1000);
      const set = rows.map(({ idx, revoked }) => [idx, revoked ? statuses.revoked : statuses.suspended] as const);
      const claims = {
        ...{ sub: listAddress(ctx.origin("portal"), list), iat, exp: iat + validSeconds, ttl: freshSeconds },
        status_list: { bits: 2, lst: encodeStatusList(listPlaces, 2, set) },
      };
      return reply
        .type("application/statuslist+jwt")
        .header("cache-control", `max-age=${freshSeconds}`)
        .send(await signSealJws(claims, { typ: statusListType, ...(await seal) }));
    },
  );
  app.get(
    "/certificates/signers.pem",
    { schema: { tags: ["certificates"], summary: "Certificates of the seals that agencies sign certificates with" } },
    async (_request, reply) => {
      const signers = await listSigners(ctx.db);
      return reply
        .type("application/x-pem-file")
        .header("cache-control", `max-age=${freshSeconds}`)
        .send(signers.map(({ certificate }) => certificate).join(""));
    },
  );
}
