import { formatDate, formatMoney, tag } from "@troad/design";
import type { Html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import type { Session, Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Standing } from "./operator/registration-store.ts";

/** Where the offices of the platform are, and whose they are (content/roles). */
export const officePath = "/work/invoice";
export const operatorRole = "invoice-operator";
export const officerRole = "invoice-officer";
export const bothRoles = [operatorRole, officerRole];

/** What every page of an office needs. */
export type Office = { ctx: Pick<ModuleContext, "db" | "clock" | "ids">; work: Site };
export type OfficePages<Parts> = (app: FastifyInstance, parts: Office & Parts) => void;

/** The post by which a person works at an office. */
export const postOf = ({ roles }: Session): { role: string; agency: string | null } => {
  const { role, agency } = roles.find((one) => bothRoles.includes(one.role))!;
  return { role, agency };
};
export const paramIn = (request: FastifyRequest, name: string): string =>
  (request.params as Record<string, string | undefined>)[name] ?? "";
export const money = ({ lang }: FastifyRequest, amount: number): string => formatMoney(amount, lang);
export const dayText = ({ lang }: FastifyRequest, at: string): string => formatDate(at.slice(0, 10), { lang });

const colours: Record<Standing, string> = { active: "tr-tag--green", suspended: "tr-tag--yellow", ended: "tr-tag--grey" };
export const standingTag = ({ t }: FastifyRequest, standing: Standing): Html =>
  tag({ text: t(`invoice.office.standing.${standing}`), classes: colours[standing] });

export const officeTrail = ({ t }: FastifyRequest, ...more: { href: string; text: string }[]) => [
  { href: officePath, text: t("invoice.office.title") },
  ...more,
];
