import { formatDate, formatMoney, tag } from "@troad/design";
import type { Html } from "@troad/html";
import { type CodedError, type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, type Session, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { LoveCodes } from "../donations/love-codes.ts";
import { typedIn } from "../office/form-view.ts";
import type { Registrations } from "../office/operator/registrations.ts";
import type { Rights, Shop, ShopAccess } from "./access.ts";
import type { ShopActs } from "./acts.ts";
import type { Due } from "./countdown.ts";
import type { ShopRecords } from "./records.ts";
import type { ShopSending } from "./sending.ts";
import type { ShopUploads } from "./uploads.ts";

export const shopPath = "/shop";
/** What every page of a shop needs. */
export type ShopPages = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  site: Site;
  access: ShopAccess;
  acts: ShopActs;
  records: ShopRecords;
  sending: ShopSending;
  uploads: ShopUploads;
  registrations: Pick<Registrations, "credential" | "endCredential" | "credentials" | "oneSender">;
  loveCodes: LoveCodes;
  /** The key of the seal in the left QR code of a seller. */
  sealKey: (ban: string) => string;
};
export type ShopPageFile = (app: FastifyInstance, pages: ShopPages) => void;

export const paramIn = (request: FastifyRequest, name: string): string =>
  (request.params as Record<string, string | undefined>)[name] ?? "";
/** The business of the address, if the person may do that much for it. */
export const shopIn = (
  { access }: Pick<ShopPages, "access">,
  request: FastifyRequest,
  { subject }: Session,
  rights: Rights,
): Promise<Shop> => access.need(subject, paramIn(request, "ban"), rights);

export const money = ({ lang }: FastifyRequest, amount: number): string => formatMoney(amount, lang);
export const dayText = ({ lang }: FastifyRequest, at: string): string => formatDate(at.slice(0, 10), { lang });
export const addressIn = ({ ban }: Shop, rest = ""): string => `${shopPath}/${ban}${rest}`;
export const trail = ({ t }: FastifyRequest, shop?: Shop, ...more: { href: string; text: string }[]) => [
  { href: shopPath, text: t("invoice.shop.title") },
  ...(shop ? [{ href: addressIn(shop), text: shop.name }] : []),
  ...more,
];
/** A deadline with the days that are left. */
export function dueTag({ t, lang }: FastifyRequest, { day, left }: Due): Html {
  const text = left < 0 ? t("invoice.shop.due-late", { days: -left }) : t("invoice.shop.due-left", { days: left });
  const classes = left < 0 ? "tr-tag--red" : left <= 2 ? "tr-tag--yellow" : "tr-tag--green";
  return tag({ text: `${formatDate(day, { lang })} · ${text}`, classes });
}
const colours: Record<string, string> = {
  C: "tr-tag--green",
  E: "tr-tag--red",
  G: "tr-tag--yellow",
  P: "tr-tag--blue",
  S: "tr-tag--blue",
};
/** P, S, G, C or E with its meaning. */
export const stateTag = ({ t }: FastifyRequest, state: string): Html =>
  tag({ text: `${state} · ${t(`invoice.shop.state.${state}`)}`, classes: colours[state] ?? "tr-tag--grey" });

type Asked = { request: FastifyRequest; shop: Shop; by: string };
type Refused = { error?: CodedError | undefined };

/**
 * A page of the representative with forms below its address. What an act of a form returns is shown on the page; after an act that returns
 * nothing the page is loaded anew.
 */
export function ownerForms<Shown extends Refused>(
  app: FastifyInstance,
  { site, access }: Pick<ShopPages, "site" | "access">,
  name: string,
  view: (request: FastifyRequest, shop: Shop, shown: Partial<Shown>) => Promise<View>,
) {
  const address = `${shopPath}/:ban/${name}`;
  app.get(
    address,
    hidden,
    site.signedIn("anybody", async (request, session) => view(request, await shopIn({ access }, request, session, "owner"), {})),
  );
  return (path: string, act: (asked: Asked) => Promise<Partial<Shown> | undefined>): void => {
    app.post(
      `${address}${path}`,
      hidden,
      site.signedIn("anybody", async (request, session, reply) => {
        const shop = await shopIn({ access }, request, session, "owner");
        const shown = await act({ request, shop, by: session.subject });
        return shown ? view(request, shop, shown) : seeOther(reply, addressIn(shop, `/${name}`));
      }),
    );
  };
}

/** The row that a button of a list is about. */
export const noIn = (request: FastifyRequest): number => Number(typedIn(request, [{ name: "no" }]).no) || 0;
