import { instant, type ModuleContext } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";
import type { Log as TransparencyLog } from "@troad/tlog";
import { type Certificate, parseCertificate, type Signer, signSealJws } from "@troad/trust";
import type { Evidence, LogProof, RoadApi, TransferRecord } from "../api.ts";
import type { RoadContent } from "../domain/agency.ts";
import type { StoredAgreement } from "../domain/agreement.ts";
import { type GlobalConf, globalConfLifeMs, globalConfType } from "../domain/globalconf.ts";
import { leafOf } from "../domain/record.ts";
import { transferRecorded } from "../events.ts";
import { allGateways, findTransfer, insertTransfer, listTransfers, upsertGateway } from "../store/registry.ts";

type Parts = {
  ctx: ModuleContext;
  content: RoadContent;
  agreements: StoredAgreement[];
  anchors: TrustAnchors;
  log: TransparencyLog;
  seal: () => { signer: Signer; chain: Certificate[] };
  tilesUrl: string;
  /** Asks the gateway of a member for a container. */
  fetchEvidence(member: string, exchangeId: string, side: "consumer" | "provider"): Promise<Evidence>;
};

const pageLimit = 200;

/** The platform's side of the road: who is on it, and the public record of what passed. It never sees a payload. */
export function registryApi(parts: Parts): RoadApi {
  const { ctx, content, agreements, log } = parts;
  return {
    instance: async () => content.instance,
    consumerUrl: async (member) => {
      const gateway = (await allGateways(ctx.db)).find((one) => one.member === member);
      if (!gateway) throw new Error(`member ${member} has no gateway`);
      return gateway.consumer_url;
    },
    agreements: async () => agreements,
    registerGateway: async ({ member, agency, address, consumerUrl, tlsCertificate, sealCertificate }) => {
      if (!content.agencies.some((one) => one.member === member && one.id === agency))
        throw new Error(`${member} is not a member`);
      const row = {
        member,
        agency,
        address,
        consumer_url: consumerUrl,
        tls_fingerprint: parseCertificate(tlsCertificate).fingerprint,
        seal_fingerprint: parseCertificate(sealCertificate).fingerprint,
      };
      await ctx.db.tx(async (tx) => {
        await upsertGateway(tx, row, instant(ctx.clock));
        await tx.audit({ actor: member, action: "road.gateway-registered", target: member, detail: { address } });
      });
    },
    recordTransfer: (record, salt) => recordTransfer(parts, record, Buffer.from(salt, "base64")),
    proofOf: (exchangeId, side) => proofOf(parts, exchangeId, side),
    evidenceOf: async (exchangeId, side) => {
      const found = await findTransfer(ctx.db, exchangeId, side);
      if (!found) return { state: "none" };
      const [, memberClass, memberCode] = (side === "consumer" ? found.record.consumer : found.record.provider).split("/");
      return parts.fetchEvidence(`${memberClass}/${memberCode}`, exchangeId, side);
    },
    transfersOf: async ({ member, before, limit }) => {
      const prefix = member === undefined ? null : `${content.instance}/${member}/`;
      const rows = await listTransfers(ctx.db, {
        prefix,
        before: before === undefined ? null : Number(before),
        limit: Math.min(limit, pageLimit),
      });
      return rows.map((row) => ({ ...row.record, leafIndex: row.leaf_index, cursor: String(row.seq) }));
    },
    logStatus: async () => ({
      origin: log.origin,
      size: log.size(),
      checkpoint: log.checkpoint(),
      verifierKey: log.verifierKey,
      tilesUrl: parts.tilesUrl,
    }),
    roots: async () => [parts.anchors.root],
  };
}

/** The leaf first, then the row: a kill in between leaves at worst a second leaf of the same transfer, never a row without a leaf. */
async function recordTransfer({ ctx, log }: Parts, record: TransferRecord, salt: Buffer): Promise<{ leafIndex: number }> {
  const known = await findTransfer(ctx.db, record.exchangeId, record.side);
  if (known) return { leafIndex: known.leaf_index };
  const [appended] = await log.append([leafOf(record, salt)]);
  return ctx.db.tx(async (tx) => {
    const fresh = await insertTransfer(tx, record, salt, appended!.index);
    if (fresh) await tx.publish(transferRecorded.name, { ...record, leafIndex: appended!.index });
    return { leafIndex: fresh ? appended!.index : (await findTransfer(tx, record.exchangeId, record.side))!.leaf_index };
  });
}

async function proofOf({ ctx, log }: Parts, exchangeId: string, side: "consumer" | "provider"): Promise<LogProof | null> {
  const found = await findTransfer(ctx.db, exchangeId, side);
  if (!found) return null;
  const checkpoint = log.checkpoint();
  const treeSize = Number(checkpoint.split("\n")[1]);
  const path = await log.inclusionProof(found.leaf_index, treeSize);
  return {
    record: found.record,
    salt: found.salt.toString("base64"),
    leafIndex: found.leaf_index,
    treeSize,
    inclusion: path.map((node) => Buffer.from(node).toString("base64")),
    checkpoint,
    verifierKey: log.verifierKey,
  };
}

/** The global configuration of this moment, sealed. */
export async function publishGlobalConf({
  ctx,
  content,
  agreements,
  anchors,
  seal,
}: Pick<Parts, "ctx" | "content" | "agreements" | "anchors" | "seal">): Promise<string> {
  const now = ctx.clock.now();
  const gateways = await allGateways(ctx.db);
  const conf: GlobalConf = {
    instance: content.instance,
    platform: content.platform.member,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + globalConfLifeMs).toISOString(),
    members: content.agencies.map(({ member, subsystems, text }) => ({
      member,
      name: Object.fromEntries(Object.entries(text).map(([lang, texts]) => [lang, texts.name ?? member])),
      subsystems,
      gateways: gateways
        .filter((one) => one.member === member)
        .map((one) => ({ address: one.address, tlsFingerprint: one.tls_fingerprint })),
    })),
    agreements,
    trust: { roots: [anchors.root], intermediates: [anchors.issuing], ...anchors.urls },
  };
  const { signer, chain } = seal();
  return signSealJws(conf, { typ: globalConfType, signer, chain });
}
