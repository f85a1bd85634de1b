import { formatDate } from "@troad/design";
import { type Translate, taipeiDate } from "@troad/kernel";
import type { CertificateView } from "../api.ts";
import type { LetterText } from "./letter.ts";

export type SheetTexts = {
  t: Translate;
  lang: string;
  agency: string;
  /** Title and introduction, as the service words them. */
  title: string;
  intro: string;
  /** The statements with their labels, formatted. */
  rows: readonly { label: string; value: string }[];
};

/** A certificate as a sheet of paper, for its holder: what it states, until when, and its number. */
export function certificateSheet(issued: CertificateView, holder: string, texts: SheetTexts): LetterText {
  const { t, lang, agency, title, intro, rows } = texts;
  const day = (at: string): string => formatDate(taipeiDate(new Date(at)), { lang });
  const line = (label: string, value: string): string => `${label}${t("web.colon")}${value}`;
  return {
    ...{ agency, title, day: day(issued.issuedAt) },
    to: line(t("cases.certificate.name"), holder),
    about: line(t("cases.certificate.number"), issued.code),
    paragraphs: [
      intro,
      ...rows.map(({ label, value }) => line(label, value)),
      ...(issued.validUntil === null ? [] : [line(t("cases.verify.until"), day(issued.validUntil))]),
    ],
    right: "",
  };
}
