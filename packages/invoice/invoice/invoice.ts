/**
 * An invoice as the platform keeps it, whatever form it came in. Amounts are the decimal texts of the message: what was signed is
 * never rounded on its way. Also the form of the JSON interface.
 */
export type Party = {
  readonly ban: string;
  readonly name: string;
  readonly address?: string | undefined;
  readonly personInCharge?: string | undefined;
  readonly telephone?: string | undefined;
  readonly facsimile?: string | undefined;
  readonly email?: string | undefined;
  readonly customerNumber?: string | undefined;
  readonly roleRemark?: string | undefined;
};

export type InvoiceItem = {
  readonly description: string;
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxType?: string | undefined;
  readonly sequence: string;
  readonly remark?: string | undefined;
  readonly relateNumber?: string | undefined;
};

export type Carrier = { readonly type: string; readonly id1: string; readonly id2: string };

export type Invoice = {
  /** Two letters and eight digits; unique in its period only. */
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly time: string;
  /** 07 general, 08 special; 01-06 until 3.x. */
  readonly type: string;
  readonly seller: Party;
  /** `0000000000` for a consumer. */
  readonly buyer: Party;
  readonly print: boolean;
  readonly carrier?: Carrier | undefined;
  /** The donation code or business number of who gets it. */
  readonly donatedTo?: string | undefined;
  readonly randomNumber?: string | undefined;
  readonly remark?: string | undefined;
  readonly buyerRemark?: string | undefined;
  readonly customsMark?: string | undefined;
  readonly zeroReason?: string | undefined;
  readonly bondedArea?: string | undefined;
  readonly category?: string | undefined;
  readonly relateNumber?: string | undefined;
  readonly grouped?: boolean | undefined;
  readonly items: readonly InvoiceItem[];
  /** Taxed, exempt and zero-rated sales. */
  readonly sales: string;
  readonly exemptSales: string;
  readonly zeroSales: string;
  /** 1 taxed, 2 zero, 3 exempt, 4 special, 9 mixed. */
  readonly taxType: string;
  readonly taxRate: string;
  readonly tax: string;
  readonly total: string;
  readonly discount?: string | undefined;
  readonly originalAmount?: string | undefined;
  readonly exchangeRate?: string | undefined;
  /** Absent for NT$. */
  readonly currency?: string | undefined;
};
