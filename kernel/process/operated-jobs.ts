import { CodedError, kernelFailure } from "../errors.ts";
import type { DeadJobs } from "../jobs/dead.ts";
import { clientOf, type Invoke } from "../remote/client.ts";
import { addUp, type DeadJobsApi, newestFirst } from "./dead-jobs.ts";

export function deadJobs(parts: {
  modules: readonly string[];
  moduleOf(schema: string): string | undefined;
  invoke: Invoke;
}): DeadJobs {
  const of = (module: string): DeadJobsApi => clientOf<DeadJobsApi>(module, parts.invoke);
  const ofSchema = (name: string): DeadJobsApi => {
    const module = parts.moduleOf(name);
    if (!module) throw kernelFailure("request.not-found");
    return of(module);
  };
  /** Each module's answer; none if its process cannot be reached. */
  const askAll = async <T>(work: (api: DeadJobsApi) => Promise<T>): Promise<{ answers: T[]; away: string[] }> => {
    const asked = await Promise.all(
      parts.modules.map(async (module) =>
        work(of(module)).then(
          (answer) => ({ module, answer }),
          (error: unknown) => {
            if (error instanceof CodedError && error.code === "peer.unavailable") return { module };
            throw error;
          },
        ),
      ),
    );
    return {
      answers: asked.flatMap((one) => ("answer" in one ? [one.answer] : [])),
      away: asked.flatMap((one) => ("answer" in one ? [] : [one.module])),
    };
  };
  return {
    list: async (query) => {
      const { answers, away } = await askAll((api) => api.$deadJobs(query));
      return { jobs: answers.flat().sort(newestFirst).slice(0, query.limit), away };
    },
    kinds: async () => addUp((await askAll((api) => api.$deadKinds())).answers.flat()),
    find: async (one) => ofSchema(one.schema).$deadJob(one),
    retry: async (act) => ofSchema(act.schema).$retryJob(act),
    retryKind: async (act) => {
      const { answers } = await askAll((api) => api.$retryKind(act));
      return answers.reduce((sum, one) => sum + one, 0);
    },
    drop: async (act) => ofSchema(act.schema).$dropJob(act),
  };
}
