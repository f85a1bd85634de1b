import { createSecretKey, type KeyObject } from "node:crypto";
import path from "node:path";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import { type MemberKey, openMemberKey } from "@troad/pki/seal";
import { privateKeyPem } from "@troad/trust";
import type { Agency } from "../domain/agency.ts";

/** What a gateway is: the seal of its member, its TLS identity, the key of its message log. */
export type GatewayIdentity = {
  seal: MemberKey;
  tls: MemberKey & {
    keyPem: string;
  } /** A key object: Node looks at raw bytes anew for every cipher, which costs more than encrypting a message. */;
  logKey: KeyObject;
};

/** Opens the gateway's keys; on first use they are made and certified. */
export async function openGatewayIdentity(
  ctx: ModuleContext,
  instance: string,
  agency: Agency,
  host: string,
): Promise<GatewayIdentity> {
  const folder = path.join(ctx.folder, "gateways", agency.id);
  const organization = ctx.texts.pick(agency.text, "en", "name");
  const one = (profile: "seal" | "tls") =>
    openMemberKey(ctx, {
      folder,
      name: profile,
      profile,
      instance,
      member: agency.member,
      organization,
      hosts: [...new Set(["localhost", "127.0.0.1", host])],
    });
  const logKey = createSecretKey(Buffer.from(installationSecret(folder, "message-log"), "base64url"));
  const [seal, tls] = [await one("seal"), await one("tls")];
  return {
    seal,
    tls: { ...tls, keyPem: privateKeyPem(tls.signer) },
    logKey,
  };
}
