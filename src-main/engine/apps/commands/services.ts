import type { Command } from '../command.ts';
import { curl } from './curl.ts';
import { dig } from './dig.ts';
import { dnsServer } from './dns-server.ts';
import { httpServer } from './http-server.ts';
import { nslookup } from './nslookup.ts';
import { reverseProxy } from './reverse-proxy.ts';

/** Servers and their clients: what a network is there for. */
export const SERVICES: Readonly<Record<string, Command>> = {
  curl,
  dig,
  'dns-server': dnsServer,
  'http-server': httpServer,
  nslookup,
  'reverse-proxy': reverseProxy,
};
