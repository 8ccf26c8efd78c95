import type { Command } from '../command.ts';
import { newRipDaemon, runRip, withdrawRoutes, type RipDaemon } from '../rip/router.ts';

/** The routing daemon of a router, as its settings say. */
export const rip: Command<null, RipDaemon> = {
  name: 'rip',
  synopsis: 'rip',
  parse: (words) => (words.length === 0 ? null : { misuse: 'it is set in the properties of the router' }),
  begin: newRipDaemon,
  run(_options, memory, system) {
    const settings = system.environment.settings.rip;
    const failed = settings === undefined ? 'it is not set for this device' : runRip(memory, settings, system);
    if (failed === null) return null;
    system.print(`rip: ${failed}`);
    return 1;
  },
  interrupted(_options, _memory, system) {
    withdrawRoutes(system);
  },
};
