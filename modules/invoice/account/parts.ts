import type { BenefitsApi } from "@troad/benefits/api";
import type { Pages } from "../site/pages.ts";
import type { Family } from "./family.ts";
import type { Wishes } from "./wishes.ts";

/** What the pages of a person's settings need besides those of all pages. */
export type AccountParts = { family: Family; wishes: Wishes; benefits: Pick<BenefitsApi, "account" | "register"> };
export type AccountPages = Pages & AccountParts;
export const settingsPath = "/invoice/settings";
export const familyPath = "/invoice/family";
