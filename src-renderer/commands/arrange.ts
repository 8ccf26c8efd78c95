import { arrangeAlign, arrangeDistribute } from './arrange-align.ts';
import { arrangeCollapse, arrangeGroup, arrangeUngroup } from './arrange-group.ts';
import { arrangeLayers, arrangeSpread } from './arrange-layout.ts';
import { arrangeSnap } from './arrange-snap.ts';
import type { Command } from './command.ts';

/** What is done with where things stand, in the order of their menu. */
export const arrangeCommands: readonly Command[] = [
  arrangeGroup,
  arrangeUngroup,
  arrangeCollapse,
  ...arrangeAlign,
  ...arrangeDistribute,
  arrangeLayers,
  arrangeSpread,
  arrangeSnap,
];
