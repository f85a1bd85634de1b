import { type HandledJob, handleJob, instant, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { isPending } from "../domain/actions.ts";
import { signCertificate } from "../domain/certificate.ts";
import { decide } from "../domain/decide.ts";
import type { Services } from "../domain/services.ts";
import { type CaseStore, readCase, todayOf, withCase } from "../engine.ts";
import { insertCertificate } from "../store/cases.ts";
import { stopCase } from "../submit.ts";
import { decideJob, tellJob } from "./definitions.ts";

/** Decides a case whose data is complete; a grant gets its certificate in the same transaction. */
export const decideCase = (
  store: CaseStore,
  ids: ModuleContext["ids"],
  services: Services,
  sealOf: (agency: string) => Promise<MemberKey>,
): HandledJob =>
  handleJob(decideJob, async ({ payload: { caseId } }) => {
    const { row, state } = await readCase(store, caseId);
    if (!isPending(state)) return;
    // before the transaction: on its first use the seal is certified by another module
    const seal = await sealOf(row.agency);
    await withCase(store, caseId, async (open, tx) => {
      if (!isPending(open.state)) return;
      const service = services.get(open.service);
      const now = store.clock.now();
      const decided = decide(service, open.state, todayOf(store), instant(store.clock));
      if ("impossible" in decided) return stopCase(open, tx, decided.impossible);
      await open.append(service.member, { type: "decided", data: decided.decision });
      if (decided.decision.granted) {
        const code = ids.secret(18);
        const parts = { service, state: open.state, decision: decided.decision, code, issuer: service.consumer, now, seal };
        await insertCertificate(tx, { code, case_id: caseId, token: await signCertificate(parts), issued_at: now.toISOString() });
        await open.append(service.member, { type: "certificate-issued", data: { code } });
      }
      const template = decided.decision.granted ? "case-granted" : "case-refused";
      await tx.enqueue(tellJob, { caseId, template }, { key: `decided ${caseId}` });
    });
  });
