import type { DeviceRecord, DocumentRecord, RuleRecord } from '../records.ts';

type Name = 'rule-hits-nothing' | 'rule-on-shared-medium' | 'rule-on-idle-cable';
type Tell = (name: Name, parameters: Record<string, string>, cable: string) => void;

/** What is worth a warning about rules: those that can do nothing where they are. */
export function ruleFindings(
  records: readonly DocumentRecord[],
  devices: ReadonlyMap<string, DeviceRecord>,
  tell: Tell,
): void {
  const cables = new Map(records.flatMap((record) => (record.type === 'cable' ? [[record.id, record] as const] : [])));
  for (const record of records) {
    if (record.type !== 'rule' || !record.enabled) continue;
    const cable = cables.get(record.cable);
    if (cable === undefined) continue;
    const ends = [cable.a, cable.b].flatMap(({ device }) => devices.get(device) ?? []);
    const rule = record.name;
    if (hitsNothing(record)) tell('rule-hits-nothing', { rule }, cable.id);
    else if (cable.plugged === false || ends.some(({ powered }) => powered === false)) {
      tell('rule-on-idle-cable', { rule }, cable.id);
    }
    // On a shared medium all hear a frame at once: it can be neither held back nor doubled.
    const hub = ends.find(({ kind, medium }) => kind === 'hub' && medium !== 'ideal');
    const { action } = record;
    if (hub !== undefined && (action.do === 'delay' || action.do === 'duplicate')) {
      tell('rule-on-shared-medium', { rule, device: hub.name }, cable.id);
    }
  }
}

function hitsNothing({ hits }: RuleRecord): boolean {
  if (hits.which === 'nth') return hits.ordinals.length === 0;
  return hits.which === 'probability' && hits.probability === 0;
}
