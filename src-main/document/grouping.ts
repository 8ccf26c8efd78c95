import type { RecordMap } from './diff.ts';
import { Numbering } from './numbering.ts';
import { problem, type Problem } from './problem.ts';
import type { DocumentRecord, GroupRecord, RecordsDiff } from './records.ts';

/** What a group can hold: things with a place of their own. Cables go with their devices. */
function canBelong({ type }: DocumentRecord): boolean {
  return type === 'device' || type === 'note' || type === 'shape' || type === 'group';
}

function groupsOf(records: Iterable<DocumentRecord>): GroupRecord[] {
  return [...records].filter((record): record is GroupRecord => record.type === 'group');
}

/** The group each thing is in, by the id of the thing. Things in none are left out. */
export function parents(records: Iterable<DocumentRecord>): Map<string, string> {
  const found = new Map<string, string>();
  for (const { id, members } of groupsOf(records)) for (const member of members) found.set(member, id);
  return found;
}

/**
 * For each thing inside a collapsed group, the box that is drawn instead of it: the outermost collapsed group around it.
 * Things that are drawn themselves are left out.
 */
export function hiddenIn(records: Iterable<DocumentRecord>): Map<string, string> {
  const groups = groupsOf(records);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const within = parents(groups);
  const hidden = new Map<string, string>();
  for (const member of within.keys()) {
    let box: string | null = null;
    for (let at = within.get(member); at !== undefined; at = within.get(at)) if (byId.get(at)!.collapsed) box = at;
    if (box !== null) hidden.set(member, box);
  }
  return hidden;
}

/** These ids and everything inside those of them that are groups, however deep. */
export function withMembers(ids: Iterable<string>, existing: RecordMap): string[] {
  const found = new Set<string>();
  const queue = [...ids];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const record = existing.get(id);
    if (record?.type === 'group') queue.push(...record.members);
  }
  return [...found];
}

/** Puts and removals that together are one edit. */
export interface Regrouping {
  put: GroupRecord[];
  remove: string[];
}

/**
 * One group of these things. Chosen things inside another chosen group come with it; all others must stand in the same
 * group, or in none, and the new group stands there too. Problems: fewer than two things, or things of different groups.
 */
export function grouped(ids: Iterable<string>, name: string, existing: RecordMap): Regrouping | Problem {
  const chosen = new Set([...ids].filter((id) => existing.has(id) && canBelong(existing.get(id)!)));
  const within = parents(existing.values());
  const outer = [...chosen].filter((id) => {
    for (let at = within.get(id); at !== undefined; at = within.get(at)) if (chosen.has(at)) return false;
    return true;
  });
  if (outer.length < 2) return problem('too-few-to-group');
  const places = new Set(outer.map((id) => within.get(id)));
  if (places.size > 1) return problem('of-different-groups');
  const group: GroupRecord = {
    type: 'group',
    id: new Numbering(existing).name('group'),
    name,
    members: outer,
    collapsed: false,
  };
  const around = existing.get([...places][0] ?? '');
  if (around?.type !== 'group') return { put: [group], remove: [] };
  const members = [...around.members.filter((member) => !outer.includes(member)), group.id];
  return { put: [group, { ...around, members }], remove: [] };
}

/** The groups among `ids` taken apart: what was in them stands where they stood. */
export function ungrouped(ids: Iterable<string>, existing: RecordMap): Regrouping {
  const going = new Set([...ids].filter((id) => existing.get(id)?.type === 'group'));
  const put: GroupRecord[] = [];
  const settled = (member: string): string[] =>
    going.has(member) ? (existing.get(member) as GroupRecord).members.flatMap(settled) : [member];
  for (const group of groupsOf(existing.values())) {
    if (going.has(group.id) || !group.members.some((member) => going.has(member))) continue;
    put.push({ ...group, members: group.members.flatMap(settled) });
  }
  return { put, remove: [...going] };
}

/** What removing `ids` means for the groups that stay: their members without those; a group left empty goes too. */
export function removed(ids: Iterable<string>, existing: RecordMap): Regrouping {
  const going = new Set(ids);
  const groups = groupsOf(existing.values());
  const left = (group: GroupRecord): string[] => group.members.filter((member) => !going.has(member));
  // An emptied group may have been the last thing in another.
  for (let more = true; more;) {
    more = false;
    for (const group of groups) {
      if (going.has(group.id) || left(group).length > 0) continue;
      going.add(group.id);
      more = true;
    }
  }
  const put = groups
    .filter((group) => !going.has(group.id) && left(group).length < group.members.length)
    .map((group) => ({ ...group, members: left(group) }));
  return { put, remove: [...going] };
}

/** Whether a change could leave a group with members that are not there, or with itself inside. */
export function groupsConcerned(diff: RecordsDiff): boolean {
  const puts = [...Object.values(diff.added), ...Object.values(diff.updated).map(([, after]) => after)];
  return puts.some(({ type }) => type === 'group') || Object.values(diff.removed).some(canBelong);
}

/** Members are there, each in one group, no group inside itself. */
export function checkGroups(records: readonly DocumentRecord[], problems: Problem[]): void {
  const groups = groupsOf(records);
  if (groups.length === 0) return;
  const byId = new Map(records.map((record) => [record.id, record]));
  const within = new Map<string, string>();
  for (const { id, members } of groups) {
    if (members.length === 0) problems.push(problem('empty-group', { record: id }));
    for (const member of members) {
      const found = byId.get(member);
      const other = within.get(member);
      if (!found || !canBelong(found)) problems.push(problem('unknown-member', { record: id, member }));
      else if (other !== undefined) problems.push(problem('grouped-twice', { record: id, member, other }));
      within.set(member, id);
    }
  }
  for (const { id } of groups) {
    let steps = 0;
    for (let at = within.get(id); at !== undefined && steps <= groups.length; at = within.get(at), steps++) {
      if (at !== id) continue;
      problems.push(problem('group-in-itself', { record: id }));
      break;
    }
  }
}
