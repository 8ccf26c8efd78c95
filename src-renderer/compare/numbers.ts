import type { Figures, MomentFigures } from '#contract/differences.ts';
import { formatTime } from '../locales/time.ts';
import { useDocument } from '../stores/document.ts';
import type { useComparison } from '../stores/comparison.ts';

/** One number of both runs, in words. */
export interface NumberRow {
  name: string;
  left: string;
  right: string;
}

export interface NumberGroup {
  title: string;
  rows: NumberRow[];
}

type Translate = (key: string, named?: Record<string, unknown>) => string;

/** What stands for a number that there is none of. */
const NONE = '–';

/** The numbers of two runs at the moment `at`, and of the connection looked at in the end. */
export function numbersOf(
  comparison: Pick<ReturnType<typeof useComparison>, 'moment' | 'answer' | 'looked'>,
  t: Translate,
  at: string,
): NumberGroup[] {
  const { moment, answer, looked } = comparison;
  const pair = answer?.conversations.find((each) => each.left === looked?.left && each.right === looked?.right);
  const drawing = useDocument();
  const device = (id: string | null | undefined, other: string | undefined): string =>
    id ? drawing.nameOf(id) : (other ?? '');
  const title = (key: string): string =>
    t(`compare.number.${key}`, {
      device:
        key === 'serverWindow' ? device(pair?.serverDevice, pair?.server) : device(pair?.clientDevice, pair?.client),
    });

  const groups: NumberGroup[] = [];
  if (moment) {
    const one = (key: string, value: (of: MomentFigures) => number | null | undefined): NumberRow => ({
      name: title(key),
      left: grouped(value(moment.left)),
      right: grouped(value(moment.right)),
    });
    const rows = [
      one('segments', ({ segments }) => segments),
      one('again', ({ again }) => again),
      one('drops', ({ drops }) => drops),
    ];
    if (pair && (moment.left.connection || moment.right.connection)) {
      rows.push(
        one('acknowledged', ({ connection }) => connection?.acknowledged),
        one('goodput', ({ connection }) => connection && Math.round(connection.goodput)),
        one('clientWindow', ({ connection }) => connection?.clientWindow),
        one('serverWindow', ({ connection }) => connection?.serverWindow),
      );
    }
    groups.push({ title: t('compare.now', { time: at }), rows });
  }
  if (pair) {
    const one = (key: string, value: (of: Figures) => string): NumberRow => ({
      name: title(key),
      left: pair.leftFigures ? value(pair.leftFigures) : NONE,
      right: pair.rightFigures ? value(pair.rightFigures) : NONE,
    });
    groups.push({
      title: t('compare.end'),
      rows: [
        one('duration', ({ duration }) => formatTime(duration, 3)),
        one('closed', ({ closed }) => (closed === null ? NONE : formatTime(closed, 3))),
        one('segments', ({ segments }) => grouped(segments)),
        one('again', ({ again }) => grouped(again)),
        one('lost', ({ lost }) => grouped(lost)),
        one('bytes', ({ bytes }) => grouped(bytes)),
      ],
    });
  }
  return groups;
}

/** A whole number with its digits in threes. */
function grouped(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
