import type { Command } from '../command.ts';
import { dig } from './dig.ts';
import { dnsServer } from './dns-server.ts';
import { nslookup } from './nslookup.ts';

/** Servers and their clients: what a network is there for. */
export const SERVICES: Readonly<Record<string, Command>> = {
  dig,
  'dns-server': dnsServer,
  nslookup,
};
