'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { z } from 'zod';
import { cn } from './class-names';
import { keyLabel } from './keyboard-keys';
import { useShortcut } from './use-shortcut';
import { buttonStyle } from './ui/button-style';
import { dialogPanel } from './ui/dialog';
import { Kbd } from './ui/kbd';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** Pinyin, pinyin initials and the name in the other language. */
  readonly keywords?: readonly string[];
  readonly icon?: ReactNode;
  readonly hint?: string;
  readonly href?: string;
  readonly run?: () => void;
}

const foundSchema = z.object({
  results: z.array(z.object({ id: z.string(), title: z.string(), subtitle: z.string().optional(), href: z.string().startsWith('/') })).max(50),
});

const MIN_QUERY = 2;

/** What `GET /api/feeds/search?q=` must answer with. */
export type SearchResults = z.infer<typeof foundSchema>;

/** Ctrl/⌘ K: go anywhere, do anything one is allowed to, find any payment, bill or payer. */
export function CommandPalette({ pages, actions = [] }: { pages: readonly PaletteItem[]; actions?: readonly PaletteItem[] }) {
  const t = useTranslations('common');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const found = useFound(useDeferredValue(query.trim()), open);
  useShortcut({ keys: 'mod+k', label: t('palette.title'), run: () => setOpen((was) => !was) });

  const choose = (item: Pick<PaletteItem, 'href' | 'run'>) => {
    setOpen(false);
    setQuery('');
    item.run?.();
    if (item.href) router.push(item.href);
  };
  const group = (heading: string, items: readonly PaletteItem[]) =>
    items.length > 0 && (
      <Command.Group heading={heading}>
        {items.map((item) => (
          <Row key={item.id} value={item.id} keywords={[item.label, ...(item.keywords ?? [])]} onSelect={() => choose(item)}>
            {item.icon}
            <span className="min-w-0 flex-1">{item.label}</span>
            {item.hint && <span className="text-13 text-ink-2">{item.hint}</span>}
          </Row>
        ))}
      </Command.Group>
    );

  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        aria-label={t('palette.title')}
        aria-keyshortcuts="Control+K"
        className={cn(buttonStyle({ variant: 'secondary' }), 'min-w-9 justify-start px-2 font-normal text-ink-2 desk:w-72')}
      >
        <Search aria-hidden className="size-4" />
        <span className="hidden flex-1 text-left sm:inline">{t('palette.open')}</span>
        <Kbd className="hidden desk:inline-flex">{keyLabel('mod+k')}</Kbd>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <Radix.Content aria-describedby={undefined} className={cn(dialogPanel, 'overflow-hidden max-sm:top-0 max-sm:rounded-none sm:max-w-xl')}>
          <Radix.Title className="sr-only">{t('palette.title')}</Radix.Title>
          <Command ref={followSelection} label={t('palette.title')} loop className="flex min-h-0 flex-col" filter={matchScore}>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder={t('palette.placeholder')}
              className="h-12 w-full border-b border-line bg-transparent px-4 text-16 outline-none placeholder:text-ink-3"
            />
            <Command.List
              label={t('palette.found')}
              className="min-h-0 overflow-y-auto p-1 sm:max-h-96 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-ink-2"
            >
              <Command.Empty className="px-3 py-6 text-center text-ink-2">
                {found.isFetching ? t('palette.searching') : t('palette.nothing')}
              </Command.Empty>
              {group(t('palette.go'), pages)}
              {group(t('palette.actions'), actions)}
              {found.data && found.data.results.length > 0 && (
                <Command.Group heading={t('palette.found')} forceMount>
                  {found.data.results.map((result) => (
                    <Row key={result.id} value={`found:${result.id}`} forceMount onSelect={() => choose(result)}>
                      <span className="min-w-0 flex-1">{result.title}</span>
                      {result.subtitle && <span className="text-13 text-ink-2">{result.subtitle}</span>}
                    </Row>
                  ))}
                </Command.Group>
              )}
            </Command.List>
            {found.isError && <p className="border-t border-line px-4 py-2 text-13 text-ink-2">{t('palette.failed')}</p>}
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface RowProps {
  value: string;
  keywords?: string[];
  forceMount?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

function Row({ children, ...rest }: RowProps) {
  return (
    <Command.Item
      {...rest}
      className="flex min-h-10 cursor-default items-center gap-3 rounded-sm px-3 aria-selected:bg-accent-soft aria-selected:outline-1 aria-selected:-outline-offset-1 aria-selected:outline-accent"
    >
      {children}
    </Command.Item>
  );
}

/**
 * cmdk names the selected row for screen readers before it has filtered, so that the name can point at a row that is gone. This
 * keeps the name on the row that is really marked. Returns what to do when the list goes away (a ref's clean-up).
 */
function followSelection(root: HTMLDivElement | null): (() => void) | undefined {
  if (!root) return undefined;
  const name = () => {
    const id = root.querySelector('[cmdk-item][aria-selected="true"]')?.id;
    for (const owner of root.querySelectorAll('[cmdk-input], [cmdk-list]')) {
      if (!id) owner.removeAttribute('aria-activedescendant');
      else if (owner.getAttribute('aria-activedescendant') !== id) owner.setAttribute('aria-activedescendant', id);
    }
  };
  const observer = new MutationObserver(name);
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ['aria-selected', 'aria-activedescendant'] });
  return () => observer.disconnect();
}

/** Search answers are already chosen by the server; pages and actions match by part of a word, so that `dz` finds 对账. */
function matchScore(value: string, search: string, keywords?: string[]): number {
  if (value.startsWith('found:')) return 1;
  const wanted = search.trim().toLowerCase();
  const best = (keywords ?? []).map((word) => word.toLowerCase().indexOf(wanted)).filter((at) => at >= 0);
  return best.length === 0 ? 0 : best.includes(0) ? 1 : 0.5;
}

function useFound(query: string, open: boolean) {
  return useQuery({
    queryKey: ['search', query],
    enabled: open && query.length >= MIN_QUERY,
    retry: false,
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const answer = await fetch(`/api/feeds/search?q=${encodeURIComponent(query)}`, { signal });
      if (!answer.ok) throw new Error(`search answered ${answer.status}`);
      return foundSchema.parse(await answer.json());
    },
  });
}
