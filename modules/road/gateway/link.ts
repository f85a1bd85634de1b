import { createHash } from "node:crypto";
import { traceparent } from "@troad/kernel";
import { Pool } from "undici";
import { roadFailure } from "../domain/errors.ts";
import { findMember } from "../domain/globalconf.ts";
import type { Directory } from "./directory.ts";
import type { GatewayIdentity } from "./identity.ts";

const maxAnswer = 8 * 1024 * 1024;

/** Mutually authenticated TLS 1.3 to other gateways: the other side must show the very certificate that the global configuration names. */
export function openLink(tls: GatewayIdentity["tls"], root: string, directory: Directory) {
  const pools = new Map<string, Pool>();
  const poolOf = (address: string, fingerprint: string): Pool => {
    const key = `${address} ${fingerprint}`;
    let pool = pools.get(key);
    if (!pool) {
      pool = new Pool(address, {
        connections: 32,
        headersTimeout: 40_000,
        bodyTimeout: 40_000,
        connect: {
          key: tls.keyPem,
          cert: tls.chain.map((certificate) => certificate.pem).join(""),
          ca: root,
          minVersion: "TLSv1.3",
          timeout: 5_000,
          checkServerIdentity: (_host, peer) =>
            createHash("sha256").update(peer.raw).digest("hex") === fingerprint
              ? undefined
              : new Error("not the gateway that the global configuration names"),
        },
      });
      pools.set(key, pool);
    }
    return pool;
  };

  return {
    /** Posts to the first gateway of a member that can be reached. */
    post: async (member: string, path: string, body: Buffer): Promise<{ status: number; body: Buffer }> => {
      const known = () => findMember(directory.current(), member)?.gateways ?? [];
      if (known().length === 0) await directory.lookAgain();
      const gateways = known();
      if (gateways.length === 0) throw roadFailure("Server.ClientProxy.UnknownMember", { member });
      let reason = "";
      for (const gateway of gateways) {
        try {
          const answer = await poolOf(gateway.address, gateway.tlsFingerprint).request({
            method: "POST",
            path,
            headers: { "content-type": "application/vnd.troad.frames", traceparent: traceparent() },
            body,
          });
          const bytes = Buffer.from(await answer.body.arrayBuffer());
          if (bytes.length > maxAnswer) throw new Error("answer too large");
          return { status: answer.statusCode, body: bytes };
        } catch (error) {
          reason = (error as Error).message;
        }
      }
      await directory.lookAgain(); // it may have moved: the next try finds it
      throw roadFailure("Server.ClientProxy.NetworkError", { member }, reason);
    },
    close: async (): Promise<void> => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
