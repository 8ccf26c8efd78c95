import type { Command } from '../command.ts';
import { beginTransfers, runTransfers } from '../http/client.ts';
import type { CurlMemory } from '../http/client.ts';
import { readCurl } from '../http/client-options.ts';
import type { CurlOptions } from '../http/client-options.ts';

/** Fetches what URLs name, over one connection as long as it can; exit codes and messages are those of the real one. */
export const curl: Command<CurlOptions, CurlMemory> = {
  name: 'curl',
  synopsis:
    'curl [-v] [-i] [-I] [-s] [-f] [-0] [-o file] [-X method] [-H header] [-d data] [-m seconds] [--connect-timeout seconds] [-w format] URL…',
  parse: readCurl,
  begin: beginTransfers,
  run: runTransfers,
};
