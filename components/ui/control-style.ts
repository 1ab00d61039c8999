import { cva, type VariantProps } from 'class-variance-authority';

/** Look of everything one types or picks in. `lg` is for payer pages: 48 px high, 16 px type (smaller makes phones zoom in). */
export const controlStyle = cva(
  'w-full min-w-0 rounded-md border border-line-strong bg-surface text-ink placeholder:text-ink-3 hover:border-ink-2 ' +
    'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 ' +
    'aria-invalid:border-wrong aria-invalid:outline-wrong focus-visible:outline-offset-0',
  {
    variants: {
      size: { sm: 'h-7 px-2 text-13', md: 'h-9 px-2.5 text-14', lg: 'h-12 px-3 text-16' },
    },
    defaultVariants: { size: 'md' },
  },
);

export type ControlSize = NonNullable<VariantProps<typeof controlStyle>['size']>;
