'use client';

import { FileUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { cn } from '../class-names';
import { StateShape } from '../state-shape';

export interface FileDropProps {
  name: string;
  label: ReactNode;
  /** What is accepted, in words: "CSV, TXT, XLSX or ZIP, up to 50 MB". */
  hint?: ReactNode;
  accept?: string;
  multiple?: boolean;
  maxBytes: number;
  onFiles?: (files: readonly File[]) => void;
  disabled?: boolean;
}

/** A file by dropping, choosing or pasting the path in the system's dialog. A plain file input underneath, so forms post it. */
export function FileDrop({ name, label, hint, accept, multiple, maxBytes, onFiles, disabled }: FileDropProps) {
  const t = useTranslations('common');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [names, setNames] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | null>(null);

  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    const large = files.find((file) => file.size > maxBytes);
    setError(large ? t('file.tooLarge', { name: large.name, megabytes: Math.floor(maxBytes / 1_048_576) }) : null);
    setNames(large ? [] : files.map((file) => file.name));
    if (large && input.current) input.current.value = '';
    if (!large && files.length > 0) onFiles?.(files);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (disabled || !input.current) return;
    input.current.files = event.dataTransfer.files;
    take(event.dataTransfer.files);
  };

  return (
    <div className="grid gap-1">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'grid min-h-28 place-items-center gap-1 rounded-md border-2 border-dashed border-line-strong bg-surface p-4 text-center has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-strong',
          over && 'border-accent bg-accent-soft',
          disabled && 'opacity-55',
        )}
      >
        <FileUp aria-hidden className="size-5 text-ink-2" />
        <span className="font-medium">{label}</span>
        <span id={`${id}-hint`} className="text-13 text-ink-2">
          {names.length > 0 ? names.join(', ') : (hint ?? t('file.hint'))}
        </span>
        <input
          ref={input}
          id={id}
          type="file"
          name={name}
          accept={accept}
          multiple={multiple}
          disabled={disabled}
          aria-describedby={`${id}-hint`}
          className="sr-only"
          onChange={(event) => take(event.target.files)}
        />
      </label>
      {error && (
        <p role="alert" className="flex items-start gap-1.5 text-13 text-wrong">
          <StateShape meaning="wrong" className="mt-1" />
          {error}
        </p>
      )}
    </div>
  );
}
