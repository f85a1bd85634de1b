import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Database } from "@troad/kernel";
import { roadFailure } from "../../domain/errors.ts";
import { type ClientId, formatClient } from "../../domain/identifiers.ts";
import { allSystems } from "../../store/settings.ts";

/** The certificates by which the member's information systems identify themselves. */
export type InformationSystems = {
  /** Throws unless the connection may speak for the subsystem. */
  require(socket: Socket, client: ClientId): void;
  /** Reads the table again after a change. */
  reload(): Promise<void>;
};

/**
 * A subsystem with certificates is served only over HTTPS to clients that present one of them, at whichever listener; a subsystem without
 * certificates is served to every client that reaches the listener (ADR 73).
 */
export async function openInformationSystems(db: Database): Promise<InformationSystems> {
  let allowed = new Map<string, Set<string>>();
  const reload = async (): Promise<void> => {
    const bySubsystem = Map.groupBy(await allSystems(db), ({ subsystem }) => subsystem);
    allowed = new Map([...bySubsystem].map(([code, rows]) => [code, new Set(rows.map(({ fingerprint }) => fingerprint))]));
  };
  await reload();
  return {
    require: (socket, client) => {
      const certificates = allowed.get(client.subsystem);
      if (!certificates) return;
      const fingerprint = socket instanceof TLSSocket ? fingerprintOf(socket) : undefined;
      if (fingerprint === undefined || !certificates.has(fingerprint))
        throw roadFailure("Server.ClientProxy.SslAuthenticationFailed", { client: formatClient(client) });
    },
    reload,
  };
}

/** SHA-256 of the client's certificate; the handshake proved possession of its key. */
function fingerprintOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate() as { raw?: Buffer };
  return raw && createHash("sha256").update(raw).digest("hex");
}
