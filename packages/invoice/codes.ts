/**
 * Every coded finding of this package. Shops' programs depend on them, so a code never changes its meaning. `schema` findings come from the
 * message's schema (MIG), `rule` findings from business rules that no schema expresses.
 */
export const schemaCodes = [
  "xml.malformed",
  "xml.encoding",
  "xml.dtd-refused",
  "xml.too-deep",
  "xml.too-large",
  "message.unknown",
  "element.missing",
  "element.unexpected",
  "element.order",
  "element.repeated",
  "element.too-many",
  "element.namespace",
  "attribute.unexpected",
  "attribute.missing",
  "text.unexpected",
  "value.too-short",
  "value.too-long",
  "value.pattern",
  "value.not-listed",
  "value.number",
  "value.digits",
  "value.range",
  "value.date",
  "value.time",
  "value.base64",
] as const;

export const ruleCodes = [
  "ban.form",
  "ban.check-digit",
  "date.impossible",
  "proof.none",
  "proof.several",
  "proof.random-number",
  "carrier.incomplete",
  "carrier.type",
  "carrier.form",
  "carrier.ids-differ",
  "donation.code-missing",
  "donation.code-form",
  "donation.not-marked",
  "donation.business-buyer",
  "tax.type",
  "tax.rate",
  "tax.special-type",
  "tax.customs-mark",
  "tax.zero-reason",
  "amount.tax",
  "amount.sales",
  "amount.total",
  "amount.items",
  "amount.not-positive",
  "cancel.before-issue",
  "cancel.period-closed",
  "allowance.before-issue",
  "range.reversed",
  "range.not-fifty",
  "range.outside",
  "range.overlap",
  "envelope.count",
  "envelope.type",
] as const;

export type SchemaCode = (typeof schemaCodes)[number];
export type RuleCode = (typeof ruleCodes)[number];

/** One error: the kind of check that found it, its code, and the path of the element (like XPath, lists counted from 1). */
export type Finding =
  | { readonly kind: "schema"; readonly code: SchemaCode; readonly path: string }
  | { readonly kind: "rule"; readonly code: RuleCode; readonly path: string };

/** Maximum number of findings per document; nobody reads more. */
export const maxFindings = 100;
