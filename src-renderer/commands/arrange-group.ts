import { diffOf } from '#document/diff.ts';
import { grouped, ungrouped } from '#document/grouping.ts';
import { Numbering } from '#document/numbering.ts';
import { isProblem } from '#document/problem.ts';
import type { GroupRecord } from '#document/records.ts';
import { i18n } from '../locales/index.ts';
import { useDocument } from '../stores/document.ts';
import { useNotices } from '../stores/notices.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

function groups(): GroupRecord[] {
  const { things } = useSelection();
  return useDocument().groups.filter(({ id }) => things.includes(id));
}

/** Puts what is chosen into one group and chooses that. */
export const arrangeGroup = command({
  id: 'arrange.group',
  title: 'commands.arrange.group',
  shortcut: 'Mod+G',
  enabled: () => useSelection().things.length > 1 || 'commands.why.choose-two',
  perform: () => {
    const drawing = useDocument();
    const number = new Numbering(drawing.records).name('group').slice('group'.length);
    const made = grouped(useSelection().things, i18n.global.t('canvas.group.new', { number }), drawing.records);
    if (isProblem(made)) useNotices().tell(made);
    else if (drawing.change('group', diffOf(drawing.records, made.put))) useSelection().chooseThings([made.put[0]!.id]);
  },
});

/** Takes the chosen groups apart and chooses what was in them. */
export const arrangeUngroup = command({
  id: 'arrange.ungroup',
  title: 'commands.arrange.ungroup',
  shortcut: 'Mod+Shift+G',
  enabled: () => groups().length > 0 || 'commands.why.choose-group',
  perform: () => {
    const drawing = useDocument();
    const members = groups().flatMap((group) => group.members);
    const change = ungrouped(useSelection().things, drawing.records);
    const left = members.filter((id) => !change.remove.includes(id));
    if (drawing.change('ungroup', diffOf(drawing.records, change.put, change.remove))) {
      useSelection().chooseThings(left);
    }
  },
});

/** Puts the chosen groups away in boxes, or takes them out again when all of them are put away. */
export const arrangeCollapse = command({
  id: 'arrange.collapse',
  title: 'commands.arrange.collapse',
  shortcut: 'G',
  enabled: () => groups().length > 0 || 'commands.why.choose-group',
  perform: () => {
    const collapsed = groups().some((group) => !group.collapsed);
    useDocument().change('collapse', (draft) => groups().forEach((group) => draft.put({ ...group, collapsed })));
  },
});
