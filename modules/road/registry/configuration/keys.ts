import fs from "node:fs";
import path from "node:path";
import { installationKey, instant, type ModuleContext, monthsLater } from "@troad/kernel";
import { type Certificate, createRoot, parseCertificate, type SoftwareSigner } from "@troad/trust";
import type { ConfSigner } from "@troad/xroad";

import { globalConfLifeMs } from "../../domain/globalconf.ts";
import { allKeys, insertKey } from "../../store/configuration.ts";
import { lockRegistry } from "../../store/members.ts";
import { registryFailure } from "../failures.ts";

export const distributions = ["internal", "external"] as const;
export type Distribution = (typeof distributions)[number];

/** The keys of one distribution: the one that signs now, and the next one, already announced. */
export type DistributionKeys = { active: ConfSigner; announced: Certificate };
export type ConfigurationKeys = Record<Distribution, DistributionKeys>;

const years = 10;

/**
 * Keys that sign configurations; anchors name them by certificates of which only the key counts (PR-GCONF §2.2). Each distribution always
 * has two, so that every gateway knows the next one before it signs.
 */
export function openConfigurationKeys(ctx: ModuleContext, instance: string) {
  const folder = path.join(ctx.folder, "configuration");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opened = new Map<string, SoftwareSigner>();

  async function make(distribution: Distribution, state: "active" | "announced"): Promise<void> {
    const id = `${distribution}-${ctx.ids.uuid()}`;
    const signer = await installationKey(folder, id, "keys");
    const now = ctx.clock.now();
    const notAfter = monthsLater(now, 12 * years);
    const subject = { C: "TW", CN: `${instance} ${distribution} configuration` };
    const certificate = await createRoot({ subject, signer, notBefore: new Date(now.getTime() - 60_000), notAfter });
    await insertKey(ctx.db, { id, certificate: certificate.pem, state, at: instant(ctx.clock) });
  }

  async function load(): Promise<ConfigurationKeys> {
    const rows = await allKeys(ctx.db);
    const of = async (distribution: Distribution): Promise<DistributionKeys> => {
      const own = rows.filter(({ id }) => id.startsWith(`${distribution}-`));
      const [active, announced] = [own.find(({ state }) => state === "active"), own.find(({ state }) => state === "announced")];
      if (!active || !announced) throw new Error(`the ${distribution} distribution lacks a key`);
      const signer = opened.get(active.id) ?? (await installationKey(folder, active.id, "keys", false));
      opened.set(active.id, signer);
      const certificate = parseCertificate(active.certificate);
      return { active: { signer, certificate }, announced: parseCertificate(announced.certificate) };
    };
    return { internal: await of("internal"), external: await of("external") };
  }

  return {
    load,
    /** Creates missing keys, on the first start. */
    prepare: async (): Promise<void> => {
      const rows = await allKeys(ctx.db);
      for (const distribution of distributions)
        for (const state of ["active", "announced"] as const)
          if (!rows.some((row) => row.id.startsWith(`${distribution}-`) && row.state === state)) await make(distribution, state);
    },
    /** The announced key signs from now on, and a new one is announced. Refused while gateways may not know it yet. */
    rotate: async (distribution: Distribution, actor: string): Promise<void> => {
      await ctx.db.tx(async (tx) => {
        await lockRegistry(tx);
        const own = (await allKeys(tx)).filter(({ id }) => id.startsWith(`${distribution}-`));
        const [active, next] = [own.find(({ state }) => state === "active"), own.find(({ state }) => state === "announced")];
        if (!active || !next) throw new Error(`the ${distribution} distribution lacks a key`);
        const heardBy = Date.parse(next.at) + globalConfLifeMs;
        if (ctx.clock.now().getTime() < heardBy)
          throw registryFailure("registry.key-too-young", { until: new Date(heardBy).toISOString() });
        await insertKey(tx, { ...active, state: "retired", at: instant(ctx.clock) });
        await insertKey(tx, { ...next, state: "active", at: instant(ctx.clock) });
        await tx.audit({ actor, action: "road.configuration-key-rotated", target: distribution, detail: { key: next.id } });
      });
      await make(distribution, "announced");
    },
  };
}
