import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import path from "node:path";
import { codePattern } from "@troad/directory";
import { certifyPeer, instant, type ModuleContext, peerAuthority } from "@troad/kernel";
import { parseCertificate, parseCsr } from "@troad/trust";
import type { Invitation } from "../../api.ts";
import { findInvitation, insertInvitation, useInvitation } from "../../store/invitations.ts";
import { registryFailure } from "../failures.ts";
import type { openAdmissions } from "./admission.ts";
import type { Roster } from "./roster.ts";

type Parts = {
  ctx: ModuleContext;
  instance: string;
  roster: Roster;
  admissions: Pick<ReturnType<typeof openAdmissions>, "expectServer">;
  /** The anchor that the member is to check the configuration with. */
  anchor(): Promise<string>;
};

const longestHours = 24 * 14;
/** What a member's own process runs. */
const modules = ["registers", "road"];
/** A gateway has keys to certify and an anchor to learn; its certificate as a peer says for which agency it may do so. */
const peersFolder = ({ dataDir }: Pick<ModuleContext, "dataDir">): string => path.join(dataDir, "peers");

/**
 * Invites a member's process, and certifies the key that it made itself. Who enrols proves knowledge of the invitation's secret over its own
 * request: the secret never travels, and a request that is overheard is of no use for another key.
 */
export function openInvitations({ ctx, instance, roster, admissions, anchor }: Parts) {
  return {
    invite: async (wish: { member: string; server: string; hours: number; actor: string }): Promise<Invitation> => {
      const known = roster.ofMember(wish.member);
      if (!known) throw registryFailure("registry.member-unknown");
      if (!new RegExp(codePattern).test(wish.server)) throw registryFailure("registry.request-malformed");
      if (!(wish.hours >= 1 && wish.hours <= longestHours)) throw registryFailure("registry.request-malformed");
      const { peerAddress } = ctx;
      if (!peerAddress) throw registryFailure("registry.no-peer-listener");
      await admissions.expectServer(known, wish.server, wish.actor);
      const [id, secret] = [ctx.ids.uuid(), ctx.ids.secret()];
      const expires = new Date(ctx.clock.now().getTime() + wish.hours * 3_600_000).toISOString();
      const { member, agency, kind, name, subsystems } = known;
      const row = { id, member, agency, server: wish.server, secret_hash: hashOf(secret), expires };
      await ctx.db.tx(async (tx) => {
        await insertInvitation(tx, instant(ctx.clock), wish.actor, row);
        await tx.audit({ actor: wish.actor, action: "road.member-invited", target: `${member}/${wish.server}`, detail: { id } });
      });
      const origin = ctx.origin("road");
      return {
        format: 1,
        id,
        secret,
        expires,
        instance,
        origin,
        peers: peerAddress,
        peersCa: parseCertificate(await peerAuthority(peersFolder(ctx), ctx.clock)).fingerprint,
        anchor: await anchor(),
        ...{ member, agency, kind, name, subsystems, server: wish.server },
      };
    },
    enrol: async (request: { id: string; csr: string; proof: string }): Promise<{ certificate: string; ca: string }> => {
      const invitation = await findInvitation(ctx.db, request.id);
      const isProven = invitation && isProof(invitation.secret_hash, request);
      // one answer for all of them: who has no invitation learns nothing of those that there are
      if (!isProven || Date.parse(invitation.expires) <= ctx.clock.now().getTime() || !roster.ofAgency(invitation.agency))
        throw registryFailure("registry.invitation-refused");
      const csr = parseCsr(request.csr);
      if (!csr.ok) throw registryFailure("registry.certificate-refused", { reason: csr.code });
      const { publicKey } = csr.value;
      const der = publicKey.export({ type: "spki", format: "der" });
      const { agency, member, server } = invitation;
      await ctx.db.tx(async (tx) => {
        if (!(await useInvitation(tx, instant(ctx.clock), request.id, der))) throw registryFailure("registry.invitation-refused");
        await tx.audit({ actor: member, action: "road.process-certified", target: `${member}/${server}`, detail: { agency } });
      });
      return certifyPeer({ authority: peersFolder(ctx), modules, agencies: [agency], clock: ctx.clock, publicKey });
    },
  };
}

const hashOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** HMAC-SHA-256 of the request under the hash of the secret. */
const isProof = (key: Buffer, { csr, proof }: { csr: string; proof: string }): boolean => {
  const [wanted, given] = [createHmac("sha256", key).update(csr).digest(), Buffer.from(proof, "base64")];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
};
