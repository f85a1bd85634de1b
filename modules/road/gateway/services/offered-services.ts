import { type ExternalService, readServices } from "@troad/directory";
import type { Content, Database } from "@troad/kernel";
import { allOffered } from "../../store/settings.ts";

/** The services of an agency besides its registers: from content, or set at the gateway while it runs. */
export type OfferedServices = {
  /** By SUBSYSTEM/service. */
  all(): ReadonlyMap<string, ExternalService>;
  /** Whether content sets a service (SUBSYSTEM/service), so that it cannot be changed here. */
  isOfContent(key: string): boolean;
  /** Reads the table again after a change. */
  reload(): Promise<void>;
};

export const serviceKey = ({ subsystem, service }: Pick<ExternalService, "subsystem" | "service">): string =>
  `${subsystem}/${service}`;

export async function openOfferedServices(content: Content, db: Database, agency: string): Promise<OfferedServices> {
  const ofContent = readServices(content, agency);
  let all = ofContent;
  const reload = async (): Promise<void> => {
    const set = (await allOffered(db)).map((one): [string, ExternalService] => [serviceKey(one), one]);
    all = new Map([...set, ...ofContent]);
  };
  await reload();
  return { all: () => all, isOfContent: (key) => ofContent.has(key), reload };
}
