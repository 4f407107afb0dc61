/** The one line on the page: which business, from where. One page has one chat, so every module is its only instance. */

export const script = document.currentScript;
export const { tenant, language: demanded } = script?.dataset || {};
