import { instant, type JobHandler, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { signCertificate } from "../domain/certificate.ts";
import { decide } from "../domain/decide.ts";
import type { Services } from "../domain/services.ts";
import { todayOf, withCase } from "../engine.ts";
import { insertCertificate } from "../store/cases.ts";

/** Decides a case whose data is complete; a grant gets its certificate in the same transaction. */
export const decideCase =
  (ctx: ModuleContext, services: Services, sealOf: (agency: string) => Promise<MemberKey>): JobHandler =>
  async ({ payload, db }) => {
    const { caseId } = payload as { caseId: string };
    await withCase(ctx, db, caseId, async (open, tx) => {
      if (open.state.state !== "collecting") return;
      const service = services.get(open.service);
      const decided = decide(service, open.state, todayOf(ctx), instant(ctx.clock));
      if ("impossible" in decided) {
        await open.append("troad", { type: "stopped", data: decided.impossible });
        await tx.enqueue(
          "cases.tell",
          { caseId, template: "case-stopped" },
          { key: `undecidable ${caseId} ${open.state.round}` },
        );
        return;
      }
      await open.append(service.member, { type: "decided", data: decided.decision });
      if (decided.decision.granted) {
        const code = ctx.ids.secret(18);
        const token = await signCertificate({
          service,
          state: open.state,
          decision: decided.decision,
          code,
          issuer: service.consumer,
          now: ctx.clock.now(),
          seal: await sealOf(open.agency),
        });
        await insertCertificate(tx, { code, case_id: caseId, token, issued_at: instant(ctx.clock) });
        await open.append(service.member, { type: "certificate-issued", data: { code } });
      }
      await tx.enqueue(
        "cases.tell",
        { caseId, template: decided.decision.granted ? "case-granted" : "case-refused" },
        { key: `decided ${caseId}` },
      );
    });
  };
