import type { Command } from '../command.ts';
import { bulk } from './bulk.ts';
import { chat } from './chat.ts';
import { chatServer } from './chat-server.ts';
import { curl } from './curl.ts';
import { dhclient } from './dhclient.ts';
import { dhcpRelay } from './dhcp-relay.ts';
import { dhcpServer } from './dhcp-server.ts';
import { dig } from './dig.ts';
import { dnsServer } from './dns-server.ts';
import { echoServer } from './echo-server.ts';
import { handshakeModel } from './handshake-model.ts';
import { httpServer } from './http-server.ts';
import { leakyServer } from './leaky-server.ts';
import { nc } from './nc.ts';
import { nslookup } from './nslookup.ts';
import { rip } from './rip.ts';
import { reverseProxy } from './reverse-proxy.ts';
import { sink } from './sink.ts';
import { source } from './source.ts';
import { streamClient } from './stream-client.ts';
import { streamServer } from './stream-server.ts';

/** Servers and their clients: what a network is there for. */
export const SERVICES: Readonly<Record<string, Command>> = {
  bulk,
  chat,
  'chat-server': chatServer,
  curl,
  dhclient,
  'dhcp-relay': dhcpRelay,
  'dhcp-server': dhcpServer,
  dig,
  'dns-server': dnsServer,
  'echo-server': echoServer,
  'handshake-model': handshakeModel,
  'http-server': httpServer,
  'leaky-server': leakyServer,
  nc,
  nslookup,
  rip,
  'reverse-proxy': reverseProxy,
  sink,
  source,
  'stream-client': streamClient,
  'stream-server': streamServer,
};
