import type { ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { Announcement } from "./announcements.ts";
import type { Assets } from "./assets.ts";
import type { FooterColumns } from "./footer.ts";
import type { RoleDefinition } from "./roles.ts";
import type { Session } from "./session.ts";

/** An address and the key of its text; `portal:/` leads to the portal, which may be on another host. */
export type Link = { href: string; text: string };
export type User = { name: string; href: string; signOut: { action: string } } | { signInHref: string };

export type SiteOptions<S extends Session> = {
  ctx: ModuleContext;
  /** The key of the name beside the emblem. */
  title: string;
  /** Which navigation the header shows: entries of manifests with this section. */
  section: string;
  /** Below which address this part of the site stands; its failures lead back there. `portal:/` is the home page. */
  home: string;
  /** Breadcrumbs before a page's own. */
  trail?: readonly Link[];
  /** The key of the line at the foot of its pages. */
  footer: string;
  demoNote?: string;
  /** Where the look is served, and a module's own style. */
  assets: { base: string; style?: string };
  /** Who is signed in; by default the person of the portal's session. False: nobody signs in to these pages. */
  session?: ((request: FastifyRequest) => Promise<S | undefined>) | false;
  /** Officers' pages: the colour of the office, its own navigation, and who one is there. */
  area?: "work";
  /** Address prefixes of this part's pages, where a module has pages in several; default: those of its manifest. */
  paths?: readonly string[];
  /** The address of the language form in former versions. */
  formerLanguage?: string;
};

export type SiteParts = Omit<SiteOptions<Session>, "assets" | "session"> & {
  assets: Assets;
  announcements: readonly Announcement[];
  columns: FooterColumns;
  roles: readonly RoleDefinition[];
  /** What people call an agency. */
  agencyName(lang: string, agency: string): string;
  session(request: FastifyRequest): Promise<Session | undefined>;
  user(request: FastifyRequest, session: Session | undefined): User | undefined;
};
