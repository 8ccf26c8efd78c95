import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders } from '#support/folder.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';
import { captureOf } from '#notes/capture.ts';

const folder = folders();

/** What passed the client's adapter, each frame once, as a file. */
async function captured(network: Lab, context: Parameters<typeof tshark>[0]): Promise<string> {
  const { cables } = network.topology;
  const names = { cables, deviceName: (id: string) => id };
  const here = await folder();
  const [both, one] = [join(here, 'cable.pcapng'), join(here, 'adapter.pcapng')];
  await writeFile(both, captureOf(network.timeline.trace, names, cables[0]!.id, network.timeline.cursor));
  tshark(context, '-r', both, '-Y', 'frame.interface_name == "pc1.eth0"', '-w', one);
  return one;
}

/** A client, its name server and a web server, after an exchange of each sort. */
function exchanges(): Lab {
  const zone = `$ORIGIN example.com.
$TTL 300
@ SOA ns hostmaster 1 7200 900 1209600 60
@ NS ns
ns A 10.0.0.2
www CNAME web
web A 10.0.0.3
${Array.from({ length: 40 }, (_, host) => `many A 10.1.0.${host}`).join('\n')}
`;
  const network = lab('pc1 -- switch1 -- server1, server2 -- switch1', {
    settings: { pc1: { resolver: ['10.0.0.2'] }, server1: { files: [{ path: '/zone', text: zone }] } },
  });
  network.command('server1', 'dns-server -z /zone 2.3.4.example=10.0.0.9');
  network.command('server2', 'http-server');
  network.command('server2', 'http-server -c -p 8080');
  network.run('1ms');
  network.command(
    'pc1',
    'dig example.com SOA; dig no.example.com; dig -x 10.0.0.9; dig example.com NS; dig web.example.com AAAA; dig many.example.com',
  );
  network.run('1s');
  network.command(
    'pc1',
    'curl http://www.example.com/ http://www.example.com/bytes/5000 http://www.example.com/none; curl -0 http://10.0.0.3/; curl -I http://10.0.0.3/; curl -d a=b http://10.0.0.3/echo; curl http://10.0.0.3:8080/bytes/9000',
  );
  network.run('5s');
  return network;
}

describe('what the services of drawn hosts say', () => {
  it('is read by tshark without a malformed frame or a wrong checksum', async (context) => {
    const network = exchanges();
    const file = await captured(network, context);
    const checks = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE'];
    const wrong =
      '_ws.malformed || _ws.expert.severity >= 0x00800000 || ip.checksum.status == 0 || udp.checksum.status == 0';
    expect(tshark(context, ...checks, '-r', file, '-Y', wrong)).toBe('');
  });

  it('is DNS to tshark, with the names, codes and records that were meant', async (context) => {
    const file = await captured(exchanges(), context);
    const fields = [
      'dns.flags.rcode',
      'dns.flags.authoritative',
      'dns.qry.name',
      'dns.a',
      'dns.cname',
      'dns.soa.mname',
    ];
    const words = fields.flatMap((field) => ['-e', field]);
    const only = 'udp && dns.flags.response == 1 && dns.flags.truncated == 0';
    const lines = tshark(context, '-r', file, '-Y', only, '-T', 'fields', '-E', 'separator=|', ...words);
    expect(lines.trim().split('\n')).toEqual([
      '0|1|example.com|||ns.example.com',
      '3|1|no.example.com|||ns.example.com',
      '0|1|9.0.0.10.in-addr.arpa|||',
      '0|1|example.com|||',
      '0|1|web.example.com|||ns.example.com',
      '0|1|www.example.com|10.0.0.3|web.example.com|',
    ]);
    const whole = tshark(
      context,
      '-r',
      file,
      '-Y',
      'tcp && dns.flags.response == 1',
      '-T',
      'fields',
      '-e',
      'dns.count.answers',
    );
    expect(whole.trim()).toBe('40');
  });

  it('is HTTP to tshark: each request and each answer, bodies put together', async (context) => {
    const file = await captured(exchanges(), context);
    const fields = ['http.request.method', 'http.request.uri', 'http.request.version', 'http.response.code'];
    const words = [...fields, 'http.content_length'].flatMap((field) => ['-e', field]);
    const only = 'http';
    const ports = ['-d', 'tcp.port==8080,http'];
    const lines = tshark(context, ...ports, '-r', file, '-Y', only, '-T', 'fields', '-E', 'separator=|', ...words);
    expect(lines.trim().split('\n')).toEqual([
      'GET|/|HTTP/1.1||',
      '|||200|56',
      'GET|/bytes/5000|HTTP/1.1||',
      '|||200|5000',
      'GET|/none|HTTP/1.1||',
      '|||404|27',
      'GET|/|HTTP/1.0||',
      '|||200|',
      'HEAD|/|HTTP/1.1||',
      '|||200|56',
      'POST|/echo|HTTP/1.1||3',
      '|||200|3',
      'GET|/bytes/9000|HTTP/1.1||',
      '|||200|',
    ]);
  });
});
