import { cn } from './class-names';

/** Eight strokes from eight directions that meet in one point, held by an octagon. Takes the colour of the text around it. */
export function Mark({ className, title }: { className?: string; title?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn('size-6 shrink-0', className)}
      {...(title ? { role: 'img', 'aria-label': title } : { 'aria-hidden': true })}
    >
      <path d="M10.5 2.7h11L29.3 10.5v11L21.5 29.3h-11L2.7 21.5v-11z" strokeWidth="1.6" />
      <path d="M16 7v6M16 19v6M7 16h6M19 16h6M9.6 9.6l4.3 4.3M18.1 18.1l4.3 4.3M22.4 9.6l-4.3 4.3M13.9 18.1l-4.3 4.3" strokeWidth="2" />
      <circle cx="16" cy="16" r="1.6" fill="currentColor" stroke="none" />
    </svg>
  );
}
