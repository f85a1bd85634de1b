import { createHmac, timingSafeEqual } from "node:crypto";
import type { ClientRecord, EidApi } from "@troad/eid/api";
import { canonicalJson, instant, type ModuleContext } from "@troad/kernel";
import { fail } from "./errors.ts";
import {
  type Decision,
  insertDecision,
  insertSource,
  lockSource,
  openSources,
  type SourceRow,
  versionsOf,
  waitingSources,
} from "./store/sources.ts";
import { certificateOf, type Terms } from "./terms.ts";

export type { SourceRow } from "./store/sources.ts";
export type Sources = ReturnType<typeof openProviderSources>;

const most = 200;
type Client = Pick<ClientRecord, "client" | "registration">;

/** Data sets that companies keep: applied for by a client of theirs, reviewed by officers, ended by either. */
export function openProviderSources(
  ctx: Pick<ModuleContext, "db" | "clock">,
  { eid, secret }: { eid: Pick<EidApi, "clientInForce">; secret: string },
) {
  const { db, clock } = ctx;
  /** What a source proves itself with when it asks about a token; derived, so that no table has it. */
  const secretOf = (id: string, client: string): string =>
    createHmac("sha256", secret).update(`source ${id} ${client}`).digest("base64url");
  const standing = async (id: string): Promise<SourceRow | undefined> => {
    const [row] = id.length > 60 ? [] : await openSources(db, id, 1);
    // a client that was closed answers for nothing any more
    return row && (await eid.clientInForce(row.client)) ? row : undefined;
  };
  return {
    standing,
    list: async (): Promise<SourceRow[]> => {
      const rows = await openSources(db, null, most);
      const there = await Promise.all(rows.map(({ client }) => eid.clientInForce(client)));
      return rows.filter((_, index) => there[index] !== null);
    },
    waiting: () => waitingSources(db, most),
    versions: (id: string) => versionsOf(db, id.slice(0, 60)),
    apply: async (
      client: Client,
      id: string,
      terms: Terms,
    ): Promise<{ version: number; resource_id: string; resource_secret: string }> => {
      const origins = client.registration.redirectUris.map((uri) => new URL(uri).hostname);
      if (!URL.canParse(terms.address) || !origins.includes(new URL(terms.address).hostname))
        throw fail("providers.address-elsewhere");
      if (!certificateOf(terms, clock.now())) throw fail("providers.certificate-wrong");
      const given = { resource_id: id, resource_secret: secretOf(id, client.client) };
      return db.tx(async (tx) => {
        await lockSource(tx, id);
        const versions = await versionsOf(tx, id);
        if (versions.some((one) => one.client !== client.client)) throw fail("providers.id-taken");
        const [newest] = versions;
        if (newest && newest.decision !== "ended" && canonicalJson(newest.terms) === canonicalJson(terms))
          return { version: newest.version, ...given };
        const version = (newest?.version ?? 0) + 1;
        await insertSource(tx, { id, version, client: client.client, terms, at: instant(clock) });
        await tx.audit({ actor: `client:${client.client}`, action: "providers.applied", target: id, detail: { version } });
        return { version, ...given };
      });
    },
    decide: ({
      id,
      version,
      decision,
      by,
      reason,
    }: {
      id: string;
      version: number;
      decision: Decision;
      by: string;
      reason: string;
    }): Promise<void> =>
      db.tx(async (tx) => {
        await lockSource(tx, id);
        const row = (await versionsOf(tx, id)).find((one) => one.version === version);
        if (!row) throw fail("providers.source-unknown");
        const isOpen = decision === "ended" ? row.decision === "approved" : row.decision === null;
        if (!isOpen) throw fail("providers.changed");
        await insertDecision(tx, { id, version, decision, officer: by, reason, at: instant(clock) });
        await tx.audit({ actor: by, action: `providers.${decision}`, target: id, detail: { version } });
      }),
    /** The source that these credentials prove, if it counts now. */
    proven: async (id: string, given: string): Promise<SourceRow | undefined> => {
      const row = await standing(id);
      if (!row) return undefined;
      const [own, theirs] = [secretOf(row.id, row.client), given].map((text) =>
        createHmac("sha256", secret).update(text).digest(),
      );
      return timingSafeEqual(own!, theirs!) ? row : undefined;
    },
  };
}
