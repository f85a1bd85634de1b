import { endpointsSchema } from "@troad/directory";
import type { ActReply, ActRequest, Registrar } from "@troad/flow";
import { CodedError, kernelFailure } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { accessService } from "../access/service.ts";
import { registryFailure } from "../failures.ts";
import type { openAdmissions } from "../members/admission.ts";
import type { Roster } from "../members/roster.ts";
import type { managementRequests } from "../requests/service.ts";
import type { OwnMembers } from "./own.ts";

type Parts = {
  /** INSTANCE and the agency that runs the road. */
  instance: string;
  platform: string;
  own: OwnMembers;
  roster: Pick<Roster, "ofMember" | "ofAgency">;
  access: Pick<ReturnType<typeof accessService>, "termsFor" | "grant" | "stands">;
  admissions: Pick<ReturnType<typeof openAdmissions>, "admit" | "setSubsystem" | "requireAdmissible">;
  requests: Pick<ReturnType<typeof managementRequests>, "settle">;
};
type Deed = (parts: Parts, request: ActRequest) => Promise<Record<string, string | number>>;

const text = (most: number) => Type.String({ maxLength: most });
const accessCheck = Compile(
  Type.Object({
    ...{ consumer: text(300), provider: text(300), purpose: text(500), legalBasis: text(500) },
    fields: Type.Array(text(100), { maxItems: 60 }),
    operations: Type.Optional(Type.Array(text(500), { maxItems: 200 })),
    volume: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
    validUntil: Type.Optional(text(10)),
    consent: Type.Boolean(),
  }),
);
const endpointsCheck = Compile(endpointsSchema);
const memberCheck = Compile(
  Type.Object({
    ...{ what: Type.Enum(["member", "subsystem"]), subsystem: text(64), memberClass: text(16) },
    member: Type.Optional(text(60)),
    nameZh: Type.Optional(text(100)),
    nameEn: Type.Optional(text(100)),
  }),
);

/** An application for data that its provider's officers granted becomes a right, under the number of the case. */
const grantAccess: Deed = async ({ instance, own, access }, { values, key, by, check, deciders }) => {
  if (!accessCheck.Check(values)) throw registryFailure("application.malformed");
  const { consumer, provider, purpose, legalBasis, fields, operations = [], volume, validUntil = null, consent } = values;
  const endpoints = operations.map((one) => {
    const [method = "", path = ""] = one.split(" ");
    return { method, path };
  });
  if (!endpointsCheck.Check(endpoints)) throw registryFailure("application.malformed");
  const whole = { purpose, legalBasis, fields, endpoints, volume, validUntil, consentRequired: consent };
  const { terms, officers } = access.termsFor(whole, provider);
  const mine = own(by).find(({ member, subsystems }) => subsystems.some((code) => consumer === `${instance}/${member}/${code}`));
  if (!mine) throw registryFailure("application.not-own-member");
  if (check && (await access.stands({ consumer, provider, terms }))) throw registryFailure("application.right-exists");
  if (!check)
    await access.grant({
      ...{ id: key, consumer, provider, terms },
      applicant: { agency: mine.agency, actor: by.subject },
      deciders: deciders.map(({ agency, subject }) => ({ agency, actor: subject })),
    });
  return { officers, right: key };
};

/** A business becomes a member under its number, or a member gets a further subsystem; two officers of the platform admit a member. */
const register: Deed = async ({ platform, own, roster, admissions, requests }, { values, by, check, deciders }) => {
  if (!memberCheck.Check(values)) throw registryFailure("application.malformed");
  const { what, subsystem, memberClass, nameZh = "", nameEn = "" } = values;
  const isNew = what === "member";
  const officers = isNew ? 2 : 1;
  const granting = new Set(deciders.filter(({ agency }) => agency === platform).map(({ subject }) => subject));
  if (!check && granting.size < officers) throw registryFailure("application.second-person");
  if (!isNew) {
    const mine = own(by).find(({ member }) => member === values.member);
    if (!mine) throw registryFailure("application.not-own-member");
    if (check && mine.subsystems.includes(subsystem)) throw registryFailure("registry.subsystem-taken");
    if (!check) {
      const actor = [...granting].at(-1)!;
      await admissions.setSubsystem({ member: mine.member, code: subsystem, present: true, actor });
      await requests.settle(mine.member, actor);
    }
    return { officers, member: mine.member };
  }
  if (by.business === null) throw registryFailure("application.not-own-member");
  const member = `${memberClass}/${by.business}`;
  const admission = {
    ...{ member, agency: `c${by.business}`, kind: "company" as const, subsystems: [subsystem] },
    name: { "zh-Hant": nameZh.trim(), en: nameEn.trim() || nameZh.trim() },
  };
  if (check && roster.ofMember(member)) throw registryFailure("registry.member-taken", { member, agency: admission.agency });
  await admissions.requireAdmissible(admission);
  if (!check) await admissions.admit({ ...admission, actor: [...granting].at(-1)! });
  return { officers, member };
};

const deeds: Record<string, Deed> = { "road.grant-access": grantAccess, "road.register": register };

/** What services of content may have the registry do. Each may be repeated; what a rule stands against changes nothing and is told by its code. */
export const actsOf =
  (parts: Parts): Registrar["act"] =>
  async (request): Promise<ActReply> => {
    const deed = Object.hasOwn(deeds, request.does) ? deeds[request.does] : undefined;
    if (!deed) throw kernelFailure("request.invalid", { reason: request.does });
    try {
      return { given: await deed(parts, request) };
    } catch (error) {
      if (error instanceof CodedError && error.status < 500) return { refused: error.code };
      throw error;
    }
  };
