import { cn } from '../class-names';

/** Holds a place while something loads; it does not shimmer, because nothing moves unless a person moved it. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-4 rounded-sm bg-ink/8', className)} />;
}
