import { createSecretKey, type KeyObject } from "node:crypto";
import { EventEmitter } from "node:events";
import path from "node:path";
import type { Agency } from "@troad/directory";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import { openMemberKey, openTokenKey, type RenewableKey } from "@troad/pki/seal";
import { type Certificate, privateKeyPem, type SoftwareSigner } from "@troad/trust";

/** A gateway's identity: its member's seal, its TLS identity, the key of its message log. */
export type GatewayIdentity = {
  seal: RenewableKey;
  /** The key to which others encrypt what only this gateway may read. */
  encryption: RenewableKey<SoftwareSigner>;
  tls: RenewableKey<SoftwareSigner> & {
    keyPem: string;
  };
  logKey: KeyObject;
  /** Calls back after the TLS certificate changes; gives the function that ends that. */
  onRenewed(changed: () => void): () => void;
  /** Presents another TLS certificate from now on. */
  showTls(chain: Certificate[]): void;
};

/** `ROAD_HSM`: space-separated `moi=pkcs11:... ndu=pkcs11:...` (RFC 7512); no URI contains a space. Throws RangeError on anything else. */
export function readTokens(text: string): Map<string, string> {
  const pairs = text.split(/\s+/).filter((one) => one !== "");
  return new Map(
    pairs.map((pair) => {
      const [, agency, uri] = /^([a-z0-9-]+)=(pkcs11:.+)$/.exec(pair) ?? [];
      if (!agency || !uri) throw new RangeError("ROAD_HSM: agency=pkcs11:..., space-separated");
      return [agency, uri];
    }),
  );
}

/** Where a gateway keeps its keys. */
export const gatewayFolder = (ctx: ModuleContext, agency: Agency): string => path.join(ctx.folder, "gateways", agency.id);

/** Opens the gateway's keys; on first use creates them and has them certified. With `token` the seal is a key in a PKCS#11 token. */
export async function openGatewayIdentity(
  ctx: ModuleContext,
  instance: string,
  agency: Agency,
  host: string,
  token?: string,
): Promise<GatewayIdentity> {
  const folder = gatewayFolder(ctx, agency);
  const organization = ctx.texts.pick(agency.text, "en", "name");
  const wanted = (profile: "seal" | "tls" | "encryption") => ({
    folder,
    name: profile,
    profile,
    instance,
    member: agency.member,
    organization,
    hosts: [...new Set(["localhost", "127.0.0.1", host])],
  });
  const seal = await (token ? openTokenKey(ctx, { ...wanted("seal"), uri: token }) : openMemberKey(ctx, wanted("seal")));
  const tls = await openMemberKey(ctx, wanted("tls"));
  const encryption = await openMemberKey(ctx, wanted("encryption"));
  // a key object: Node parses raw bytes anew for every cipher, which costs more than encrypting a message
  const logKey = createSecretKey(Buffer.from(installationSecret(folder, "message-log"), "base64url"));
  const renewed = new EventEmitter();
  return {
    seal,
    encryption,
    // the same object: its certificate changes
    tls: Object.assign(tls, { keyPem: privateKeyPem(tls.signer) }),
    logKey,
    onRenewed: (changed) => {
      renewed.on("tls", changed);
      return () => void renewed.off("tls", changed);
    },
    showTls: (chain) => {
      tls.take(chain);
      renewed.emit("tls");
    },
  };
}
