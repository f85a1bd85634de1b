import type { Step } from "@troad/flow";
import { instant, type Tx } from "@troad/kernel";
import { type IssueParts, issueCertificate } from "../certificates/issue.ts";
import { assess, decide } from "../domain/decide.ts";
import { stopCase } from "../engine/collecting.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, type OpenCase, todayOf } from "../engine/store.ts";
import { logCertificateJob } from "../jobs/definitions.ts";
import { insertRevocation } from "../store/cases.ts";
import { matchStep } from "./match.ts";

/** What steps need that happen within this module: they are part of the transaction in which the case comes to them. */
export type LocalParts = IssueParts & { store: CaseStore };

type Local = (parts: LocalParts, open: OpenCase, tx: Tx, step: Step) => Promise<void>;

const assessStep: Local = async ({ store }, open, tx) => {
  const worked = assess(open.service, open.state, todayOf(store));
  if ("impossible" in worked) return stopCase(open, tx, worked.impossible);
  await open.append(open.service.member, { type: "assessed", data: worked.assessed });
  await leave(store, open, tx, "assessed", open.service.member);
};

const decideStep: Local = async ({ store }, open, tx) => {
  const decided = decide(open.service, open.state, { today: todayOf(store), at: instant(store.clock) });
  if ("impossible" in decided) return stopCase(open, tx, decided.impossible);
  await open.append(open.service.member, { type: "decided", data: decided.decision });
  await leave(store, open, tx, decided.decision.granted ? "granted" : "refused", open.service.member);
};

const issueStep: Local = async (parts, open, tx, step) => {
  if (step.kind !== "issue") return;
  const { service } = open;
  const { store } = parts;
  if (step.revoke) {
    for (const { code, id, revoked } of open.state.certificates)
      if (!revoked && step.certificates.includes(id)) {
        await insertRevocation(tx, code, instant(store.clock));
        await open.append(service.member, { type: "certificate-revoked", data: { code } });
      }
  } else
    for (const id of step.certificates) {
      const code = await issueCertificate(parts, tx, { service, state: open.state, certificate: id, caseId: open.id });
      await open.append(service.member, { type: "certificate-issued", data: { code, certificate: id } });
      if (service.definition.certificates[id]?.logged) await tx.enqueue(logCertificateJob, { code }, { key: code });
    }
  await leave(store, open, tx, "issued", service.member);
};

/** The step's own work, where a step happens within this module; undefined where it needs another one. */
export function localStep(step: Step): Local | undefined {
  if (step.kind === "match") return ({ store }, open, tx) => matchStep(store, open, tx, step);
  if (step.kind === "assess") return assessStep;
  if (step.kind === "decide" && step.by === "law") return decideStep;
  return step.kind === "issue" ? issueStep : undefined;
}
