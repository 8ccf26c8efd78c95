import type { StepsSettings } from '#engine/apps/settings.ts';
import { timesOf } from '#engine/link/spanning-tree/settings.ts';
import { networkText, Place } from './check.ts';
import { hasNetworkLayer } from './device-kinds.ts';
import { checkFilter } from './filter.ts';
import { checkGroups } from './grouping.ts';
import { checkShape } from './drawn-shape.ts';
import { checkDhcp } from './dhcp.ts';
import { checkLoopback } from './loopback.ts';
import { checkNat } from './nat.ts';
import { checkTunnel } from './tunnel.ts';
import { checkRule, checkRules } from './rule.ts';
import { LIMITS } from './limits.ts';
import { problem, type Problem } from './problem.ts';
import type { CableRecord, DeviceRecord, DocumentRecord, ProgramRecord, RecordType } from './records.ts';
import { isId, SHAPES } from './shapes.ts';

/**
 * Checks records that come from anywhere: a file, the contract, a form. Returns clean copies, holding nothing but what
 * is known, or every problem found (the first {@link LIMITS.problems}; the rest is counted). Never throws.
 *
 * `together` (false): the records are all there are, so what they say of each other is checked too.
 * `shapes` (true): false when the records were checked one by one before.
 */
export function validateRecords(
  records: readonly unknown[],
  { together = false, shapes = true }: { together?: boolean; shapes?: boolean } = {},
): { records: DocumentRecord[] } | { problems: Problem[] } {
  if (records.length > LIMITS.records) {
    return { problems: [problem('too-many-records', { count: records.length, most: LIMITS.records })] };
  }
  const problems: Problem[] = [];
  const found: DocumentRecord[] = shapes ? [] : (records as DocumentRecord[]);
  if (shapes) {
    for (let i = 0; i < records.length && problems.length <= LIMITS.problems; i++) {
      const record = checked(records[i], i, problems);
      if (record) found.push(record);
    }
  }
  if (problems.length === 0) checkIds(found, problems);
  if (problems.length === 0 && together) checkTogether(found, problems);
  return problems.length === 0 ? { records: found } : { problems: capped(problems) };
}

/** A list of problems short enough to read. */
export function capped(problems: Problem[]): Problem[] {
  const more = problems.length - LIMITS.problems;
  return more <= 0 ? problems : [...problems.slice(0, LIMITS.problems), problem('more-problems', { count: more })];
}

