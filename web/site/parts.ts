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
  /** The base address of this part of the site; its failures lead back there. `portal:/` is the home page. */
  home: string;
  /** Breadcrumbs before a page's own. */
  trail?: readonly Link[];
  /** The key of the line at the foot of its pages. */
  footer: string;
  demoNote?: string;
  /** The address of the style, and a module's own style. */
  assets: { base: string; style?: string };
  /** The signed-in person; by default the one of the portal's session. False: these pages have no sign-in. */
  session?: ((request: FastifyRequest) => Promise<S | undefined>) | false;
  /** Officers' pages: the work area's colour, its own navigation, and the officer's role and agency. */
  area?: "work";
  /** Address prefixes of this part's pages, for a module with pages in several parts; default: those of its manifest. */
  paths?: readonly string[];
  /** The address of the language form in former versions. */
  formerLanguage?: string;
};

export type SiteParts = Omit<SiteOptions<Session>, "assets" | "session"> & {
  assets: Assets;
  announcements: readonly Announcement[];
  columns: FooterColumns;
  roles: readonly RoleDefinition[];
  /** The name of an agency. */
  agencyName(lang: string, agency: string): string;
  session(request: FastifyRequest): Promise<Session | undefined>;
  user(request: FastifyRequest, session: Session | undefined): User | undefined;
};
