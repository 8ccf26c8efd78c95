import { PRINT } from '../ui/paint.ts';
import { svgText } from '../ui/svgText.ts';
import LadderFigure from './LadderFigure.vue';
import PairFigure from './PairFigure.vue';

/** What a ladder is drawn from. */
export type LadderProps = Omit<InstanceType<typeof LadderFigure>['$props'], 'onChoose'>;

/** What two ladders side by side are drawn from. */
export type PairProps = InstanceType<typeof PairFigure>['$props'];

/** The ladder as the text of a self-contained SVG file: the same component, in print colours, with nothing to press. */
export function ladderSvg(props: LadderProps): string {
  return svgText(LadderFigure, { ...props, paint: PRINT, packet: null, live: false }).svg;
}

/** Two ladders in the same way. */
export function pairSvg(props: PairProps): string {
  return svgText(PairFigure, { ...props, paint: PRINT, chosen: { left: 0, right: 0 }, live: false }).svg;
}