function checked(value: unknown, index: number, problems: Problem[]): DocumentRecord | undefined {
  const record = `#${index + 1}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push(problem('bad-record', { record }));
    return undefined;
  }
  const { id, type } = value as Record<string, unknown>;
  const place = new Place(isId(id) ? id : record, '', problems);
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) {
    const known = typeof type === 'string' ? type.slice(0, 40) : '';
    problems.push(problem('unknown-type', { record: place.record, value: known }));
    return undefined;
  }
  const found = SHAPES[type as RecordType](value, place);
  if (!found) return undefined;
  const before = problems.length;
  if (found.type === 'device') checkDevice(found, place);
  if (found.type === 'cable') checkCable(found, place);
  if (found.type === 'rule') checkRule(found, place);
  if (found.type === 'shape') checkShape(found, place);
  if (found.type === 'program' && found.run.program === 'steps') checkSteps(found.run, place);
  return problems.length === before ? found : undefined;
}

function checkDevice(device: DeviceRecord, place: Place): void {
  const { kind } = device;
  const names = new Set<string>();
  device.ports.forEach((port, index) => {
    const at = place.at('ports').element(index);
    if (names.has(port.name)) at.at('name').report('duplicate-port', { port: port.name });
    names.add(port.name);
    if (port.spanningTree && kind !== 'switch') at.at('spanningTree').report('not-for-this-kind', { kind });
    if (port.vlan && kind !== 'switch') at.at('vlan').report('not-for-this-kind', { kind });
    if (hasNetworkLayer(kind)) {
      if (port.mac === null) at.at('mac').report('missing-field');
      if (port.dhcp === true && port.address !== null) at.at('dhcp').report('does-not-fit', { other: 'address' });
    } else {
      if (port.mac !== null) at.at('mac').report('not-for-this-kind', { kind });
      if (port.address !== null) at.at('address').report('not-for-this-kind', { kind });
      if (port.dhcp !== undefined) at.at('dhcp').report('not-for-this-kind', { kind });
    }
  });
  if (!hasNetworkLayer(kind)) {
    if (device.gateway !== null) place.at('gateway').report('not-for-this-kind', { kind });
    if (device.routes.length > 0) place.at('routes').report('not-for-this-kind', { kind });
    if (device.transport) place.at('transport').report('not-for-this-kind', { kind });
    if (device.network) place.at('network').report('not-for-this-kind', { kind });
    if (device.resolver) place.at('resolver').report('not-for-this-kind', { kind });
    if (device.filter) place.at('filter').report('not-for-this-kind', { kind });
    if (device.dhcp) place.at('dhcp').report('not-for-this-kind', { kind });
    if (device.files) place.at('files').report('not-for-this-kind', { kind });
  }
  if (device.nat && kind !== 'router') place.at('nat').report('not-for-this-kind', { kind });
  else if (device.nat) checkNat(device.nat, place.at('nat'));
  if (device.loopback && kind !== 'gateway') place.at('loopback').report('not-for-this-kind', { kind });
  else if (device.loopback) checkLoopback(device.loopback, place.at('loopback'));
  if (device.tunnel && kind !== 'tunnel') place.at('tunnel').report('not-for-this-kind', { kind });
  else if (kind === 'tunnel') checkTunnel(device, place);
  if (device.medium && kind !== 'hub') place.at('medium').report('not-for-this-kind', { kind });
  if (device.spanningTree && kind !== 'switch') place.at('spanningTree').report('not-for-this-kind', { kind });
  if (device.spanningTree) checkTimes(device.spanningTree, place.at('spanningTree'));
  if (device.ageingTime && kind !== 'switch') place.at('ageingTime').report('not-for-this-kind', { kind });
  if (device.rip && kind !== 'router') place.at('rip').report('not-for-this-kind', { kind });
  if (device.dhcp) checkDhcp(device.dhcp, place.at('dhcp'));
  if (device.filter) checkFilter(device.filter, place.at('filter'));
  const paths = new Set<string>();
  device.files?.forEach(({ path }, index) => {
    if (paths.has(path)) place.at('files').element(index).at('path').report('duplicate-path', { path });
    paths.add(path);
  });
  device.routes.forEach(({ destination, prefix }, index) => {
    const network = networkText(destination, prefix);
    if (network === destination) return;
    const value = `${destination}/${prefix}`;
    place.at('routes').element(index).at('destination').report('host-bits-set', { value, network });
  });
}

/** IEEE 802.1D-2004 §17.14: 2 × (forward delay − 1 s) ≥ max age ≥ 2 × (hello time + 1 s). */
function checkTimes(tree: NonNullable<DeviceRecord['spanningTree']>, place: Place): void {
  const { helloTime, maxAge, forwardDelay } = timesOf(tree);
  const [least, most] = [2 * (helloTime + 1e9), 2 * (forwardDelay - 1e9)];
  if (maxAge < least || maxAge > most) place.at('maxAge').report('out-of-range', { least, most, value: maxAge });
}

function checkCable({ a, b }: CableRecord, place: Place): void {
  if (a.device === b.device && a.port === b.port) place.report('cable-to-itself', { device: a.device, port: a.port });
}

function checkSteps({ steps }: StepsSettings, place: Place): void {
  const sockets = new Set<string>();
  steps.forEach((step, index) => {
    const at = place.at('run.steps').element(index);
    if ('socket' in step && !sockets.has(step.socket))
      at.at('socket').report('unknown-socket', { socket: step.socket });
    if ('as' in step) sockets.add(step.as);
    if (step.call === 'repeat' && step.from > index) {
      at.at('from').report('out-of-range', { least: 1, most: index, value: step.from });
    }
  });
}

function checkIds(records: DocumentRecord[], problems: Problem[]): void {
  const ids = new Set<string>();
  for (const { id } of records) {
    if (ids.has(id)) problems.push(problem('duplicate-id', { id }));
    ids.add(id);
  }
}

function checkTogether(records: DocumentRecord[], problems: Problem[]): void {
  if (records.length > LIMITS.records) {
    problems.push(problem('too-many-records', { count: records.length, most: LIMITS.records }));
  }
  const devices = new Map<string, DeviceRecord>();
  for (const record of records) if (record.type === 'device') devices.set(record.id, record);
  if (devices.size > LIMITS.devices) {
    problems.push(problem('too-many-devices', { count: devices.size, most: LIMITS.devices }));
  }
  const cableIn = new Map<string, string>();
  for (const record of records) {
    if (record.type === 'cable') {
      checkEnds(record, devices, cableIn, problems);
    } else if (record.type === 'program') {
      checkHome(record, devices, problems);
    }
  }
  checkRules(records, problems);
  checkGroups(records, problems);
}

function checkEnds(
  cable: CableRecord,
  devices: Map<string, DeviceRecord>,
  cableIn: Map<string, string>,
  problems: Problem[],
): void {
  for (const { device, port } of [cable.a, cable.b]) {
    const found = devices.get(device);
    if (!found) {
      problems.push(problem('unknown-device', { record: cable.id, device }));
      continue;
    }
    if (!found.ports.some(({ name }) => name === port)) {
      problems.push(problem('unknown-port', { record: cable.id, device, port }));
      continue;
    }
    const end = JSON.stringify([device, port]);
    const other = cableIn.get(end);
    if (other !== undefined) problems.push(problem('port-used-twice', { record: cable.id, device, port, other }));
    cableIn.set(end, cable.id);
  }
}

function checkHome(program: ProgramRecord, devices: Map<string, DeviceRecord>, problems: Problem[]): void {
  const { id: record, device } = program;
  const home = devices.get(device);
  if (!home) problems.push(problem('unknown-device', { record, device }));
  else if (!hasNetworkLayer(home.kind)) problems.push(problem('no-programs-here', { record, device, kind: home.kind }));
}
