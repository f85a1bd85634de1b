import { type Html, html } from "@troad/html";

/**
 * The mark: a road whose edges converge at the horizon, with the light above it. Drawn with attributes only, because a strict content
 * security policy also refuses inline styles in SVG.
 */
export const mark: Html = html`<svg class="tr-mark" xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40"
  aria-hidden="true" focusable="false"><rect width="40" height="40" rx="11" fill="#0b5c50"/>
  <path d="M12.5 18.5a7.5 7.5 0 0 1 15 0z" fill="#f2b04a"/><path d="M5 18.5h30" stroke="#bfe3da" stroke-width="1.6" stroke-linecap="round"/>
  <path d="M19 18.5 9 34M21 18.5 31 34" stroke="#ffffff" stroke-width="2.6" stroke-linecap="round"/>
  <path d="M20 23v2.2M20 28.4v3.6" stroke="#bfe3da" stroke-width="1.8" stroke-linecap="round"/></svg>`;

/** The arrow of a button that starts a service. */
export const startArrow: Html = html`<svg class="tr-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 18 18"
  aria-hidden="true" focusable="false">
  <path d="M3 9h11M9.5 4.5 14 9l-4.5 4.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** Arrow to the previous page. */
export const previousArrow: Html = html`<svg class="tr-pagination__icon tr-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg"
  width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
  <path d="M13 8H3.5M7.5 4l-4 4 4 4" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** Arrow to the next page. */
export const nextArrow: Html = html`<svg class="tr-pagination__icon tr-pagination__icon--next" xmlns="http://www.w3.org/2000/svg"
  width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
  <path d="M3 8h9.5M8.5 4l4 4-4 4" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** A status icon; never by colour alone, but also by shape and word. */
export type Tone = "ok" | "failed" | "waiting" | "current" | "neutral";

const shapes: Readonly<Record<Tone, Html>> = {
  ok: html`<path d="m6 10.4 2.8 2.8L14.2 7.4"/>`,
  failed: html`<path d="m7 7 6 6M13 7l-6 6"/>`,
  waiting: html`<path d="M10 5.8V10l2.8 1.8"/>`,
  current: html`<path d="M6.5 10h7M10.4 6.8 13.5 10l-3.1 3.2"/>`,
  neutral: html`<path d="M9.95 10h.1"/>`,
};

/** A round icon for a tone. */
export const toneIcon = (tone: Tone): Html =>
  html`<svg class="tr-icon tr-icon--${tone}" xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 20 20"
  aria-hidden="true" focusable="false"><circle cx="10" cy="10" r="9" class="tr-icon__disc"/>
  <g class="tr-icon__shape" fill="none" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">${shapes[tone]}</g></svg>`;

/** The search icon. */
export const magnifier: Html = html`<svg class="tr-magnifier" xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20"
  aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round">
  <circle cx="8.5" cy="8.5" r="5.5"/><path d="m13 13 4.5 4.5"/></g></svg>`;
