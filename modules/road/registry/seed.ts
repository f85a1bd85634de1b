import type { RoadContent } from "@troad/directory";
import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import type { TrustAnchors } from "@troad/pki/api";
import { trustedOf } from "@troad/pki/trust";
import { allAuthorities, insertAuthority } from "../store/configuration.ts";
import {
  allClasses,
  allMembers,
  allSubsystems,
  insertClass,
  insertMember,
  insertSubsystem,
  lockRegistry,
} from "../store/members.ts";

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Brings in what content names and the tables do not have yet: classes, members, subsystems, the installation's own authorities.
 * What content no longer names stays until an officer removes it: a folder that is missing at one start must not close an agency.
 */
export async function seedRegistry(ctx: ModuleContext, content: RoadContent, anchors: TrustAnchors): Promise<void> {
  const own = ownAuthorities(content, anchors);
  await ctx.db.tx(async (tx) => {
    await lockRegistry(tx);
    await seedClasses(tx, instant(ctx.clock), content);
    await seedMembers(tx, instant(ctx.clock), content);
    await seedAuthorities(tx, instant(ctx.clock), own);
  }, "long");
}

async function seedClasses(tx: Tx, at: string, content: RoadContent): Promise<void> {
  const known = new Map((await allClasses(tx)).map((one) => [one.code, one.description]));
  const named = content.platform.memberClasses ?? {};
  for (const code of new Set([...Object.keys(named), ...content.agencies.map(({ memberClass }) => memberClass)])) {
    const description = named[code] ?? { "zh-Hant": code, en: code };
    const before = known.get(code);
    if (before && same(sorted(before), sorted(description))) continue;
    await insertClass(tx, at, code, description);
    await tx.audit({ actor: "content", action: "road.member-class", target: code });
  }
}

async function seedMembers(tx: Tx, at: string, content: RoadContent): Promise<void> {
  const members = new Map((await allMembers(tx)).map((one) => [one.member, one]));
  const subsystems = new Set((await allSubsystems(tx)).map((one) => `${one.member}/${one.code}`));
  for (const agency of content.agencies) {
    const name = Object.fromEntries(Object.entries(agency.text).map(([lang, text]) => [lang, text.name ?? agency.member]));
    const before = members.get(agency.member);
    if (!before || !same(sorted(before.name), sorted(name)) || before.agency !== agency.id || before.kind !== agency.kind) {
      const row = {
        member: agency.member,
        agency: agency.id,
        kind: agency.kind,
        name,
        source: "content",
        servers: [],
        present: true,
      };
      await insertMember(tx, at, row);
      await tx.audit({ actor: "content", action: "road.member-entered", target: agency.member });
    }
    for (const code of agency.subsystems.filter((one) => !subsystems.has(`${agency.member}/${one}`))) {
      await insertSubsystem(tx, at, { member: agency.member, code, source: "content", present: true });
      await tx.audit({ actor: "content", action: "road.subsystem-entered", target: `${agency.member}/${code}` });
    }
  }
}

type Authority = Omit<Parameters<typeof insertAuthority>[2], "present">;

/** The installation's own authorities, as its trust anchors name them. */
export function ownAuthorities(content: RoadContent, anchors: TrustAnchors): Authority[] {
  const { roots, intermediates, tsas } = trustedOf(anchors);
  const numbered = (kind: string, index: number): string => `${content.instance} ${kind}${index === 0 ? "" : ` ${index + 1}`}`;
  return [
    ...roots.map((root, index) => ({
      kind: "ca" as const,
      name: numbered("CA", index),
      certificate: root.pem,
      // the issuing authorities below it, and other roots as it certifies them
      intermediates: intermediates.filter(({ issuerDer }) => issuerDer.equals(root.subjectDer)).map(({ pem }) => pem),
      url: anchors.urls.ocsp,
    })),
    ...tsas.map(({ pem }, index) => ({
      kind: "tsa" as const,
      name: numbered("TSA", index),
      certificate: pem,
      intermediates: [],
      url: anchors.urls.tsa,
    })),
  ];
}

/** True if the approved authorities changed, as they do when the authority's keys rotate. */
export async function seedAuthorities(tx: Tx, at: string, own: readonly Authority[]): Promise<boolean> {
  const known = await allAuthorities(tx);
  let isChanged = false;
  for (const row of own) {
    const before = known.find((one) => one.kind === row.kind && one.name === row.name);
    if (before && same(sorted(before), sorted(row))) continue;
    isChanged = true;
    await insertAuthority(tx, at, { ...row, present: true });
    await tx.audit({ actor: "content", action: "road.authority-approved", target: row.name, detail: { url: row.url } });
  }
  return isChanged;
}

const sorted = (value: object): [string, unknown][] => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
