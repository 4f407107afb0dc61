/** How long, how many, how large. A module of their own, because esbuild writes numbers of other modules in place. */

/** Milliseconds: for an answer, for a file, before a token's end, without a word on the stream. */
export const PATIENCE = 20_000;
export const PATIENCE_WITH_FILES = 180_000;
export const EARLY = 60_000;
export const SILENCE = 45_000;
/** Somebody's typing is believed for so long; messages further apart are each told their time. */
export const TYPING_LASTS = 6000;
export const APART = 300_000;
export const A_DAY = 86_400_000;
/** Seconds between tries at most: to say something or to listen, and to be shown at all. */
export const LONGEST_WAIT = 30;
export const LONGEST_WAIT_UNSEEN = 300;
/** Messages in the drawer. */
export const KEPT = 200;
/** Pixels from the end of the transcript within which a reader is at its end. */
export const NEAR = 90;
/** FLW-08: 5 MB. */
export const LARGEST = 5_242_880;
