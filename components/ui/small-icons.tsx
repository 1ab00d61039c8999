import type { ComponentProps, ReactNode } from 'react';

/** Drawn here because the icon package's own component is a script that payer pages would have to download. */
function Icon({ children, ...rest }: ComponentProps<'svg'> & { children: ReactNode }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" {...rest}>
      {children}
    </svg>
  );
}

type IconProps = ComponentProps<'svg'>;
export const CheckIcon = (props: IconProps) => <Icon {...props}><path d="M20 6 9 17l-5-5" /></Icon>;
export const ChevronDownIcon = (props: IconProps) => <Icon {...props}><path d="m6 9 6 6 6-6" /></Icon>;
const rays = 'M12 2v2M12 20v2M4.93 4.93l1.41 1.41M17.66 17.66l1.41 1.41M2 12h2M20 12h2M6.34 17.66l-1.41 1.41M19.07 4.93l-1.41 1.41';
export const SunIcon = (props: IconProps) => <Icon {...props}><circle cx="12" cy="12" r="4" /><path d={rays} /></Icon>;
export const MoonIcon = (props: IconProps) => <Icon {...props}><path d="M20.98 12.49a9 9 0 1 1-9.47-9.47 7 7 0 0 0 9.47 9.47" /></Icon>;
export const ContrastIcon = (props: IconProps) => <Icon {...props}><circle cx="12" cy="12" r="10" /><path d="M12 18a6 6 0 0 0 0-12z" /></Icon>;
export const SunMoonIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M12 2v2M14.84 16.39a6 6 0 0 1-7.23-7.23M16 12a4 4 0 0 0-4-4M19 5l-1.26 1.26M20 12h2M8 8.6A6 6 0 0 1 12 8M4.93 4.93l1.41 1.41M2 12h2M6.34 17.66l-1.41 1.41M12 20v2M17.66 17.66l1.41 1.41" />
  </Icon>
);
