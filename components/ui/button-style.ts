import { cva, type VariantProps } from 'class-variance-authority';

export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-2 rounded-md border text-center font-medium select-none disabled:cursor-not-allowed ' +
    'disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-70 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong',
        secondary: 'border-line-strong bg-surface text-ink hover:border-ink-2 hover:bg-sunken',
        quiet: 'border-transparent text-ink-2 hover:border-line hover:bg-sunken hover:text-ink',
        danger: 'border-wrong bg-surface text-wrong hover:bg-wrong hover:text-on-wrong',
      },
      size: {
        sm: 'min-h-7 px-2 py-0.5 text-13',
        md: 'min-h-9 px-3 py-1 text-14',
        lg: 'min-h-12 px-4 py-2 text-16',
      },
      wide: { true: 'w-full', false: '' },
      square: { true: 'px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'sm', className: 'w-7' },
      { square: true, size: 'md', className: 'w-9' },
      { square: true, size: 'lg', className: 'w-12' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md', wide: false, square: false },
  },
);

export type ButtonStyle = VariantProps<typeof buttonStyle>;
