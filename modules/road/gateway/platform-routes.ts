import type { TLSSocket } from "node:tls";
import { CodedError, instant } from "@troad/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { roadFailure } from "../domain/errors.ts";
import { readRetention } from "../domain/retention.ts";
import { recordsOverview } from "../retention/overview.ts";
import type { Gateway } from "./gateway.ts";

const changeCheck = Compile(
  Type.Object({ denied: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 1000 }) }, { additionalProperties: false }),
);

/** What a gateway reports about itself when its segment is checked. */
export type SegmentAnswer = { now: string; ocsp: { ok: boolean; detail: string } };

/**
 * The platform's requests to a gateway. The platform is identified only by its certificate (TLS verified the chain): these requests come
 * before a gateway has its first configuration.
 */
export function platformRoutes(app: FastifyInstance, gateway: Gateway, platform: string): void {
  const onlyPlatform = (request: FastifyRequest): void => {
    const { subject } = (request.raw.socket as TLSSocket).getPeerCertificate() as { subject?: Record<string, unknown> };
    if (subject?.serialNumber !== `${gateway.instance}/${platform}`) throw roadFailure("Server.ServerProxy.UnknownPeer");
  };

  /** Checks before activation: the clock, and whether the status service can be reached from here. */
  app.post("/onboarding", async (request): Promise<SegmentAnswer> => {
    onlyPlatform(request);
    const ocsp = await gateway.trust.staple.current();
    return {
      now: instant(gateway.ctx.clock),
      ocsp: { ok: ocsp !== undefined, detail: ocsp ? "good" : `no answer from ${gateway.trust.services.ocsp}` },
    };
  });

  /** For auditors: rules, archives, holds and erasures, no message content. */
  app.post("/records", async (request) => {
    onlyPlatform(request);
    await gateway.db.tx((tx) => tx.audit({ actor: platform, action: "road.records-read", target: gateway.agency.id }));
    return recordsOverview(gateway, readRetention(gateway.ctx.content, gateway.agency.id));
  });

  /** Revoked rights end here and now; the new configuration is fetched before this is answered. */
  app.post("/configuration-changed", async (request) => {
    onlyPlatform(request);
    const change = parse(request.body as Buffer | undefined);
    gateway.directory.deny(change.denied);
    await gateway.directory.catchUp().catch((error: unknown) => {
      // the next interval fetches it; denied rights stay denied
      gateway.ctx.log.warn({ err: error }, "told of a new configuration that could not be fetched");
    });
    return { issuedAt: gateway.directory.current().issuedAt };
  });
}

function parse(body: Buffer | undefined): { denied: string[] } {
  try {
    const value: unknown = JSON.parse((body ?? Buffer.alloc(0)).toString("utf8"));
    if (changeCheck.Check(value)) return value;
  } catch (error) {
    if (error instanceof CodedError) throw error;
  }
  throw roadFailure("Server.ServerProxy.InvalidRequest", {}, "configuration-changed");
}
