import type { ModuleContext } from "@troad/kernel";
import { type MemberKey, openMemberKey, type RenewableKey } from "@troad/pki/seal";
import type { LoadedService, Services } from "./domain/services.ts";

export type Seals = {
  of(service: LoadedService): Promise<MemberKey>;
  /** Of an agency by its id; undefined where it decides nothing. */
  ofAgency(agency: string): Promise<MemberKey> | undefined;
  open: readonly RenewableKey[];
};

/** The seals under which agencies issue certificates; keys of the case system's own, certified on their first use. */
export function openSeals(ctx: ModuleContext, { instance, all }: Services): Seals {
  const seals = new Map<string, Promise<MemberKey>>();
  const open: RenewableKey[] = [];
  const make = async ({ definition: { agency }, member, text }: LoadedService): Promise<MemberKey> => {
    const seal = await openMemberKey(ctx, {
      folder: `${ctx.folder}/${agency}`,
      ...{ name: "certificate-seal", profile: "seal", instance, member },
      organization: ctx.texts.pick(text, "en", "agency"),
    });
    open.push(seal);
    return seal;
  };
  const of = (service: LoadedService): Promise<MemberKey> => {
    const { agency } = service.definition;
    const known = seals.get(agency);
    if (known) return known;
    const seal = make(service).catch((error: unknown) => {
      seals.delete(agency);
      throw error;
    });
    seals.set(agency, seal);
    return seal;
  };
  const ofAgency: Seals["ofAgency"] = (agency) => {
    const service = all.find(({ definition }) => definition.agency === agency);
    return service && of(service);
  };
  return { open, of, ofAgency };
}
