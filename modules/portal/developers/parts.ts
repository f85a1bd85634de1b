import type { ClientRegistration, EidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import type { Names, Session, Site } from "@troad/web";

export type DeveloperPages = {
  ctx: ModuleContext;
  site: Site<Session>;
  work: Site;
  names: Names;
  eid: Pick<EidApi, "applyForClient" | "decideClient" | "clients" | "client" | "clientSecret">;
  people: Pick<PeopleApi, "mandatesOf">;
};

export type Organisation = ClientRegistration["organisation"];

/** For whom someone may apply: the agencies whose posts they hold, and the businesses that they represent. */
export async function organisationsOf({ people, names }: DeveloperPages, session: Session): Promise<Organisation[]> {
  const agencies = [...new Set(session.roles.flatMap(({ role, agency }) => (role === "citizen" || !agency ? [] : [agency])))];
  const held = await people.mandatesOf({ subject: session.subject, side: "held", limit: 100 });
  const represented = held.filter(({ kind, state }) => kind === "representative" && state === "held");
  const named = (id: string) => ({ en: names.agency("en", id), "zh-Hant": names.agency("zh-Hant", id) });
  return [
    ...agencies.map((id) => ({ kind: "agency" as const, id, name: named(id) })),
    ...represented.map(({ principal: { subject, name } }) => ({
      ...{ kind: "business" as const, id: subject.replace(/^business:/, "") },
      name: { en: name, "zh-Hant": name },
    })),
  ];
}

export const textIn = (text: { en: string; "zh-Hant": string }, lang: string): string =>
  lang === "zh-Hant" ? text["zh-Hant"] : text.en;
