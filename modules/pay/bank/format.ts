import { type PaymentFile, type PaymentLine, writeAch, writePain001 } from "@troad/iso20022";

/** How a batch is written for the bank: the same lines give the same bytes. */
export type BankFormat = {
  /** Of the file's name. */
  extension: "xml" | "txt";
  write(file: PaymentFile, lines: AsyncIterable<PaymentLine>): AsyncIterable<string>;
};

/** `ach` is the interbank layout of packages/iso20022, which nobody has verified against the clearing house's. */
export const bankFormats = {
  iso20022: { extension: "xml", write: writePain001 },
  ach: { extension: "txt", write: (file, lines) => writeAch(file, lines) },
} as const satisfies Record<string, BankFormat>;
