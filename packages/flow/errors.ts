/** What can be wrong with the steps of a service; found when content is loaded, never while a case is running. */
export type FlowErrorCode =
  | "flow.duplicate-step"
  | "flow.first-step"
  | "flow.outcome-missing"
  | "flow.outcome-unknown"
  | "flow.unknown-step"
  | "flow.unguarded"
  | "flow.unreachable"
  | "flow.no-end"
  | "flow.automatic-cycle"
  | "flow.act"
  | "flow.ask"
  | "flow.entry"
  | "flow.expect"
  | "flow.unknown-party"
  | "flow.unknown-page"
  | "flow.unknown-source"
  | "flow.unknown-certificate"
  | "flow.unknown-reference"
  | "flow.too-early"
  | "flow.committee"
  | "flow.law"
  | "flow.not-by"
  | "flow.party"
  | "flow.documents"
  | "flow.keep"
  | "flow.secret"
  | "flow.duplicate"
  | "flow.path"
  | "flow.prefill";

/** A definition that cannot work: a defect of content, so it throws. */
export class FlowError extends Error {
  readonly code: FlowErrorCode;
  readonly where: string;
  constructor(code: FlowErrorCode, where: string, why: string) {
    super(`${where}: ${why} (${code})`);
    this.name = "FlowError";
    this.code = code;
    this.where = where;
  }
}
