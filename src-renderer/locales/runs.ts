import { useI18n } from 'vue-i18n';
import type { BranchRow } from '#contract/shapes.ts';
import { useBranches } from '../stores/branches.ts';

/** What runs are called: by the name a person gave, or by which one it is. */
export function useRunNames(): {
  nameOf(run: Pick<BranchRow, 'id' | 'name'>): string;
  nameOfId(id: string | null): string;
} {
  const { t } = useI18n();
  const branches = useBranches();
  const nameOf = ({ id, name }: Pick<BranchRow, 'id' | 'name'>): string => {
    const number = branches.numberOf(id);
    return name ?? (number === 1 ? t('branches.first') : t('branches.unnamed', { number }));
  };
  const nameOfId = (id: string | null): string => {
    const run = branches.all.find((each) => each.id === id);
    return run === undefined ? '' : nameOf(run);
  };
  return { nameOf, nameOfId };
}
