/** What a tax office knows of one tax of one taxpayer: the fields of the register `tax-assessment`. */
export type Assessment = {
  number: string;
  /** A national id, or the business number of a company. */
  taxpayer: string;
  taxpayerName: string;
  tax: "income" | "business" | "estate" | "gift" | "house" | "land-value" | "vehicle" | "penalty";
  year: number;
  /** In the words of the office, such as 115 年 9–10 月. */
  period: string;
  /** The masked plate, the house or the parcel. */
  object: string | null;
  base: number;
  assessed: number;
  lawZh: string;
  lawEn: string;
  /** How the law engine reached it, in short. */
  reasons: readonly { zh: string; en: string }[];
  assessedOn: string;
  payFrom: string;
  due: string;
  state: "standing" | "under-review" | "cancelled";
  /** `late`: how much of it is surcharge and interest. */
  payments: readonly { amount: number; late: number; on: string; channel: string; reference: string }[];
  refunds: readonly { amount: number; on: string; why: string; paid: boolean }[];
  /** Owners in common with their shares; the record is that of one of them. */
  owners: readonly { name: string; share: string; amount: number }[];
  /** Bank and masked account from which it is debited on its last day. */
  directDebit: string | null;
  instalments: readonly { no: number; due: string; amount: number }[];
  enforcedOn: string | null;
  enforcementOffice: string | null;
  enforcementNo: string | null;
  correctedOn: string | null;
  correctedFrom: number | null;
  correctionReason: string | null;
  /** The return or case from which it follows. */
  sourceCase: string | null;
};

/** A record with nothing paid, corrected or enforced. */
export const untouched: Pick<
  Assessment,
  | "state"
  | "payments"
  | "refunds"
  | "owners"
  | "directDebit"
  | "instalments"
  | "enforcedOn"
  | "enforcementOffice"
  | "enforcementNo"
  | "correctedOn"
  | "correctedFrom"
  | "correctionReason"
  | "sourceCase"
> = {
  state: "standing",
  payments: [],
  refunds: [],
  owners: [],
  directDebit: null,
  instalments: [],
  enforcedOn: null,
  enforcementOffice: null,
  enforcementNo: null,
  correctedOn: null,
  correctedFrom: null,
  correctionReason: null,
  sourceCase: null,
};
